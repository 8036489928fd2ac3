import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { stockLine } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import { actorSchema } from '@orderwire/events-schema/envelope';
import * as z from 'zod/mini';
import type { Movement } from '../domain/movement.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { Returned } from '../domain/returned.ts';
import { isLow, type Stock } from '../domain/stock.ts';

/** The Stock table holds five kinds of rows, told apart by their key. */
export const itemKey = (itemId: string): Row => ({ pk: { S: `item/${itemId}` } });
export const reservationKey = (orderId: string): Row => ({ pk: { S: reservationId(orderId) } });

/** An entry in an item's history: its number names it, so that a page of them is read without an index. */
export const movementKey = (itemId: string, number: number): Row => ({
  pk: { S: `movement/${itemId}/${number}` },
});

/** Which entry a delivery has made, under the name that whoever took it in gave it. */
export const receiptKey = (itemId: string, name: string): Row => ({ pk: { S: `receipt/${itemId}/${name}` } });

/** The subject of a level's events. Not the bare item's id: that is the catalogue's subject, and event ids would meet. */
export const stockId = (itemId: string): string => `stock/${itemId}`;

/** A reservation's id: also the subject of its events. */
export const reservationId = (orderId: string): string => `reservation/${orderId}`;

/** The subject of the event that says what is back on the shelf. */
export const returnedId = ({ orderId, by }: Pick<Returned, 'orderId' | 'by'>): string => `returned/${orderId}/${by}`;

export type Row = Record<string, AttributeValue>;

export const stockRow = (stock: Stock, outbox: string): Row => ({
  ...itemKey(stock.itemId),
  ...marshall({ ...stock, outbox }),
  // Sparse: the index `low` holds the items that are low, and no others.
  ...(isLow(stock) && { low: { S: LOW } }),
});

/** The key of the index `low`. */
export const LOW = 'yes';

export const movementRow = ({ itemId, number, ...movement }: Movement): Row => ({
  ...movementKey(itemId, number),
  ...marshall({ itemId, number, ...movement }),
});

export const receiptRow = (itemId: string, { name, ...receipt }: Receipt & { readonly name: string }): Row => ({
  ...receiptKey(itemId, name),
  ...marshall(receipt),
});

/** What was taken in, and where the history says so. */
export interface Receipt {
  readonly fingerprint: string;
  readonly number: number;
}

export const reservationRow = (reservation: Reservation, outbox: string | undefined): Row => ({
  ...reservationKey(reservation.orderId),
  ...marshall({ ...reservation, outbox }, { removeUndefinedValues: true }),
});

export const returnedRow = (returned: Returned, outbox: string): Row =>
  marshall({ pk: returnedId(returned), orderId: returned.orderId, lines: returned.lines, version: 1, outbox });

const version = z.int().check(z.positive());
const amount = z.int().check(z.nonnegative());
const counts = z.object({ onHand: amount, reserved: amount, lowAt: amount });

export const movementOf = rowReader(
  'movement',
  z.object({
    itemId: z.string(),
    number: version,
    kind: z.enum(['received', 'corrected']),
    before: counts,
    after: counts,
    reason: z.exactOptional(z.string()),
    reference: z.exactOptional(z.string()),
    by: actorSchema,
    at: z.number(),
    version,
  }),
);

export const receiptOf = rowReader('receipt', z.object({ fingerprint: z.string(), number: version }));

export const stockOf = rowReader(
  'stock',
  z.object({
    itemId: z.string(),
    onHand: z.int(),
    reserved: z.int(),
    available: z.int(),
    shipped: z.int(),
    lowAt: z.exactOptional(z.int().check(z.positive())),
    movements: z.exactOptional(version),
    movedAt: z.exactOptional(z.number()),
    statedVersion: z.exactOptional(version),
    version,
  }),
);

export const reservationOf = rowReader(
  'reservation',
  z.object({
    orderId: z.string(),
    status: z.enum(['reserved', 'failed', 'released', 'committed']),
    lines: z.array(stockLine),
    parcels: z.exactOptional(z.array(z.object({ parcelId: z.string(), lines: z.array(stockLine) }))),
    isShort: z.exactOptional(z.boolean()),
    version,
  }),
);
