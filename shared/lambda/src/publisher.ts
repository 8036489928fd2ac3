import { lazyHandler } from '@orderwire/kernel/lazy';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import type { Derive } from '@orderwire/store/outbox';
import type { StaffChanges } from '@orderwire/store/staff-changes';
import type { Outside } from './outside.ts';

interface Rows {
  readonly derive?: Derive;
  readonly staffChanges?: StaffChanges;
}

/**
 * The function on a table's stream (services/publisher.yml): its outbox → the bus and the timeline, as events of this service.
 * It carries what is told of writes by staff, if there may be some.
 */
export const publisher = (
  service: string,
  { config, clients, observability }: Pick<Outside<'eventBridge' | 'sqs'>, 'config' | 'clients' | 'observability'>,
  rows: Rows = {},
) =>
  Object.assign(
    lazyHandler(() =>
      makeStreamPublisher({
        eventBridge: clients.eventBridge(),
        busName: config.required('BUS_NAME'),
        sqs: clients.sqs(),
        timelineQueueUrl: config.optional('TIMELINE_QUEUE_URL'),
        failuresUrl: config.required('PUBLISH_FAILURES_URL'),
        source: `orderwire.${service}`,
        ...rows,
        ...observability(),
      }),
    ),
    { staffChanges: rows.staffChanges },
  );
