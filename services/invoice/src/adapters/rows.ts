import { billing, identifier, line, totals } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';

const draft = {
  orderId: identifier,
  customerId: identifier,
  placedAt: z.iso.datetime(),
  lines: z.array(line),
  totals,
  billing,
};

const frozen = {
  ...draft,
  number: z.string(),
  objectKey: z.string(),
  issuedAt: z.iso.datetime(),
  seller: z.object({ name: z.string(), address: z.array(z.string()), taxId: z.exactOptional(z.string()) }),
};

/** An invoice, `order/<orderId>`. */
export const readInvoice = rowReader(
  'invoice',
  z.discriminatedUnion('status', [
    z.object({ ...draft, status: z.literal('draft'), version: z.literal(1) }),
    z.object({ ...frozen, status: z.literal('numbered'), version: z.literal(2) }),
    z.object({ ...frozen, status: z.literal('issued'), version: z.literal(3) }),
  ]),
);

/** The counter of a series of numbers, `series/INV-2026`. */
export const readCounter = rowReader('counter of invoices', z.object({ lastPosition: z.int().check(z.positive()) }));
