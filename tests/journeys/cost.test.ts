import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call } from '../../proofs/actors/platform.ts';
import { type Bill, billOf, type Totals } from '../../proofs/bill/price.ts';
import { makeJourney } from '../../proofs/actors/journey.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let bill: Bill;

const perService = (unit: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(bill.byService).flatMap(([service, { perOrder }]) => {
      const amount = perOrder[unit];
      return amount === undefined ? [] : [[service, amount]];
    }),
  );

beforeAll(async () => {
  world = await startWorld();
  const customer = await world.customer();
  const journey = makeJourney(world);
  const wishes = [
    { id: await world.item(10), count: 1 },
    { id: await world.item(10), count: 2 },
  ];
  // The first order starts the functions and fetches their secrets.
  await journey(customer, wishes);
  await world.settled();
  await call(`${world.platform.awsUrl}/_local/meter/reset`, { method: 'POST' });
  await journey(customer, wishes);
  await world.settled();
  const { body } = await call<Totals>(`${world.platform.awsUrl}/_local/meter.json`);
  bill = billOf(body, 1);
}, 120_000);

afterAll(async () => {
  expect(await world.stop()).toBe(0);
});

describe('one order of two lines in a quiet shop', () => {
  it('writes what its items weigh, to the unit', () => {
    const { orders, timeline = 0, ...others } = perService('wru');
    const writes = { inventory: 12, payments: 5, warehouse: 2, delivery: 2, invoice: 8, notification: 14 };
    expect(others).toEqual({ ...writes, returns: 2 });
    // A burst of events is one row: how many there are of 18 entries depends on how fast the machine is.
    expect(timeline).toBeGreaterThanOrEqual(4);
    expect(timeline).toBeLessThanOrEqual(18);
    // Stock and payment may answer at the same moment: the write that loses is billed too.
    expect([15, 16]).toContain(orders);
  });

  it('publishes no event more than it has', () => {
    const events = { orders: 5, inventory: 2, payments: 2, invoice: 1 };
    expect(perService('event-64kb')).toEqual(events);
  });

  it('is billed about 220 operations; how many batches its events fall into depends on how fast the machine is', () => {
    expect(bill.operations).toBeLessThanOrEqual(250);
  });
});
