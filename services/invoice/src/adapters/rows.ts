import { billing, identifier, language, orderNumber } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import { fromStored, storedCharges, storedLine } from '@orderwire/store/stored-charges';
import * as z from 'zod/mini';
import type { Invoice } from '../domain/invoice.ts';

const text = z.exactOptional(z.string());

const draft = {
  orderId: identifier,
  orderNumber,
  language,
  customerId: identifier,
  placedAt: z.iso.datetime(),
  lines: z.array(storedLine),
  charges: storedCharges,
  billing,
};

const frozen = {
  ...draft,
  number: z.string(),
  objectKey: z.string(),
  issuedAt: z.iso.datetime(),
  issuedOn: z.iso.date(),
  orderedOn: z.iso.date(),
  seller: z.object({ name: z.string(), address: z.array(z.string()), taxId: text, exemption: text }),
};

const readRow = rowReader(
  'invoice',
  z.discriminatedUnion('status', [
    z.object({ ...draft, status: z.literal('draft'), version: z.literal(1) }),
    z.object({ ...frozen, status: z.literal('numbered'), version: z.literal(2) }),
    z.object({ ...frozen, status: z.literal('issued'), version: z.literal(3) }),
  ]),
);

/** An invoice, `order/<orderId>`. @throws TerminalError when the row is not as documented */
export const readInvoice = (item: Parameters<typeof readRow>[0]): Invoice => {
  const row = readRow(item);
  return { ...row, ...fromStored(row) };
};

/** What `InvoiceIssued` says and the row keeps in a shorter form. For who reads the outbox. */
export const derivedFields = (item: Parameters<typeof readRow>[0]) => {
  const { lines, charges } = readInvoice(item);
  return { lines, charges };
};

/** The counter of a series of numbers, `series/INV-2026`. */
export const readCounter = rowReader('counter of invoices', z.object({ lastPosition: z.int().check(z.positive()) }));
