import type { Line } from '@orderwire/events-schema/common';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import type { Draft, Seller } from '../domain/invoice.ts';
import { type Issue, numbered } from '../domain/invoice.ts';

/** Invoices for tests; each takes what should be different. What is charged always fits the lines. */
export const aLine = (more: Partial<Line> = {}): Line => ({
  itemId: 'mug-1',
  title: 'Mug',
  count: 2,
  unitPrice: 1250,
  ...STANDARD,
  ...more,
});

export const aDraft = (more: Partial<Draft> = {}): Draft => {
  const lines = more.lines ?? [aLine()];
  return {
    status: 'draft',
    version: 1,
    orderId: 'ord_1',
    orderNumber: 'JXW2-VRJV-47H2',
    language: 'en',
    customerId: 'cus_1',
    placedAt: '2026-02-28T09:00:00.000Z',
    lines,
    charges: chargesFor(lines),
    billing: {
      name: 'Zoë Müller',
      email: 'zoe@example.com',
      address: { street: 'Hauptstraße 12', city: 'Köln', postalCode: '50667', country: 'DE' },
    },
    ...more,
  };
};

export const SELLER: Seller = { name: 'Mug Shop', address: ['Musterweg 1', '10115 Berlin'], taxId: 'DE123456789' };

export const ISSUE: Issue = {
  ...{ issuedAt: '2026-03-01T12:00:00.000Z', issuedOn: '2026-03-01', orderedOn: '2026-02-28' },
  seller: SELLER,
};

export const aNumberedInvoice = (more: Partial<Draft> = {}, position = 1) => numbered(aDraft(more), position, ISSUE);
