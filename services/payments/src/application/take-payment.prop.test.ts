import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import fc from 'fast-check';
import { type Service, BECAUSE, LAST, aService } from '../testing/a-service.ts';
import { aParcel, aRefund } from '../testing/builders.ts';
import type { Because } from './take-payment.ts';

/** What a call to DynamoDB or the provider may meet: nothing, a refusal, or an answer that is lost after the effect. */
type Fault = 'none' | 'refused' | 'answer lost';

/**
 * The orders service decides that an order ends in one way only: it ships, in one parcel or in two, it ends early, or it is
 * still open. What was shipped may come back: all of it, or the first half.
 */
const order = fc.record({
  token: fc.constantFrom('tok_ok', 'tok_ok', 'tok_answers_lost', 'tok_declined'),
  ending: fc.constantFrom('shipped' as const, 'in parcels' as const, 'endedEarly' as const, 'open' as const),
  back: fc.subarray(['p1', 'p2'] as const),
  deliveries: fc.record({ placed: fc.integer({ min: 1, max: 3 }), ending: fc.integer({ min: 1, max: 3 }) }),
});

const world = fc.record({
  orders: fc.array(order, { minLength: 1, maxLength: 3 }),
  faults: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('refused', 'answer lost') },
    ),
    { maxLength: 30 },
  ),
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const MUG = aRefund().charges.total;
const AMOUNT = 2 * MUG;

/** Both mugs of an order at once, or one after the other. */
const PARCELS = {
  shipped: [aParcel({ amount: AMOUNT })],
  'in parcels': [aParcel({ amount: MUG, isLast: false }), aParcel({ parcelId: 'p2', amount: MUG, position: 2 })],
  endedEarly: [],
  open: [],
} as const;

const MAX_DELIVERIES = 60;

/** Nobody is told that a provider has failed: it answers in the end. */
const MOST_ATTEMPTS = LAST.attempt - 1;

const consume = async (react: (because: Because) => Promise<void>): Promise<void> => {
  for (let delivery = 1; delivery <= MAX_DELIVERIES; delivery += 1) {
    const passed = await react({ ...BECAUSE, attempt: Math.min(delivery, MOST_ATTEMPTS) }).then(
      () => true,
      (error: unknown) => error instanceof TerminalError,
    );
    if (passed) return;
  }
};

const refundOf = (parcelId: string) => aRefund({ refundId: `parcel/${parcelId}`, parcelId });

/** All deliveries of all orders at once; the scheduler picks which pending call goes on. */
const run = async ({ orders, faults }: World, scheduler: fc.Scheduler): Promise<Service> => {
  const upcoming = faults[Symbol.iterator]();
  const service = aService({
    around: async (call) => {
      await scheduler.schedule(Promise.resolve());
      const fault: Fault = upcoming.next().value ?? 'none';
      if (fault === 'refused') throw new Error('refused');
      const answer = await call();
      if (fault === 'answer lost') throw new Error('lost');
      return answer;
    },
  });
  const { takePayment } = service;
  const messages = orders.flatMap(({ token, ending, back, deliveries }, index) => {
    const orderId = `ord_${index}`;
    const place = () => takePayment.placed({ orderId, amount: AMOUNT, currency: 'EUR', token }, BECAUSE);
    const parcels = PARCELS[ending];
    const times = (count: number, reactions: readonly ((because: Because) => Promise<void>)[]) =>
      Array.from({ length: count }, () => reactions).flat();
    return [
      ...times(deliveries.placed, [place]),
      ...times(deliveries.ending, [
        ...(ending === 'endedEarly' ? [() => takePayment.endedEarly(orderId, BECAUSE)] : []),
        ...parcels.map((parcel) => (because: Because) => takePayment.shipped(orderId, parcel, because)),
        ...parcels
          .filter(({ parcelId }) => back.some((one) => one === parcelId))
          .map(
            ({ parcelId }) =>
              () =>
                takePayment.cameBack(orderId, refundOf(parcelId), BECAUSE),
          ),
      ]),
    ];
  });
  await scheduler.waitFor(Promise.all(messages.map(consume)));
  return service;
};

/** The status that may be reached, by how the order ended and what the card is worth. */
const RESTS = {
  open: { good: ['authorized'], declined: ['declined'] },
  shipped: { good: ['captured'], declined: ['declined'] },
  'in parcels': { good: ['captured'], declined: ['declined'] },
  endedEarly: { good: ['voided'], declined: ['declined', 'voided'] },
} as const;

const storiesOf = (status: string, captures: number, refunds: number): readonly (readonly string[])[] => {
  const paid = ['PaymentAuthorized', ...Array.from({ length: captures }, () => 'PaymentCaptured')];
  if (status === 'voided') return [[], ['PaymentAuthorized', 'PaymentVoided']];
  return [[...paid, ...Array.from({ length: refunds }, () => 'PaymentRefunded')]];
};

describe('whatever order, count and fault the deliveries meet', () => {
  it('each payment comes to rest where its order did, and the provider holds, takes and gives back the same', () =>
    fc.assert(
      fc.asyncProperty(world, fc.scheduler(), async (given, scheduler) => {
        const service = await run(given, scheduler);
        const events = await service.published();
        const accounts = new Map(service.ledger.accounts().map((account) => [account.key, account]));
        expect(accounts.size).toBe(service.ledger.accounts().length);
        for (const [index, { token, ending, back }] of given.orders.entries()) {
          const orderId = `ord_${index}`;
          const payment = await service.find(orderId);
          const card = token === 'tok_declined' ? 'declined' : 'good';
          expect(RESTS[ending][card]).toContain(payment?.status);
          const told = events.filter(({ data }) => data['orderId'] === orderId).map(({ type }) => type);
          const account = accounts.get(`pay/${orderId}/authorize`);
          const parcels = PARCELS[ending];
          const returned = parcels.filter(({ parcelId }) => back.some((one) => one === parcelId));
          if (card === 'declined') {
            expect(account).toBeUndefined();
            // Goods that were shipped or came back, and that nobody paid for, need a person: one for each of the two.
            const needy = Number(parcels.length > 0) + Number(returned.length > 0);
            const answers = payment?.status === 'declined' ? ['PaymentDeclined'] : [];
            const raised = Array.from({ length: needy }, () => 'PaymentNeedsAttention');
            // They are of several rows: the stream keeps no order between those.
            expect(told.toSorted()).toEqual([...answers, ...raised]);
            continue;
          }
          expect(storiesOf(payment?.status ?? '', parcels.length, returned.length)).toContainEqual(
            // Two parcels come in any order, and so do their refunds.
            told.toSorted((one, other) => STEPS.indexOf(one) - STEPS.indexOf(other)),
          );
          const taken = parcels.reduce((sum, { amount }) => sum + amount, 0);
          if (payment?.status !== 'voided' || account !== undefined)
            expect(account).toMatchObject({
              captured: taken,
              refunded: returned.length * MUG,
              isOpen: ending === 'open',
            });
        }
      }),
      { numRuns: 200 },
    ));
});

const STEPS = ['PaymentAuthorized', 'PaymentCaptured', 'PaymentRefunded', 'PaymentVoided'];
