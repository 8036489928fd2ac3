import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Reservation } from '../domain/reservation.ts';
import type { Stock } from '../domain/stock.ts';

/** The Stock table holds two kinds of rows, told apart by their key. */
export const itemKey = (itemId: string): Row => ({ pk: { S: `item/${itemId}` } });
export const reservationKey = (orderId: string): Row => ({ pk: { S: reservationId(orderId) } });

/** The subject of a level's events. Not the bare item's id: that is the catalogue's subject, and event ids would meet. */
export const stockId = (itemId: string): string => `stock/${itemId}`;

/** A reservation's id: also the subject of its events. */
export const reservationId = (orderId: string): string => `reservation/${orderId}`;

export type Row = Record<string, AttributeValue>;

export const stockRow = (stock: Stock, outbox: string): Row => ({
  ...itemKey(stock.itemId),
  ...marshall({ ...stock, outbox }),
});

export const reservationRow = (reservation: Reservation, outbox: string | undefined): Row => ({
  ...reservationKey(reservation.orderId),
  ...marshall({ ...reservation, outbox }, { removeUndefinedValues: true }),
});

export const stockOf = (row: Row): Stock => {
  const { itemId, onHand, reserved, available, shipped, version } = unmarshall(row) as Stock;
  return { itemId, onHand, reserved, available, shipped, version };
};

export const reservationOf = (row: Row): Reservation => {
  const { orderId, status, lines, version } = unmarshall(row) as Reservation;
  return { orderId, status, lines, version };
};
