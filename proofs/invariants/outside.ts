import type { OrderRow } from './books.ts';

/** What partners tell of an order. */
export type Action = 'packed' | 'shipped' | 'delivered' | 'delivery_failed' | 'returned';

/** A write of an order that somebody was told has happened. */
export type Acknowledged = { readonly orderId: string } & (
  | { readonly what: 'order'; /** In minor units. */ readonly total: number }
  | { readonly what: 'cancellation' }
  | { readonly what: 'address'; readonly street: string }
  | { readonly what: 'callback'; readonly action: Action; readonly result: 'applied' | 'held' }
);

/** Whether the order shows what somebody was told. */
export const isKept = (write: Acknowledged, order: OrderRow): boolean => {
  switch (write.what) {
    case 'order':
      return order.charges.total === write.total;
    case 'cancellation':
      return order.status === 'cancelled';
    case 'address':
      return order.erasure === 'done' || order.recipient.address.street === write.street;
    case 'callback':
      return (
        order.reported?.[write.action] !== undefined ||
        // What was packed is nothing.
        (write.action === 'packed' && order.cancellation?.by === 'system') ||
        (write.result === 'held' && (order.held ?? []).some(({ action }) => action === write.action))
      );
  }
};

/** An event that an order is concerned in. */
export interface Happened {
  readonly type: string;
  /** The order's pick-up was never told: its delivery tells it. */
  readonly inferred: boolean;
  /** What something costs or gives back, in minor units. */
  readonly total?: number;
  /** What was captured or refunded. */
  readonly amount?: number;
  readonly parcelId?: string;
  readonly attempt?: number;
  readonly refundId?: string;
  readonly returnId?: string;
  readonly receipt?: number;
  /** A return was approved as it was asked for. */
  readonly isApproved?: boolean;
}

/** A mail as it left the house. */
export interface SentMail {
  readonly orderId: string;
  readonly kind: string;
  /** What it is about, where an order may have several of the kind; undefined also where that is not known. */
  readonly of?: string | undefined;
  readonly to: string;
}

/** A webhook that its partner took. */
export interface TakenWebhook {
  readonly partner: 'warehouse' | 'courier';
  /** `order.packed` */
  readonly type: string;
  readonly orderId: string;
}

/** What is known from outside the services: what people were told, what happened, and what left the house. */
export interface Outside {
  /** Item → what there was of it before the first order. */
  readonly received: ReadonlyMap<string, number>;
  readonly acknowledged: readonly Acknowledged[];
  /** No day has passed: the idempotency key of each order is still kept. */
  readonly areKeysKept: boolean;
  /** Order → its events, whoever published them. */
  readonly happened: ReadonlyMap<string, readonly Happened[]>;
  readonly mails: readonly SentMail[];
  readonly taken: readonly TakenWebhook[];
  /** The address of whoever placed an order; undefined where nobody was told that it exists. */
  readonly ownerOf: (order: OrderRow) => string | undefined;
}
