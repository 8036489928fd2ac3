import type { Line } from '@orderwire/events-schema/common';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import type { Invoices } from '../application/ports.ts';
import type { Refund } from '../domain/credit-note.ts';
import {
  type Draft,
  type Issue,
  numbered,
  type Seller,
  type Shipment,
  shipped,
  type ShippedDraft,
} from '../domain/invoice.ts';

/** Invoices for tests; each takes what should be different. What is charged always fits the lines. */
export const aLine = (more: Partial<Line> = {}): Line => ({
  itemId: 'mug-1',
  title: 'Mug',
  count: 2,
  unitPrice: 1250,
  ...STANDARD,
  ...more,
});

export const aDraft = (more: Partial<Omit<Draft, 'status' | 'version'>> = {}): Draft => ({
  status: 'draft',
  version: 1,
  orderId: 'ord_1',
  orderNumber: 'JXW2-VRJV-47H2',
  language: 'en',
  customerId: 'cus_1',
  placedAt: '2026-02-28T09:00:00.000Z',
  billing: {
    name: 'Zoë Müller',
    email: 'zoe@example.com',
    address: { street: 'Hauptstraße 12', city: 'Köln', postalCode: '50667', country: 'DE' },
  },
  ...more,
});

type More = Partial<Omit<ShippedDraft, 'status' | 'version'>>;

export const aShipment = ({
  parcelId = 'p1',
  lines = [aLine()],
  charges = chargesFor(lines),
}: More = {}): Shipment => ({
  parcelId,
  lines,
  charges,
});

export const aShippedDraft = ({ parcelId, lines, charges, isFurther, ...more }: More = {}): ShippedDraft => ({
  ...shipped(
    aDraft(more),
    aShipment({ ...(parcelId && { parcelId }), ...(lines && { lines }), ...(charges && { charges }) }),
  ),
  ...(isFurther && { isFurther }),
});

/** Of 5.95: one piece, without shipping. */
export const aRefund = (more: Partial<Refund> = {}): Refund => ({
  ...{ orderId: 'ord_1', refundId: 'parcel/p1', parcelId: 'p1', lines: [{ itemId: 'mug-1', count: 1 }] },
  charges: chargesFor([aLine({ count: 1, unitPrice: 500 })], { shipping: 0 }),
  ...more,
});

/** As both events make it. */
export const addShipped = async (
  invoices: Pick<Invoices, 'addDraft' | 'addShipment'>,
  { parcelId, lines, charges, ...more }: More = {},
): Promise<void> => {
  const draft = aDraft(more);
  await invoices.addDraft(draft);
  await invoices.addShipment(
    draft.orderId,
    aShipment({ ...(parcelId && { parcelId }), ...(lines && { lines }), ...(charges && { charges }) }),
  );
};

export const SELLER: Seller = { name: 'Mug Shop', address: ['Musterweg 1', '10115 Berlin'], taxId: 'DE123456789' };

export const ISSUE: Issue = {
  ...{ issuedAt: '2026-03-01T12:00:00.000Z', issuedOn: '2026-03-01', orderedOn: '2026-02-28' },
  seller: SELLER,
};

export const aNumberedInvoice = (more: More = {}, position = 1) => numbered(aShippedDraft(more), position, ISSUE);
