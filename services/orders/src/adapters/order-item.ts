import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Billing, Recipient } from '@orderwire/events-schema/common';
import { OUTBOX_ATTRIBUTE } from '@orderwire/store/outbox';
import type { Order } from '../domain/order.ts';
import { reviewDueAt } from '../domain/review-order.ts';
import { dueShardOf, orderIdOf, orderKey } from './keys.ts';

export type Item = Record<string, AttributeValue>;

/** What may be left out of the item when it says nothing: a write is billed by the kilobyte of the whole item. */
type Defaulted = 'stockReserved' | 'paymentAuthorized' | 'reported' | 'held' | 'seen';

type StoredOrder = Omit<Order, Defaulted | 'orderId' | 'billing'> &
  Partial<Pick<Order, Defaulted>> & {
    readonly pk: string;
    /** Only what differs from the recipient: most parcels go to who buys. */
    readonly billing?: Partial<Billing>;
    readonly dueShard?: string;
    readonly dueAt?: number;
    readonly [OUTBOX_ATTRIBUTE]?: string;
  };

const MARSHALLING = { removeUndefinedValues: true };

/**
 * An order as it is stored. `outboxOf` makes the text of the outbox from the row that it will be part of; it is there
 * exactly when this version caused events.
 */
export const toItem = (order: Order, outboxOf: (row: object) => string | undefined): Item => {
  const { orderId, stockReserved, paymentAuthorized, reported, held, seen, billing, ...always } = order;
  // The first version is whole: the outbox of OrderPlaced takes it from the row.
  const billed = order.version === 1 ? billing : unlikeRecipient(billing, order.recipient);
  const dueAt = reviewDueAt(order);
  const stored: StoredOrder = {
    ...always,
    pk: orderKey(orderId),
    ...(Object.keys(billed).length > 0 && { billing: billed }),
    ...(stockReserved && { stockReserved }),
    ...(paymentAuthorized && { paymentAuthorized }),
    ...(Object.keys(reported).length > 0 && { reported }),
    ...(held.length > 0 && { held }),
    ...(seen.length > 0 && { seen }),
    ...(dueAt !== undefined && { dueShard: dueShardOf(orderId), dueAt }),
  };
  const outbox = outboxOf(stored);
  return marshall({ ...stored, ...(outbox !== undefined && { [OUTBOX_ATTRIBUTE]: outbox }) }, MARSHALLING);
};

export const fromItem = (item: Item): Order => {
  const { pk, dueShard: _, dueAt: __, [OUTBOX_ATTRIBUTE]: ___, ...stored } = unmarshall(item) as StoredOrder;
  return {
    stockReserved: false,
    paymentAuthorized: false,
    reported: {},
    held: [],
    seen: [],
    ...stored,
    billing: billingOf(stored),
    orderId: orderIdOf(pk),
  };
};

const unlikeRecipient = ({ name, email, address }: Billing, recipient: Recipient): Partial<Billing> => ({
  ...(name !== recipient.name && { name }),
  ...(email !== recipient.email && { email }),
  ...(!isDeepStrictEqual(address, recipient.address) && { address }),
});

const billingOf = ({ recipient, billing }: Pick<StoredOrder, 'recipient' | 'billing'>): Billing => ({
  ...{ name: recipient.name, email: recipient.email, address: recipient.address },
  ...billing,
});
