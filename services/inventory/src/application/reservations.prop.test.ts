import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import fc from 'fast-check';
import type { Reservation } from '../domain/reservation.ts';
import { type Service, CAUSE, aService } from '../testing/a-service.ts';

/** What a call to DynamoDB may meet: nothing, a conflict, or an answer that is lost after the write was done. */
type Fault = 'none' | 'conflict' | 'answer lost';
type Message =
  { readonly kind: 'created'; readonly itemId: string } | { readonly kind: Kind; readonly orderId: string };

/** A short pick is of one piece of the first item; the first item is in the first parcel, all others in the second. */
type Kind = 'placed' | 'endedEarly' | 'packedShort' | 'p1' | 'p2' | 'p1 back';

const ITEMS = ['a', 'b'];
const ORDERS = ['o1', 'o2', 'o3', 'o4'];
const MAX_DELIVERIES = 12;

const lines = fc.array(fc.record({ itemId: fc.constantFrom(...ITEMS), count: fc.integer({ min: 1, max: 2 }) }), {
  minLength: 1,
  maxLength: 3,
});

/** Everything about every order, in no order, some of it several times, some never, some contradicting the rest. */
const messages = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('created' as const), itemId: fc.constantFrom(...ITEMS) }) },
    {
      weight: 7,
      arbitrary: fc.record({
        kind: fc.constantFrom<Kind>('placed', 'placed', 'endedEarly', 'packedShort', 'p1', 'p2', 'p1 back'),
        orderId: fc.constantFrom(...ORDERS),
      }),
    },
  ),
  { minLength: 1, maxLength: 14 },
);

const world = fc.record({
  received: fc.tuple(...ITEMS.map(() => fc.integer({ min: 0, max: 5 }))),
  begunBefore: fc.boolean(),
  orders: fc.tuple(...ORDERS.map(() => lines)),
  messages,
  faults: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('conflict', 'answer lost') },
    ),
    { maxLength: 40 },
  ),
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const receivedOf = ({ received }: World, itemId: string): number => received[ITEMS.indexOf(itemId)] ?? 0;

const countOf = (counted: readonly { readonly itemId: string; readonly count: number }[], itemId: string): number =>
  counted.reduce((sum, line) => (line.itemId === itemId ? sum + line.count : sum), 0);

/** On hand and shipped is what was received and came back, reserved is what live reservations hold, and nothing is below zero. */
const expectBooksToBalance = (service: Service, given: World): void => {
  const live = service.held().filter(({ status }) => status === 'reserved');
  const items = service.items();
  // One comparison for all: it is made thousands of times, and costs more than the books themselves.
  const booked = items.map(({ itemId, onHand, reserved, available, shipped }) => ({
    ...{ itemId, reserved, available },
    received: onHand + shipped,
    least: Math.min(0, onHand, reserved, available, shipped),
  }));
  const back = service.returned().flatMap((one) => one.lines);
  const due = items.map(({ itemId, onHand, reserved }) => {
    return {
      ...{ itemId, available: onHand - reserved, least: 0 },
      reserved: countOf(
        live.flatMap((reservation) => reservation.lines),
        itemId,
      ),
      received: receivedOf(given, itemId) + countOf(back, itemId),
    };
  });
  expect(booked).toEqual(due);
};

