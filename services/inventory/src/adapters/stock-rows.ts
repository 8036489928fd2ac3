import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { stockLine } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Reservation } from '../domain/reservation.ts';
import type { Returned } from '../domain/returned.ts';
import type { Stock } from '../domain/stock.ts';

/** The Stock table holds three kinds of rows, told apart by their key. */
export const itemKey = (itemId: string): Row => ({ pk: { S: `item/${itemId}` } });
export const reservationKey = (orderId: string): Row => ({ pk: { S: reservationId(orderId) } });

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
});

export const reservationRow = (reservation: Reservation, outbox: string | undefined): Row => ({
  ...reservationKey(reservation.orderId),
  ...marshall({ ...reservation, outbox }, { removeUndefinedValues: true }),
});

export const returnedRow = (returned: Returned, outbox: string): Row =>
  marshall({ pk: returnedId(returned), orderId: returned.orderId, lines: returned.lines, version: 1, outbox });

const version = z.int().check(z.positive());

export const stockOf = rowReader(
  'stock',
  z.object({
    itemId: z.string(),
    onHand: z.int(),
    reserved: z.int(),
    available: z.int(),
    shipped: z.int(),
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
