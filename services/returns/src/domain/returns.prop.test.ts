import { describe, expect, it } from '@jest/globals';
import type { Charges, Line, StockLine } from '@orderwire/events-schema/common';
import { NOTHING, partOf, together } from '@orderwire/money/parts';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED, STANDARD } from '@orderwire/testing/taxed';
import fc from 'fast-check';
import { type Change, ask } from './ask.ts';
import { type Arrival, type Fact, follow, receive } from './follow.ts';
import { linesOf, newOrder, type Order, returnableOf } from './order.ts';
import type { ReturnRules } from './rules.ts';

const ORDER = 'ord_01KQ8Z3V5T7W9Y1B3D5F7H9K2M';
const RULES: ReturnRules = {
  instructions: {},
  approval: 'automatic',
  dayOf: () => '2026-03-01',
  lastDayAfter: () => '2026-03-31',
};

const KINDS = [
  { itemId: 'mug', title: 'Mug', unitPrice: 1_999, ...STANDARD },
  { itemId: 'tea', title: 'Tea', unitPrice: 7, ...REDUCED },
  { itemId: 'pen', title: 'Pen', unitPrice: 333, ...STANDARD },
];

interface Parcel {
  readonly parcelId: string;
  readonly lines: Line[];
  readonly charges: Charges;
  readonly comesBack: boolean;
}

/** An order in parcels of its own charges. Of each parcel: how many of each kind, and whether the courier brings it back. */
const orders = fc
  .array(fc.tuple(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), fc.boolean()), {
    minLength: 1,
    maxLength: 3,
  })
  .filter((parcels) => parcels.every(([counts]) => counts.some((count) => count > 0)))
  .chain((parcels) =>
    fc.record({
      parcels: fc.constant(parcels),
      prices: fc.constantFrom('gross' as const, 'net' as const),
      shuffle: fc.infiniteStream(fc.nat()),
    }),
  )
  .map(({ parcels, prices, shuffle }) => {
    const counted = (counts: readonly number[]): Line[] =>
      KINDS.flatMap((kind, at) => ((counts[at] ?? 0) > 0 ? [{ ...kind, count: counts[at] ?? 0 }] : []));
    const all = counted([0, 1, 2].map((at) => parcels.reduce((sum, [counts]) => sum + (counts[at] ?? 0), 0)));
    const whole = chargesFor(all, { prices });
    let before = NOTHING;
    const made = parcels.map(([counts, comesBack], index): Parcel => {
      const lines = counted(counts);
      const shipping = index === 0 ? whole.shipping : 0;
      const taken = { counts: new Map(lines.map(({ itemId, count }) => [itemId, count])), shipping };
      const charges = partOf(whole, before, taken);
      before = together(before, taken);
      return {
        ...{ parcelId: `p${index + 1}`, lines, comesBack },
        charges: { ...charges, lines: [...charges.lines], taxes: [...charges.taxes] },
      };
    });
    return { parcels: made, next: () => shuffle.next().value as number };
  });

const factsOf = ({ parcels }: { readonly parcels: readonly Parcel[] }): readonly Fact[] => {
  const isDelivered = parcels.some(({ comesBack }) => !comesBack);
  const last = parcels.length - 1;
  return parcels.flatMap(({ parcelId, lines, charges, comesBack }, at): Fact[] => [
    { parcelId, customerId: 'ada', goods: { position: at + 1, isLast: at === last, lines, charges } },
    comesBack ? { parcelId, isBack: true } : { parcelId, deliveredAt: at },
    ...(at === last
      ? [
          {
            parcelId: parcels.find((one) => one.comesBack !== isDelivered)?.parcelId ?? parcelId,
            hasEnded: true,
          } as const,
        ]
      : []),
  ]);
};

const shuffled = <T>(all: readonly T[], next: () => number): readonly T[] =>
  all
    .map((one) => [next(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);

const refundsIn = ({ events }: Change) =>
  events.flatMap((event) => (event.type === 'ReturnReceived' ? event.data.refunds : []));

describe('all refunds of an order', () => {
  it('add up to what its parcels cost that the customer gave back, in whatever order and however often events come', () => {
    fc.assert(
      fc.property(orders, ({ parcels, next }) => {
        let order: Order = newOrder(ORDER);
        const refunds: ReturnType<typeof refundsIn>[number][] = [];
        const take = (change: Change): void => {
          expect(change.order.version - order.version).toBeLessThanOrEqual(1);
          order = change.order;
          refunds.push(...refundsIn(change));
        };
        const told = (by: string) => ({ by, at: 1, shipping: 'when_all_is_back' as const });
        const facts = factsOf({ parcels });
        // Some are told, all is asked for, and then what comes back meets the rest of them.
        const inAnyOrder = shuffled([...facts, ...facts], next);
        const cut = next() % (inAnyOrder.length + 1);
        for (const fact of inAnyOrder.slice(0, cut)) take(follow(order, fact, told('f')));
        const waiting: { readonly id: string; readonly arrival: Arrival }[] = [];
        const askForAll = (): void => {
          const lines = linesOf(returnableOf(order));
          if (lines.length === 0) return;
          const asked = ask(order, { lines }, 1, RULES);
          if (!asked.ok) throw new Error(asked.error.code);
          const { returnId } = asked.value.asked;
          take(asked.value);
          const pieces = lines.flatMap(({ itemId, count }): StockLine[] =>
            Array.from({ length: count }, () => ({ itemId, count: 1 })),
          );
          waiting.push(
            ...pieces.map((piece, at) => ({
              id: `${returnId}/${at}`,
              arrival: { returnId, lines: [piece], condition: 'good' as const },
            })),
          );
        };
        const arriveWhatCan = (): void => {
          for (const { id, arrival } of [...shuffled(waiting, next), ...shuffled(waiting, next)]) {
            const received = receive(order, arrival, told(id));
            if (received.ok) take(received.value);
          }
        };
        askForAll();
        arriveWhatCan();
        for (const fact of inAnyOrder.slice(cut)) {
          take(follow(order, fact, told('f')));
          arriveWhatCan();
        }
        askForAll();
        arriveWhatCan();

        const kept = parcels.filter(({ comesBack }) => !comesBack);
        for (const { parcelId, charges } of parcels) {
          const own = refunds.filter((one) => one.parcelId === parcelId);
          const total = own.reduce((sum, one) => sum + one.charges.total, 0);
          const isRefunded = kept.some((one) => one.parcelId === parcelId);
          expect([parcelId, total]).toEqual([parcelId, isRefunded ? charges.total : 0]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
