import { lazyHandler } from '@orderwire/kernel/lazy';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import type { Derive } from '@orderwire/store/outbox';
import type { Outside } from './outside.ts';

/** The function on a table's stream (services/publisher.yml): its outbox → the bus and the timeline, as events of this service. */
export const publisher = (
  service: string,
  { config, clients, observability }: Pick<Outside<'eventBridge' | 'sqs'>, 'config' | 'clients' | 'observability'>,
  derive?: Derive,
) =>
  lazyHandler(() =>
    makeStreamPublisher({
      eventBridge: clients.eventBridge(),
      busName: config.required('BUS_NAME'),
      sqs: clients.sqs(),
      timelineQueueUrl: config.optional('TIMELINE_QUEUE_URL'),
      failuresUrl: config.required('PUBLISH_FAILURES_URL'),
      source: `orderwire.${service}`,
      derive,
      ...observability(),
    }),
  );
