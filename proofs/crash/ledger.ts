import type { Customer } from '../actors/customer.ts';
import type { Placed, Wish } from '../actors/order.ts';
import type { Acknowledged as Write } from '../invariants/outside.ts';
import type { Course } from './courses.ts';

/** A customer of the run; the token is renewed now and then, and outlives the process that gave it. */
export interface Shopper extends Customer {
  token: string;
}

/** A write that somebody was told has happened, by the life of the platform that told it. */
export type Acknowledged =
  | { readonly what: 'customer'; readonly life: number; readonly shopper: Shopper }
  | (Write & { readonly life: number; readonly story: Story });

/** One order as those outside lived through it. */
export interface Story {
  readonly index: number;
  readonly course: Course;
  readonly shopper: Shopper;
  /** The Idempotency-Key of every try to place it. */
  readonly key: string;
  readonly wishes: readonly Wish[];
  /** With a discount code. */
  readonly saves: boolean;
  placed?: Placed;
  /** The furthest status that an answer showed, and the life that showed it. */
  seen?: { readonly status: string; readonly life: number };
  /** What its actors did and heard, a line each. */
  readonly log: string[];
  done: boolean;
}

/** Everything that must never be gone. */
export interface Ledger {
  readonly shoppers: readonly Shopper[];
  /** Who decides about returns. */
  readonly staff: { token: string };
  readonly stories: readonly Story[];
  readonly acknowledged: readonly Acknowledged[];
  readonly begin: (story: Story) => void;
  readonly acknowledge: (write: Acknowledged) => void;
}

export const makeLedger = (): Ledger => {
  const shoppers: Shopper[] = [];
  const stories: Story[] = [];
  const acknowledged: Acknowledged[] = [];
  return {
    shoppers,
    staff: { token: '' },
    stories,
    acknowledged,
    begin: (story) => void stories.push(story),
    acknowledge: (write) => {
      acknowledged.push(write);
      if (write.what === 'customer') shoppers.push(write.shopper);
    },
  };
};

/** For people: which write this is. */
export const nameOfWrite = (write: Acknowledged): string => {
  switch (write.what) {
    case 'customer':
      return `the registration of ${write.shopper.email}`;
    case 'callback':
      return `the callback "${write.action}" (${write.result}) of ${orderIdOf(write.story)}`;
    case 'address':
      return `the address ${write.street} of ${orderIdOf(write.story)}`;
    case 'order':
    case 'cancellation':
      return `the ${write.what} ${orderIdOf(write.story)}`;
  }
};

export const orderIdOf = ({ placed, key }: Story): string => placed?.orderId ?? `the order under key ${key}`;
