import { billing, identifier, language, orderNumber } from '@orderwire/events-schema/common';
import { invariant } from '@orderwire/kernel/invariant';
import { rowReader } from '@orderwire/store/row';
import { fromStored, storedCharges, storedLine } from '@orderwire/store/stored-charges';
import * as z from 'zod/mini';
import type { Invoice } from '../domain/invoice.ts';

/** What the keys of credit notes begin with. */
export const CREDIT = 'credit/';

const text = z.exactOptional(z.string());

const draft = {
  orderId: identifier,
  orderNumber,
  language,
  customerId: identifier,
  placedAt: z.iso.datetime(),
  billing,
};

const shipped = {
  ...draft,
  parcelId: identifier,
  isFurther: z.exactOptional(z.literal(true)),
  lines: z.array(storedLine),
  charges: storedCharges,
};

const frozen = {
  ...shipped,
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
    z.object({ ...shipped, status: z.literal('shipped'), version: z.literal(2) }),
    z.object({ ...frozen, status: z.literal('numbered'), version: z.literal(3) }),
    z.object({ ...frozen, status: z.literal('issued'), version: z.literal(4) }),
  ]),
);

/** An invoice, `order/<orderId>` or `order/<orderId>/<parcelId>`. @throws TerminalError when the row is not as documented */
export const readInvoice = (item: Parameters<typeof readRow>[0]): Invoice => {
  const row = readRow(item);
  return row.status === 'draft' ? row : { ...row, ...fromStored(row) };
};

/** What `InvoiceIssued` says and the row keeps in a shorter form. For who reads the outbox; a credit note is kept as it is. */
export const derivedFields = (item: Parameters<typeof readRow>[0]) => {
  if (item['id']?.S?.startsWith(CREDIT) === true) return {};
  const invoice = readInvoice(item);
  invariant(invoice.status !== 'draft', 'What is announced was shipped.');
  const { lines, charges } = invoice;
  return { lines, charges };
};

/** The counter of a series of numbers, `series/INV-2026`. */
export const readCounter = rowReader('counter of invoices', z.object({ lastPosition: z.int().check(z.positive()) }));
