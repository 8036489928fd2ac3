import type { Charges, Line } from '@orderwire/events-schema/common';
import type { Order } from './order.ts';

/** What leaves the house at once, and what that costs. */
interface Parcel {
  readonly lines: Line[];
  readonly charges: Charges;
}

/**
 * What a courier takes. As long as each order goes in one parcel, that is all of it, at all its charges: then the row need
 * not say once more what `shipment` and `lines` say together. A part of an order costs what `partOf` (money/parts) says.
 */
export const parcelOf = ({ lines, charges }: Pick<Order, 'lines' | 'charges'>): Parcel => ({
  lines: [...lines],
  charges,
});
