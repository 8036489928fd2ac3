import * as catalog from './catalog.ts';
import * as customers from './customers.ts';
import * as delivery from './delivery.ts';
import type { EventDefinition } from './envelope.ts';
import * as inventory from './inventory.ts';
import * as invoice from './invoice.ts';
import * as notification from './notification.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as returns from './returns.ts';
import * as timeline from './timeline.ts';
import * as warehouse from './warehouse.ts';

/**
 * Every event that is published by now. For tools, tests, generators, and for the timeline, which notes nearly all of them.
 * Any other function imports the events that it needs from the file of their service, so that its bundle holds no others.
 */
export const allEvents: readonly EventDefinition[] = [
  catalog,
  customers,
  delivery,
  inventory,
  invoice,
  notification,
  orders,
  payments,
  returns,
  timeline,
  warehouse,
].flatMap((service) => Object.values<EventDefinition>(service));
