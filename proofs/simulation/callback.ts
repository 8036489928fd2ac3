import type { Line } from '../invariants/books.ts';
import type { Action } from '../invariants/outside.ts';
import type { ActingPartner } from './partners.ts';

export type CallbackAction =
  'orderPacked' | 'orderShipped' | 'orderDelivered' | 'orderDeliveryFailed' | 'orderReturned';

/** Who may tell what: goods come back through either. */
export const PARTNERS: Readonly<Record<CallbackAction, readonly [ActingPartner, ...ActingPartner[]]>> = {
  orderPacked: ['warehouse'],
  orderShipped: ['courier'],
  orderDelivered: ['courier'],
  orderDeliveryFailed: ['courier'],
  orderReturned: ['warehouse', 'courier'],
};

export const ACTIONS = Object.keys(PARTNERS) as readonly CallbackAction[];

export const WORD: Readonly<Record<CallbackAction, Action>> = {
  orderPacked: 'packed',
  orderShipped: 'shipped',
  orderDelivered: 'delivered',
  orderDeliveryFailed: 'delivery_failed',
  orderReturned: 'returned',
};

/** Word → the events that tell of it. Nothing picked ends the order; a return of what was delivered is one of its own. */
export const TELLS: Readonly<Record<string, readonly string[]>> = {
  packed: ['OrderPacked', 'OrderCancelled'],
  shipped: ['OrderShipped'],
  delivered: ['OrderDelivered', 'ParcelDelivered'],
  delivery_failed: ['OrderDeliveryFailed'],
  returned: ['OrderReturned', 'ParcelReturned', 'OrderReturnArrived'],
};

/** What a partner says beside the bare fact. */
export interface Told {
  readonly trackingNumber?: string;
  readonly note?: string;
  readonly parcelId?: string;
  readonly lines?: readonly Line[];
  readonly attempt?: number;
  readonly reason?: string;
  readonly nextAttemptAt?: string;
  readonly returnId?: string;
  readonly condition?: 'good' | 'damaged';
}

export interface Message {
  readonly orderId: string;
  readonly action: CallbackAction;
  readonly partner: ActingPartner;
  /** The partner’s own id of the message, where it has one. */
  readonly callbackId: string | undefined;
  readonly told: Told;
  /** By its key, and without showing it. Only what has an id can be signed. */
  readonly isSigned: boolean;
}

/** What a partner told and was answered. */
export interface Callback extends Message {
  readonly status: number;
  readonly result: string;
  /** Of a refusal. */
  readonly code: string;
  readonly replayed: boolean;
}

/** What makes two callbacks the same message, where the partner gives them an id. */
export const messageOf = ({ orderId, action, callbackId = '' }: Pick<Callback, 'orderId' | 'action' | 'callbackId'>) =>
  `${orderId}/${action}/${callbackId}`;
