import { describe, expect, it } from '@jest/globals';
import { aDetail } from '@orderwire/testing/batch';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED } from '@orderwire/testing/taxed';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { aService, type Service } from './testing/a-service.ts';

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

type Details = readonly ReturnType<typeof aDetail>[];

const deliverTo = async ({ takePayment }: Pick<Service, 'takePayment'>, ...details: Details): Promise<void> => {
  const subscribed = subscriptions(takePayment);
  for (const detail of details)
    await subscribed.find(({ definition }) => definition.type === detail.meta.type)?.react(detail, { attempt: 1 });
};

const deliver = async (...details: Details) => {
  const service = aService();
  await deliverTo(service, ...details);
  return service;
};

const SHIPPED = about('OrderShipped', { ...NUMBER, attempt: 1, inferred: false, lines: LINES, charges: CHARGES });

const refundOf = (parcelId: string, count: number) => {
  const lines = [{ ...LINES[0]!, count }];
  return { parcelId, lines: [{ itemId: 'tea', count }], charges: chargesFor(lines, { shipping: 0 }) };
};

const receipt = (...refunds: readonly ReturnType<typeof refundOf>[]) =>
  aDetail('ReturnReceived', 'orderwire.returns', 'ret_1', {
    ...{
      ...NUMBER,
      orderId: 'ord_1',
      returnId: 'ret_1',
      receipt: 2,
      condition: 'good',
      restock: true,
      isComplete: true,
    },
    ...{ lines: refunds.flatMap(({ lines }) => lines), refunds, total: 0, currency: 'EUR' },
  });

describe('events about goods that came back', () => {
  it.each(['OrderReturned', 'ParcelReturned'])('refund all that %s says its parcel was charged', async (type) => {
    const back = about(type, {
      ...{ ...NUMBER, parcelId: 'p1', reason: 'refused', lines: LINES, restock: true, charges: CHARGES },
    });
    const service = await deliver(PLACED, SHIPPED, back, back);
    expect(service.ledger.refunded()).toEqual({ 'pay/ord_1/refund/parcel/p1': CHARGES.total });
    const [told] = (await service.published()).filter((event) => event.type === 'PaymentRefunded');
    expect(told?.data).toMatchObject({ refundId: 'parcel/p1', lines: [{ itemId: 'tea', count: 3 }], charges: CHARGES });
  });

  it('refund what a receipt says, parcel by parcel', async () => {
    const service = await deliver(PLACED, SHIPPED, receipt(refundOf('p1', 2)));
    expect(service.ledger.refunded()).toEqual({ 'pay/ord_1/refund/ret_1/2/p1': refundOf('p1', 2).charges.total });
  });

  it('refund a parcel though another one of the receipt cannot be', async () => {
    const service = aService({
      asking: (call) =>
        service.ledger.calls.length === 2
          ? Promise.reject(new TerminalError('CLOSED', 'The account is closed.'))
          : call(),
    });
    await deliverTo(service, PLACED);
    const first = about('OrderShipped', {
      ...{ ...NUMBER, parcelId: 'p2', isLast: false, position: 1, attempt: 1, inferred: false },
      ...{ lines: LINES, charges: refundOf('p2', 1).charges },
    });
    await deliverTo(service, first);
    await expect(deliverTo(service, receipt(refundOf('p2', 1), refundOf('p1', 1)))).rejects.toThrow(
      'Nothing was captured',
    );
    expect(await service.find('ord_1')).toMatchObject({ refunds: [{ parcelId: 'p2', isDone: false }] });
  });
});

describe('events as they come from the bus', () => {
  it('authorise the order’s total, tax and shipping included', async () => {
    const service = await deliver(PLACED);
    expect(await service.find('ord_1')).toMatchObject({ status: 'authorized', amount: 856, currency: 'EUR' });
  });

  it.each([
    ['OrderShipped', SHIPPED.data, 'captured'],
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
