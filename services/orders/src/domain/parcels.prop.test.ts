import { describe, expect, it } from '@jest/globals';
import { always } from '../testing/lives.ts';
import { isFinal } from './lifecycle.ts';
import type { Change, Order, OrderEvent } from './order.ts';
import { contentsOf, leftToShip, pickedCharges } from './parcels.ts';
import { MAX_ATTEMPTS } from './report.ts';

type Named<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

const of = <Type extends OrderEvent['type']>(events: readonly OrderEvent[], ...types: readonly Type[]) =>
  events.filter((event): event is Named<Type> => types.some((type) => type === event.type));

const ENDS = ['delivered', 'returned'] as const;

describe('the parcels of an order, whatever happens', () => {
  it('hold no more than was picked, and together nothing else than what is not left', () => {
    always(() => (_before, { order }) => {
      const counts = new Map((order.picked ?? order.lines).map(({ itemId, count }) => [itemId, count]));
      const inParcels = order.parcels.flatMap((parcel) => contentsOf(parcel, order).lines);
      for (const { itemId, count } of inParcels) counts.set(itemId, (counts.get(itemId) ?? 0) - count);
      for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(0);
      expect([...leftToShip(order)]).toEqual([...counts].filter(([, count]) => count > 0));
    });
  });

  it('cost what was picked once all of it is under way, in every field; and the events say so each time', () => {
    always(() => {
      const told = new Map<string, object>();
      return (_before, { order, events }) => {
        for (const { data } of of(events, 'OrderShipped', 'OrderReturned', 'ParcelReturned')) {
          const { parcelId = '', charges, lines } = data;
          expect({ charges, lines }).toEqual(told.get(parcelId) ?? { charges, lines });
          told.set(parcelId, { charges, lines });
        }
        const all = order.parcels.map((parcel) => contentsOf(parcel, order).charges);
        const sum = (key: 'total' | 'shipping' | 'discount' | 'rounding') =>
          all.reduce((total, charges) => total + charges[key], 0);
        if (order.parcels.length === 0 || leftToShip(order).size > 0) return;
        for (const key of ['total', 'shipping', 'discount', 'rounding'] as const)
          expect([key, sum(key)]).toEqual([key, pickedCharges(order)[key]]);
      };
    });
  });

  it('end once: each is told as delivered or as returned, and the order as what it is', () => {
    always(() => {
      const delivered: string[] = [];
      const returned: string[] = [];
      return (before, { order, events }) => {
        const back = of(events, 'OrderReturned', 'ParcelReturned').map(({ data }) => data.parcelId);
        returned.push(...back);
        // Behind a parcel that came back, the order's own event names the one that was delivered last.
        const isBehind = back.length > 0;
        const there = of(events, 'ParcelDelivered', ...(isBehind ? [] : (['OrderDelivered'] as const)));
        delivered.push(...there.map(({ data }) => data.parcelId ?? ''));
        const named = (state: string) =>
          order.parcels.filter((parcel) => parcel.state === state).map(({ parcelId }) => parcelId);
        expect([[...delivered].sort(), [...returned].sort()]).toEqual([
          named('delivered').sort(),
          named('returned').sort(),
        ]);
        const ended = of(events, 'OrderDelivered', 'OrderReturned').map(({ type }) => type);
        const hasEnded = order.status !== before.status && ENDS.some((end) => end === order.status);
        expect(ended).toEqual(hasEnded ? [order.status === 'delivered' ? 'OrderDelivered' : 'OrderReturned'] : []);
      };
    });
  });

  it('are tried three times at most, and never go back to an attempt before', () => {
    always(() => (before, { order }) => {
      for (const { parcelId, attempt, state } of order.parcels) {
        const was = before.parcels.find((parcel) => parcel.parcelId === parcelId);
        expect(attempt).toBeLessThanOrEqual(MAX_ATTEMPTS);
        expect(attempt).toBeGreaterThanOrEqual(was?.attempt ?? 1);
        if (was && ENDS.some((end) => end === was.state)) expect(state).toBe(was.state);
      }
    });
  });

  it('make the order what it is', () => {
    always(() => (_before, { order }) => {
      const { parcels, status } = order;
      const has = (state: string): boolean => parcels.some((parcel) => parcel.state === state);
      if (parcels.length === 0) {
        expect(['shipped', 'delivery_failed', 'delivered', 'returned']).not.toContain(status);
        return;
      }
      const isOpen = has('shipped') || has('failed') || leftToShip(order).size > 0;
      expect([status, isFinal(status)]).toEqual([status, !isOpen]);
      expect(status === 'delivery_failed').toBe(has('failed'));
      if (!isOpen) expect(status).toBe(has('delivered') ? 'delivered' : 'returned');
    });
  });

  it('have names of their own', () => {
    always(() => (_before, { order }) => {
      expect(new Set(order.parcels.map(({ parcelId }) => parcelId)).size).toBe(order.parcels.length);
    });
  });
});

describe('a callback, whatever happened before', () => {
  it('is the cause of one write only', () => {
    always(() => {
      const causes = new Set<string>();
      return (before: Order, change: Change & { readonly causedBy?: string }) => {
        if (change.causedBy === undefined || change.order === before) return;
        expect([...causes]).not.toContain(change.causedBy);
        causes.add(change.causedBy);
      };
    });
  });
});
