import { describe, expect, it } from '@jest/globals';
import { HOUR, NOW, anOrderThatIs } from '../testing/builders.ts';
import { ORDER_STATUSES } from './lifecycle.ts';
import { type Change, type Order, begin } from './order.ts';
import { authorizationDueAt, watchAuthorization } from './watch-authorization.ts';

const DAY = 24 * HOUR;
const END = NOW + 7 * DAY;
const deadlines = { packBy: END, deliverBy: END, authorizedUntil: END };
const HELD = {
  ...{ stockReserved: true, paymentAuthorized: true, review: { reasons: ['total'] } },
} satisfies Partial<Order>;

const anOrderIn = (status: Order['status'], patch: Partial<Order> = {}): Order =>
  anOrderThatIs(status, { placedAt: NOW, deadlines, ...patch });
const look = (order: Order, at: number): Change => watchAuthorization(begin(order, at), at);
const codes = ({ events }: Change) => events.map(({ data }) => ('code' in data ? data.code : 'none'));

describe.each([
  ['confirmed', anOrderIn('confirmed'), 'The order is confirmed,'],
  ['packed', anOrderIn('packed'), 'The order is packed,'],
  ['held for review', anOrderIn('placed', HELD), 'The order is held for review,'],
])('an order that is %s while the authorisation of its payment ends', (_what, order, words) => {
  it('has somebody told a day before, and once', () => {
    expect(authorizationDueAt(order)).toBe(END - DAY);
    expect(codes(look(order, END - DAY - 1))).toEqual([]);
    const told = look(order, END - DAY);
    expect(codes(told)).toEqual(['AUTHORIZATION_ENDS']);
    expect(JSON.stringify(told.events)).toContain(words);
    expect(codes(look(told.order, END - 1))).toEqual([]);
  });

  it('has somebody told in the middle of one that is short', () => {
    const short = { ...order, deadlines: { ...deadlines, authorizedUntil: NOW + HOUR } };
    expect(authorizationDueAt(short)).toBe(NOW + HOUR / 2);
  });
});

describe('when the authorisation has ended', () => {
  const ended = (order: Order): Change => look(look(order, END - DAY).order, END);

  it('an order that is held for review is rejected, and not a moment before', () => {
    const { order } = look(anOrderIn('placed', HELD), END - DAY);
    expect(authorizationDueAt(order)).toBe(END);
    expect(look(order, END - 1).events).toEqual([]);
    expect(look(order, END).events).toEqual([{ type: 'OrderRejected', data: { reason: 'timed_out' } }]);
  });

  it('it is told and rejected in one look when nobody looked before', () => {
    const { order, events } = look(anOrderIn('placed', HELD), END);
    expect([order.status, events.map(({ type }) => type)]).toEqual([
      'rejected',
      ['OrderNeedsAttention', 'OrderRejected'],
    ]);
  });

  it.each(['confirmed', 'packed'] as const)('a %s order goes on: the provider may capture it still', (status) => {
    const { order, events } = ended(anOrderIn(status));
    expect([order.status, events, authorizationDueAt(order)]).toEqual([status, [], undefined]);
  });
});

describe('an authorisation is not watched', () => {
  it.each(ORDER_STATUSES.filter((status) => status !== 'confirmed' && status !== 'packed'))(
    'of an order that is %s',
    (status) => {
      expect(authorizationDueAt(anOrderIn(status))).toBeUndefined();
      expect(look(anOrderIn(status), END).events).toEqual([]);
    },
  );

  it('of an order that was approved', () => {
    const review = { reasons: ['total'], isApproved: true } as const;
    expect(authorizationDueAt(anOrderIn('placed', { ...HELD, review }))).toBeUndefined();
  });
});
