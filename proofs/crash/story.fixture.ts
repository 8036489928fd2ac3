import type { Shopper, Story } from './ledger.ts';

export const shopper: Shopper = { email: 'ada@example.com', name: 'Ada', token: 't' };

/** The story of one order that went as it was meant to; give what differs. */
export const aStory = (more: Partial<Story> = {}): Story => ({
  ...{
    index: 0,
    course: 'deliver',
    shopper,
    saves: false,
    key: 'key-0',
    wishes: [{ id: 'mug', count: 2 }],
    log: [],
    done: true,
  },
  placed: {
    orderId: 'ord_1',
    status: 'placed',
    charges: { taxes: [] },
    totals: { total: 500, tax: 80, currency: 'EUR' },
  },
  ...more,
});
