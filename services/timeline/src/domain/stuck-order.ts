import type { DataOf } from '@orderwire/events-schema/envelope';
import type { OrderStuck } from '@orderwire/events-schema/orders';

/** An order that is later than the shop has promised. */
export interface StuckOrder extends DataOf<typeof OrderStuck> {
  readonly orderId: string;
  /** Which version of the order says so: what an older one says no longer counts. */
  readonly sequence: number;
}