/** Runs the messages at once; the scheduler picks which pending call to DynamoDB goes on. */
const run = async (given: World, scheduler: fc.Scheduler): Promise<Service> => {
  const faults = given.faults[Symbol.iterator]();
  let held = false;
  const service = aService({
    isHeld: () => held,
    around: (send) => async (command) => {
      await scheduler.schedule(Promise.resolve());
      const fault: Fault = faults.next().value ?? 'none';
      held = fault === 'conflict';
      const answer = send(command).finally(() => (held = false));
      // The engine answers in a microtask: until then nothing else is scheduled.
      await answer.catch(() => undefined);
      expectBooksToBalance(service, given);
      if (fault === 'answer lost') throw new Error('The answer was lost.');
      return answer;
    },
  });
  const deliver = async (message: Message): Promise<void> => {
    if (message.kind === 'created') return service.receive(message.itemId, receivedOf(given, message.itemId), CAUSE);
    const { orderId, kind } = message;
    const { placed, endedEarly, packedShort, shipped, cameBack } = service.reservations;
    const ordered = given.orders[ORDERS.indexOf(orderId)] ?? [];
    const isFirst = ({ itemId }: { readonly itemId: string }): boolean => itemId === ordered[0]?.itemId;
    const first = ordered.filter(isFirst);
    switch (kind) {
      case 'placed':
        return placed(orderId, ordered, CAUSE);
      case 'endedEarly':
        return endedEarly(orderId, CAUSE);
      case 'packedShort':
        return packedShort(orderId, [{ itemId: first[0]?.itemId ?? '', count: 1 }], CAUSE);
      case 'p1':
        return shipped(orderId, { parcelId: kind, lines: first }, CAUSE);
      case 'p2':
        return shipped(orderId, { parcelId: kind, lines: ordered.filter((line) => !isFirst(line)) }, CAUSE);
      case 'p1 back':
        return cameBack(orderId, 'parcel/p1', first, CAUSE);
    }
  };
  /** As SQS does: again until it passes, parked when it never will. */
  const consume = async (message: Message): Promise<void> => {
    for (let delivery = 1; delivery <= MAX_DELIVERIES; delivery += 1) {
      const outcome = await deliver(message).then(
        () => 'done' as const,
        (error: unknown) => {
          if (error instanceof TerminalError) return 'parked' as const;
          if (error instanceof Error && isPassing(error)) return 'again' as const;
          throw error;
        },
      );
      if (outcome !== 'again') return;
    }
  };
  const all = async () => {
    if (given.begunBefore) for (const itemId of ITEMS) await consume({ kind: 'created', itemId });
    await Promise.all(given.messages.map(consume));
  };
  await scheduler.waitFor(all());
  return service;
};

const PASSING = /lost|not known here yet|conflict/i;
const isPassing = (error: Error): boolean => PASSING.test(`${error.name} ${error.message}`);

const settle = (assertion: (service: Service, given: World) => void | Promise<void>) =>
  fc.assert(
    fc.asyncProperty(world, fc.scheduler(), async (given, scheduler) => {
      await assertion(await run(given, scheduler), given);
    }),
    { numRuns: 150 },
  );

describe('whatever order, count and fault the deliveries meet', () => {
  it('the books balance after every write, and each version is one write', () =>
    settle((service, given) => {
      expectBooksToBalance(service, given);
      const writes = service.records().map(({ dynamodb }) => dynamodb.Keys['pk']);
      const versions = [...service.items(), ...service.held()].reduce((sum, { version }) => sum + version, 0);
      expect(writes).toHaveLength(versions + service.returned().length + service.attentions());
    }));

  it('every placed order gets one answer, and none that ended holds goods', () =>
    settle((service, given) => {
      for (const orderId of ORDERS) {
        const kinds = given.messages.flatMap((message) =>
          'orderId' in message && message.orderId === orderId ? [message.kind] : [],
        );
        const reservation = service.held().find((one) => one.orderId === orderId);
        expect(reservation !== undefined).toBe(kinds.includes('placed') || kinds.includes('endedEarly'));
        const isGone = reservation?.parcels !== undefined;
        if (kinds.includes('endedEarly') && !isGone) expect(reservation?.status).not.toBe('reserved');
        if (!kinds.includes('p1') && !kinds.includes('p2')) expect(isGone).toBe(false);
      }
    }));

  it('each fact is told once, and what was told last about availability is true', () =>
    settle(async (service) => {
      const events = await service.published();
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      for (const reservation of service.held()) {
        const { orderId } = reservation;
        const told = events.filter(({ subject }) => subject === `reservation/${orderId}`).map(({ type }) => type);
        expect(told.toSorted()).toEqual(storyOf(reservation));
      }
      expect(events.filter(({ type }) => type === 'StockReturned')).toHaveLength(service.returned().length);
      for (const stock of service.items()) {
        const levels = events.filter(({ subject }) => subject === `stock/${stock.itemId}`);
        expect(levels.map(({ sequence }) => sequence)).toEqual(
          levels.map(({ sequence }) => sequence).sort((one, other) => one - other),
        );
        expect(Number(levels.at(-1)?.data['available']) > 0).toBe(stock.available > 0);
      }
    }));
});

/** What must have been told of a reservation, by name. */
const storyOf = ({ status, lines: left, parcels = [], isShort = false }: Reservation): readonly string[] => {
  if (status === 'failed') return ['StockReservationFailed'];
  const wasEnded = status === 'released' && left.length > 0;
  const times = (type: string, count: number): readonly string[] => Array.from({ length: count }, () => type);
  return [
    ...times('StockCommitted', parcels.length),
    ...times('StockReleased', Number(isShort) + Number(wasEnded)),
    // An order that ended before it was known has nothing to tell.
    ...times('StockReserved', wasEnded || isShort || status !== 'released' ? 1 : 0),
  ];
};
