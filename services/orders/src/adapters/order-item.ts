import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  type Billing,
  billing,
  language,
  type Recipient,
  recipient,
  shortLine,
  stockLine,
} from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { orderNumberOf } from '@orderwire/money/order-number';
import { OUTBOX_ATTRIBUTE } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import { fromStored, storedCharges, storedLine, toStored } from '@orderwire/store/stored-charges';
import * as z from 'zod/mini';
import { CALLBACK_ACTIONS, CALLBACK_RESULTS } from '../domain/callback-table.ts';
import { ORDER_STATUSES } from '../domain/lifecycle.ts';
import type { Watched } from '../domain/deadlines.ts';
import type {
  ApprovedReturn,
  Cancellation,
  HeldCallback,
  Order,
  Parcel,
  Rejection,
  Report,
  SeenCallback,
} from '../domain/order.ts';
import { PARCEL_STATES } from '../domain/order.ts';
import { type Review, REVIEW_REASONS } from '../domain/review.ts';
import { reviewDueAt } from '../domain/review-order.ts';
import { dueShardOf, lotOf, orderIdOf, orderKey } from './keys.ts';

export type Item = Record<string, AttributeValue>;

/** The fields of a `T` as they are stored. One that is forgotten here does not compile. */
const stored =
  <T>() =>
  <Shape extends Readonly<Record<keyof T, z.ZodMiniType>>>(shape: Shape) =>
    z.object(shape);

const listOf = <S extends z.ZodMiniType>(schema: S) => z.readonly(z.array(schema));

const status = z.enum(ORDER_STATUSES);
const time = z.int();
const text = z.exactOptional(z.string());
const tracking = { carrier: text, trackingNumber: text, replaced: z.exactOptional(listOf(z.string())) };

/** Of an item: none of it, in what was packed. */
const pieces = z.object({ itemId: stockLine.shape.itemId, count: z.int().check(z.nonnegative()) });

/** Not stored: what the first parcel is called that its courier gave no name. */
const FIRST_PARCEL = 'p1';

/** The usual parcel is at its first attempt, was picked up, has no name of its courier's, and came to be so by the last report. */
const parcel = stored<Parcel>()({
  ...tracking,
  parcelId: z._default(z.string(), FIRST_PARCEL),
  lines: z.exactOptional(listOf(stockLine)),
  state: z._default(z.enum(PARCEL_STATES), 'shipped'),
  at: z.exactOptional(time),
  attempt: z._default(z.int(), 1),
  inferred: z._default(z.boolean(), false),
  nextAttemptAt: z.exactOptional(time),
});

const promised = z.enum(['pack_by', 'deliver_by']);

const approvedReturn = stored<ApprovedReturn>()({
  returnId: z.string(),
  lines: listOf(stockLine),
  arrived: listOf(listOf(stockLine)),
});

const report = stored<Report>()({ at: time, doubtful: z.exactOptional(z.literal(true)), reason: text, note: text });

const heldCallback = stored<HeldCallback>()({
  ...tracking,
  action: z.enum(CALLBACK_ACTIONS),
  heldAt: time,
  flagged: z.exactOptional(z.boolean()),
  occurredAt: z.exactOptional(time),
  parcelId: text,
  lines: z.exactOptional(listOf(pieces)),
  attempt: z.exactOptional(z.int()),
  nextAttemptAt: z.exactOptional(time),
  condition: z.exactOptional(z.enum(['good', 'damaged'])),
  returnId: text,
  reason: text,
  note: text,
});

/** Not stored: a row without a language is in this one. */
const USUAL_LANGUAGE = 'en';

/** What says nothing is left out of the row: a write is billed by the kilobyte of the whole item. */
const orderRow = stored<Omit<Order, 'orderId'> & { readonly pk: string }>()({
  pk: z.string(),
  customerId: z.string(),
  version: z.int(),
  status,
  placedAt: time,
  changedAt: time,
  language: z._default(language, USUAL_LANGUAGE),
  lines: listOf(storedLine),
  charges: storedCharges,
  recipient,
  /** Only what differs from the recipient: most parcels go to who buys. */
  billing: z.exactOptional(
    z.object({ name: text, email: text, address: z.exactOptional(billing.shape.address), vatId: text }),
  ),
  discountCode: text,
  /** `Deadlines`, in the order of their fields. */
  deadlines: z.exactOptional(z.tuple([time, time, time])),
  watched: z.exactOptional(
    stored<Watched>()({
      lateAt: z.exactOptional(time),
      passed: z.exactOptional(promised),
      stuck: z.exactOptional(promised),
      isEnding: z.exactOptional(z.literal(true)),
    }),
  ),
  review: z.exactOptional(
    stored<Review>()({
      reasons: listOf(z.enum(REVIEW_REASONS)),
      isApproved: z.exactOptional(z.literal(true)),
      note: text,
    }),
  ),
  stockReserved: z._default(z.boolean(), false),
  paymentAuthorized: z._default(z.boolean(), false),
  rejection: z.exactOptional(
    stored<Rejection>()({
      reason: z.enum(['out_of_stock', 'payment_declined', 'timed_out', 'rejected_by_staff']),
      short: z.exactOptional(listOf(shortLine)),
      note: text,
    }),
  ),
  cancellation: z.exactOptional(stored<Cancellation>()({ by: z.enum(['customer', 'staff', 'system']), reason: text })),
  picked: z.exactOptional(listOf(stockLine)),
  parcels: z._default(listOf(parcel), []),
  returns: z._default(listOf(approvedReturn), []),
  reported: z._default(z.partialRecord(z.enum(CALLBACK_ACTIONS), report), {}),
  held: z._default(listOf(heldCallback), []),
  erasure: z.exactOptional(z.enum(['asked', 'done'])),
  seen: z._default(
    listOf(stored<SeenCallback>()({ key: z.string(), body: z.string(), result: z.enum(CALLBACK_RESULTS), status })),
    [],
  ),
});

