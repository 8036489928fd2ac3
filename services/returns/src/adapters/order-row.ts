import { amountMinor, identifier, language, type Line, stockLine } from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { rowReader } from '@orderwire/store/row';
import { fromStored, storedCharges, storedLine, toStored } from '@orderwire/store/stored-charges';
import * as z from 'zod/mini';
import type { Goods, Order, Parcel } from '../domain/order.ts';

const text = z.exactOptional(z.string());
const time = z.int().check(z.nonnegative());

const goods = {
  position: z.int().check(z.positive()),
  isLast: z.boolean(),
  lines: z.array(storedLine),
  charges: storedCharges,
};

const told = {
  parcelId: identifier,
  deliveredAt: z.exactOptional(time),
  isBack: z.exactOptional(z.literal(true)),
};

const receipt = z.object({
  toldBy: z.string(),
  at: time,
  condition: z.enum(['good', 'damaged']),
  parts: z.array(z.object({ parcelId: identifier, lines: z.array(stockLine), shipping: amountMinor })),
  total: amountMinor,
});

const oneReturn = z.object({
  returnId: identifier,
  lines: z.array(stockLine),
  reason: text,
  status: z.enum(['requested', 'approved', 'rejected']),
  requestedAt: time,
  isAutomatic: z.exactOptional(z.literal(true)),
  decidedAt: z.exactOptional(time),
  rejection: text,
  instructions: text,
  labelUrl: text,
  asked: z.exactOptional(z.object({ key: z.string(), fingerprint: z.string() })),
  receipts: z.array(receipt),
});

const readRow = rowReader(
  'order with its returns',
  z.object({
    orderId: identifier,
    version: z.int().check(z.positive()),
    customerId: z.exactOptional(identifier),
    language: z.exactOptional(language),
    parcels: z.array(z.union([z.object({ ...told, goods: z.object(goods) }), z.object(told)])),
    hasEnded: z.exactOptional(z.literal(true)),
    returns: z._default(z.array(oneReturn), []),
    erasure: z.exactOptional(z.enum(['asked', 'done'])),
  }),
);

/** Each write is billed by the kilobyte of the whole row: what no return needs of a line is not kept. */
const withoutDetails = ({ productId: _product, options: _options, cost: _cost, ...line }: Line): Line => line;

const stored = ({ lines, charges, ...rest }: Goods) => ({
  ...rest,
  ...toStored({ lines: lines.map(withoutDetails), charges }),
});

export const orderKey = (orderId: string): string => `order/${orderId}`;

/** The index of orders with a return that nobody has answered yet. Other rows have none of its attributes, and cost nothing there. */
export const WAITING_INDEX = 'byWaiting';
export const WAITING = 'answer';

/** Sorts by the time of the first request, and then by the order. */
const waitingOf = ({ orderId, returns }: Pick<Order, 'orderId' | 'returns'>) => {
  const [first] = returns.filter(({ status }) => status === 'requested');
  return first && { waitsFor: WAITING, waitsSince: `${isoTime(first.requestedAt)}#${orderId}` };
};

/** A row without a language is in this one: most are, and each byte is billed. */
const USUAL_LANGUAGE = 'en';

/** An order as its row keeps it, without its outbox. */
export const rowOf = ({ parcels, returns, language: written, ...order }: Order) => ({
  pk: orderKey(order.orderId),
  ...order,
  parcels: parcels.map(({ goods: known, ...parcel }) => ({ ...parcel, ...(known && { goods: stored(known) }) })),
  ...(written !== undefined && written !== USUAL_LANGUAGE && { language: written }),
  ...(returns.length > 0 && { returns }),
  ...waitingOf({ orderId: order.orderId, returns }),
});

/** @throws TerminalError when the row is not as documented */
export const orderOf = (item: Parameters<typeof readRow>[0]): Order => {
  const row = readRow(item);
  return {
    ...row,
    parcels: row.parcels.map((parcel): Parcel =>
      'goods' in parcel ? { ...parcel, goods: { ...parcel.goods, ...fromStored(parcel.goods) } } : parcel,
    ),
  };
};
