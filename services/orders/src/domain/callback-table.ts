import type { NextOf, OrderStatus } from './lifecycle.ts';

/** What a partner can report. Each bears the name of the status that it asks for. */
export type CallbackAction = Extract<OrderStatus, 'packed' | 'shipped' | 'delivered' | 'delivery_failed' | 'returned'>;

export const CALLBACK_RESULTS = [
  /** The order has moved on. */
  'applied',
  /** The order stays where it is: the courier gave another tracking number. */
  'corrected',
  /** This is what we know already. */
  'duplicate',
  /** A newer fact is known. */
  'superseded',
  /** Too early: kept on the order and tried again with each later move. */
  'held',
  /** The order has ended: nothing of it may leave the house. */
  'stop',
  /** Goods moved that should not have: people must look at it. */
  'conflict',
  /** Cannot be, and is not kept. */
  'refused',
] as const;

export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** A correction is a duplicate that names another number, which no table can tell. */
type CellResult = Exclude<CallbackResult, 'corrected'>;

/**
 * Where a report leads to from a status. A courier may tell of the delivery alone: the pick-up is inferred, and the order
 * makes both moves in one write.
 */
type ReachedFrom<S extends OrderStatus> = NextOf<S> | (S extends 'packed' ? 'delivered' : never);

/** `applied` fits only where the lifecycle allows the way: a cell that breaks it does not compile. */
type CallbackTable = {
  readonly [A in CallbackAction]: {
    readonly [S in OrderStatus]: A extends ReachedFrom<S> ? CellResult : Exclude<CellResult, 'applied'>;
  };
};

/** What each report means in each status. The columns stand in the order of an order's life. */
export const CALLBACKS: CallbackTable = {
  packed: {
    placed: 'held',
    confirmed: 'applied',
    packed: 'duplicate',
    shipped: 'superseded',
    delivery_failed: 'superseded',
    delivered: 'superseded',
    returned: 'superseded',
    cancelled: 'stop',
    rejected: 'stop',
  },
  shipped: {
    placed: 'held',
    confirmed: 'held',
    packed: 'applied',
    shipped: 'duplicate',
    delivery_failed: 'applied',
    delivered: 'superseded',
    returned: 'superseded',
    cancelled: 'stop',
    rejected: 'stop',
  },
  delivered: {
    placed: 'held',
    confirmed: 'held',
    packed: 'applied',
    shipped: 'applied',
    delivery_failed: 'applied',
    delivered: 'duplicate',
    returned: 'conflict',
    cancelled: 'conflict',
    rejected: 'conflict',
  },
  delivery_failed: {
    placed: 'held',
    confirmed: 'held',
    packed: 'held',
    shipped: 'applied',
    delivery_failed: 'applied',
    delivered: 'conflict',
    returned: 'superseded',
    cancelled: 'conflict',
    rejected: 'conflict',
  },
  returned: {
    placed: 'refused',
    confirmed: 'refused',
    packed: 'refused',
    shipped: 'applied',
    delivery_failed: 'applied',
    delivered: 'conflict',
    returned: 'duplicate',
    cancelled: 'conflict',
    rejected: 'conflict',
  },
};

export const CALLBACK_ACTIONS = Object.keys(CALLBACKS) as readonly CallbackAction[];