type StoredOrder = z.input<typeof orderRow>;

const MARSHALLING = { removeUndefinedValues: true };

/**
 * What events say of an order and the row does not, word for word: its number, lines and charges in full, who is billed,
 * and of the parcel that is all there is to most orders.
 */
const derivedFrom = (order: Order) => {
  const { orderId, language, lines, charges, billing: buyer, deadlines, parcels } = order;
  const [only, another] = parcels;
  return {
    orderNumber: orderNumberOf(orderId),
    language,
    lines,
    charges,
    billing: buyer,
    ...(deadlines && { deliverBy: isoTime(deadlines.deliverBy) }),
    ...(only && !another && { ...eventFieldsOf(only), isLast: only.lines === undefined, position: 1 }),
  };
};

const eventFieldsOf = ({ attempt, inferred, carrier }: Parcel) => ({
  ...{ attempt, inferred },
  ...(carrier !== undefined && { carrier }),
});

/** Only an order that has not come so far may lack an answer. */
const lacksAnswers = ({ status: is }: Pick<Order, 'status'>): boolean =>
  is === 'placed' || is === 'rejected' || is === 'cancelled';

/**
 * An order as it is stored. `outboxOf` makes the text of the outbox from what the row says and `derivedFields`; it is there
 * exactly when this version caused events.
 */
export const toItem = (order: Order, outboxOf: (row: object) => string | undefined): Item => {
  const { orderId, stockReserved, paymentAuthorized, parcels, returns, reported, held, seen, ...rest } = order;
  const { billing: buyer, language: written, deadlines, ...always } = rest;
  const billed = unlikeRecipient(buyer, order.recipient);
  const dueAt = reviewDueAt(order);
  const row: StoredOrder & { readonly lot: string; readonly dueShard?: string; readonly dueAt?: number } = {
    ...always,
    pk: orderKey(orderId),
    lot: lotOf(orderId),
    ...(written !== USUAL_LANGUAGE && { language: written }),
    ...toStored(order),
    ...(Object.keys(billed).length > 0 && { billing: billed }),
    ...(deadlines && { deadlines: [deadlines.packBy, deadlines.deliverBy, deadlines.authorizedUntil] }),
    ...(stockReserved && lacksAnswers(order) && { stockReserved }),
    ...(paymentAuthorized && lacksAnswers(order) && { paymentAuthorized }),
    ...(parcels.length > 0 && { parcels: parcels.map((one) => storedParcel(one, reported)) }),
    ...(returns.length > 0 && { returns }),
    ...(Object.keys(reported).length > 0 && { reported }),
    ...(held.length > 0 && { held }),
    ...(seen.length > 0 && { seen }),
    ...(dueAt !== undefined && { dueShard: dueShardOf(orderId), dueAt }),
  };
  const outbox = outboxOf({ ...row, ...derivedFrom(order) });
  return marshall({ ...row, ...(outbox !== undefined && { [OUTBOX_ATTRIBUTE]: outbox }) }, MARSHALLING);
};

/** When the newest report came that may have brought a parcel into this state. */
const reportedAt = (state: Parcel['state'], reported: Order['reported']): number | undefined =>
  reported[state === 'failed' ? 'delivery_failed' : state]?.at;

const storedParcel = (
  { parcelId, at, attempt, inferred, state, ...rest }: Parcel,
  reported: Order['reported'],
): z.input<typeof parcel> => ({
  ...rest,
  ...(parcelId !== FIRST_PARCEL && { parcelId }),
  ...(at !== reportedAt(state, reported) && { at }),
  ...(state !== 'shipped' && { state }),
  ...(attempt !== 1 && { attempt }),
  ...(inferred && { inferred }),
});

const readOrder = rowReader('order', orderRow);

/** @throws TerminalError when the row is not as documented */
export const fromItem = (item: Item): Order => {
  const { pk, deadlines: times, ...order } = readOrder(item);
  return {
    ...order,
    ...fromStored(order),
    ...(times && { deadlines: { packBy: times[0], deliverBy: times[1], authorizedUntil: times[2] } }),
    ...(!lacksAnswers(order) && { stockReserved: true, paymentAuthorized: true }),
    parcels: order.parcels.map((one) => ({
      ...one,
      at: one.at ?? reportedAt(one.state, order.reported) ?? order.changedAt,
    })),
    billing: billingOf(order),
    orderId: orderIdOf(pk),
  };
};

/** For who reads the outbox. @throws TerminalError when the row is not as documented */
export const derivedFields = (item: Item) => derivedFrom(fromItem(item));

const unlikeRecipient = (
  { name, email, address, vatId }: Billing,
  known: Recipient,
): NonNullable<StoredOrder['billing']> => ({
  ...(name !== known.name && { name }),
  ...(email !== known.email && { email }),
  ...(!isDeepStrictEqual(address, known.address) && { address }),
  ...(vatId !== undefined && { vatId }),
});

const billingOf = ({
  recipient: { name, email, address },
  billing: other,
}: Pick<StoredOrder, 'recipient' | 'billing'>) => ({
  ...{ name, email, address },
  ...other,
});
