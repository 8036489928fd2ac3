import type { Endpoint, Route } from '@orderwire/http/route';
import { type HttpFunction, serve } from '@orderwire/http/serve';
import { lazyHandler } from '@orderwire/kernel/lazy';
import { makeQueueConsumer, type Subscription } from '@orderwire/messaging/queue-consumer';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import type { Outside } from './outside.ts';

/**
 * The kinds of functions that services have. Each is composed at its first call: all functions of a service share one
 * bundle, and each makes only what it needs itself.
 */

/** A function behind routes of the API; it carries its definition. */
export const http = <R extends Route, Deps, C>(
  { observability }: Pick<Outside, 'observability'>,
  endpoint: Endpoint<R, Deps, C>,
  deps: () => Deps,
): HttpFunction & { readonly route: R } =>
  Object.assign(
    lazyHandler(() => serve(endpoint, deps(), observability().log)),
    { route: endpoint.route },
  );

/** The function on a table's stream (services/publisher.yml): its outbox → the bus, as events of this service. */
export const publisher = (
  service: string,
  { config, clients, observability }: Pick<Outside<'eventBridge' | 'sqs'>, 'config' | 'clients' | 'observability'>,
) =>
  lazyHandler(() =>
    makeStreamPublisher({
      eventBridge: clients.eventBridge(),
      busName: config.required('BUS_NAME'),
      sqs: clients.sqs(),
      failuresUrl: config.required('PUBLISH_FAILURES_URL'),
      source: `orderwire.${service}`,
      ...observability(),
    }),
  );

/** The function on the service's own queue (services/consumer.yml). */
export const consumer = (
  { config, clients, observability }: Pick<Outside<'sqs'>, 'config' | 'clients' | 'observability'>,
  subscriptions: () => readonly Subscription[],
) =>
  lazyHandler(() =>
    makeQueueConsumer({
      subscriptions: subscriptions(),
      sqs: clients.sqs(),
      inboxUrl: config.required('INBOX_URL'),
      deadLetterQueueUrl: config.required('DEAD_LETTER_QUEUE_URL'),
      ...observability(),
    }),
  );
