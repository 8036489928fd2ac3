import { lazyHandler } from '@orderwire/kernel/lazy';
import { makeQueueConsumer, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { Outside } from './outside.ts';

/** The function on the service's own queue (services/consumer.yml). */
export const consumer = (
  { config, clients, observability }: Pick<Outside<'sqs'>, 'config' | 'clients' | 'observability'>,
  subscriptions: () => readonly Subscription[],
  options: { readonly atOnce?: boolean } = {},
) =>
  lazyHandler(() =>
    makeQueueConsumer({
      ...options,
      subscriptions: subscriptions(),
      sqs: clients.sqs(),
      inboxUrl: config.required('INBOX_URL'),
      deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
      ...observability(),
    }),
  );
