import { describe, expect, it } from '@jest/globals';
import { aDetail } from '@orderwire/testing/batch';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED } from '@orderwire/testing/taxed';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { aService } from './testing/a-service.ts';

const about = (type: string, data: object) => aDetail(type, 'orderwire.orders', 'ord_1', data);

const LINES = [{ itemId: 'tea', title: 'Tea', count: 3, unitPrice: 100, ...REDUCED }];

const CANARY = {
  name: 'Canary Person',
  email: 'canary@example.com',
  address: { street: 'S', city: 'C', postalCode: '1', country: 'DE' },
};

const NUMBER = { orderNumber: 'JXW2-VRJV-47H2' };

const CHARGES = chargesFor(LINES, { shipping: 500 });

const PLACED = about('OrderPlaced', {
  ...{ ...NUMBER, language: 'en' },
  customerId: 'cus_1',
  lines: LINES,
  charges: CHARGES,
  payment: { method: 'card', token: 'tok_canary' },
  recipient: CANARY,
  billing: CANARY,
});

const deliver = async (...details: readonly ReturnType<typeof aDetail>[]) => {
  const service = aService();
  const subscribed = subscriptions(service.takePayment);
  for (const detail of details)
    await subscribed.find(({ definition }) => definition.type === detail.meta.type)?.react(detail, { attempt: 1 });
  return service;
};

describe('events as they come from the bus', () => {
  it('authorise the order’s total, tax and shipping included', async () => {
    const service = await deliver(PLACED);
    expect(await service.find('ord_1')).toMatchObject({ status: 'authorized', amount: 856, currency: 'EUR' });
  });

  it.each([
    ['OrderShipped', { ...NUMBER, attempt: 1, inferred: false, lines: LINES, charges: CHARGES }, 'captured'],
    ['OrderCancelled', { ...NUMBER, by: 'customer', previousStatus: 'placed', lines: LINES }, 'voided'],
    ['OrderRejected', { reason: 'out_of_stock' }, 'voided'],
  ])('settle it on %s', async (type, data, status) => {
    const service = await deliver(PLACED, about(type, data), about(type, data));
    expect(await service.find('ord_1')).toMatchObject({ status, version: 3 });
  });

  it('hand on who caused them, and nothing personal', async () => {
    const service = await deliver(PLACED);
    expect((await service.published()).map(({ correlationId }) => correlationId)).toEqual(['req-7']);
    expect(JSON.stringify(service.records())).not.toMatch(/canary/i);
  });
});
