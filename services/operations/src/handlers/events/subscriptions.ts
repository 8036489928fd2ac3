import type { AuditDefinition } from '@orderwire/events-schema/audit';
import { CatalogChangedByStaff } from '@orderwire/events-schema/catalog';
import { CustomersChangedByStaff } from '@orderwire/events-schema/customers';
import type { EventOf } from '@orderwire/events-schema/envelope';
import { InventoryChangedByStaff } from '@orderwire/events-schema/inventory';
import { OrdersChangedByStaff } from '@orderwire/events-schema/orders';
import { ReturnsChangedByStaff } from '@orderwire/events-schema/returns';
import { TimelineChangedByStaff } from '@orderwire/events-schema/timeline';
import { on, type Subscription } from '@orderwire/messaging/queue-consumer';
import type { AuditEntry, AuditList } from '../../application/audit-list.ts';

/** A subject may say before a slash what is told of a thing (`erased/<id>`, `stock/<id>`): the thing is the same. */
const thingOf = (subject: string): string => subject.slice(subject.lastIndexOf('/') + 1);

const entryOf = ({ meta, data }: EventOf<AuditDefinition>): AuditEntry => {
  const { changes, withheld, reason } = data;
  return {
    id: meta.id,
    at: meta.occurredAt,
    actor: meta.actor.id,
    service: meta.source.replace('orderwire.', ''),
    subject: thingOf(meta.subject),
    cause: meta.causationId,
    changes,
    withheld,
    ...(reason !== undefined && { reason }),
  };
};

/** Every write by staff, whichever service it was in, becomes an entry. */
export const subscriptions = (audit: Pick<AuditList, 'add'>): readonly Subscription[] =>
  [
    CatalogChangedByStaff,
    CustomersChangedByStaff,
    InventoryChangedByStaff,
    OrdersChangedByStaff,
    ReturnsChangedByStaff,
    TimelineChangedByStaff,
  ].map((definition) => on<AuditDefinition>(definition, (event) => audit.add(entryOf(event))));
