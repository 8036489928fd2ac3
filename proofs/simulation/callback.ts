import type { Action } from '../invariants/outside.ts';

export type CallbackAction = 'orderPacked' | 'orderShipped' | 'orderDelivered';

export const ACTIONS: readonly CallbackAction[] = ['orderPacked', 'orderShipped', 'orderDelivered'];

export const PARTNER = { orderPacked: 'warehouse', orderShipped: 'courier', orderDelivered: 'courier' } as const;

export const WORD: Readonly<Record<CallbackAction, Action>> = {
  orderPacked: 'packed',
  orderShipped: 'shipped',
  orderDelivered: 'delivered',
};

/** What a partner says beside the bare fact. */
export interface Told {
  readonly trackingNumber?: string;
  readonly note?: string;
}

export interface Message {
  readonly orderId: string;
  readonly action: CallbackAction;
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
  readonly replayed: boolean;
}

/** What makes two callbacks the same message, where the partner gives them an id. */
export const messageOf = ({ orderId, action, callbackId = '' }: Pick<Callback, 'orderId' | 'action' | 'callbackId'>) =>
  `${orderId}/${action}/${callbackId}`;
