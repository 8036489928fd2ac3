import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { Because } from './take-payment.ts';
import { type Service, BECAUSE, LAST, aService } from '../testing/a-service.ts';
import { aParcel, aRefund } from '../testing/builders.ts';

const anOrder = (token = 'tok_canary') => ({ orderId: 'ord_1', amount: 1_190, currency: 'EUR', token });

const placed = async (service: Service = aService(), token?: string): Promise<Service> => {
  await service.takePayment.placed(anOrder(token), BECAUSE);
  return service;
};

const SHIPPED = aParcel();

const attentionsOf = async (service: Service) =>
  (await service.published()).filter(({ type }) => type === 'PaymentNeedsAttention');

const typesOf = async (service: Service) => (await service.published()).map(({ type }) => type);

describe('an order that is placed', () => {
  it('is authorised for its total, under a key of its own', async () => {
    const service = await placed();
    expect(service.ledger.calls).toEqual(['pay/ord_1/authorize']);
    expect(await service.find('ord_1')).toMatchObject({ status: 'authorized', amount: 1_190, version: 2 });
    const [reference] = service.ledger.authorized();
    expect(await service.published()).toEqual([
      {
        id: 'pay/ord_1#2#0',
        type: 'PaymentAuthorized',
        correlationId: 'c-1',
        data: {
          orderId: 'ord_1',
          paymentId: 'pay/ord_1',
          amount: 1_190,
          currency: 'EUR',
          providerReference: reference,
        },
      },
    ]);
  });

  it('twice is authorised once', async () => {
    const service = await placed(await placed());
    expect(service.ledger.calls).toHaveLength(1);
    expect(await typesOf(service)).toEqual(['PaymentAuthorized']);
  });

  it('is declined with the provider’s reason, once', async () => {
    const service = await placed(await placed(aService(), 'tok_declined'), 'tok_declined');
    expect(service.ledger.calls).toHaveLength(1);
    expect(await service.published()).toMatchObject([
      { type: 'PaymentDeclined', data: { orderId: 'ord_1', reason: 'card_declined' } },
    ]);
  });

  it('leaves its token nowhere', async () => {
    const service = await placed();
    expect(JSON.stringify([service.rows(), service.records(), await service.published()])).not.toContain('tok_');
  });

  it('is asked about again when the provider gave no answer, and never taken for declined', async () => {
    const service = aService();
    const asking = placed(service, 'tok_unavailable');
    await expect(asking).rejects.toThrow('does not answer');
    await expect(asking).rejects.not.toBeInstanceOf(TerminalError);
    expect(await service.find('ord_1')).toMatchObject({ status: 'authorizing', version: 1 });
    await placed(service);
    expect(await service.find('ord_1')).toMatchObject({ status: 'authorized', version: 2 });
  });

  it('is authorised once by two deliveries at once', async () => {
    const service = aService();
    await Promise.all([placed(service), placed(service)]);
    expect(service.ledger.authorized()).toHaveLength(1);
    expect(await typesOf(service)).toEqual(['PaymentAuthorized']);
  });

  it('is authorised once when we crash between the provider’s answer and our row', async () => {
    let calls = 0;
    const service = aService({
      around: async (call) => {
        calls += 1;
        // The third call is the write of the answer.
        if (calls === 3) throw new Error('crash');
        return call();
      },
    });
    await expect(placed(service)).rejects.toThrow('crash');
    expect(service.ledger.authorized()).toHaveLength(1);
    await placed(service);
    expect(service.ledger.authorized()).toHaveLength(1);
    expect(await service.find('ord_1')).toMatchObject({ providerReference: service.ledger.authorized()[0] });
  });
});

describe('an order that is shipped', () => {
  it('is captured once, however often the courier tries', async () => {
    const service = await placed();
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    expect(service.ledger.calls).toEqual(['pay/ord_1/authorize', 'pay/ord_1/capture/p1']);
    expect(await typesOf(service)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
    expect(await service.find('ord_1')).toMatchObject({ status: 'captured', version: 3 });
  });

  it('before it is known is waited for', async () => {
    const service = aService();
    const shipping = service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    await expect(shipping).rejects.toThrow('not known here yet');
    await expect(shipping).rejects.not.toBeInstanceOf(TerminalError);
    expect(service.rows()).toEqual([]);
  });

  it('without an authorised payment needs a person, who is told once', async () => {
    const service = await placed(aService(), 'tok_declined');
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    expect(service.ledger.captured()).toEqual({});
    expect(await attentionsOf(service)).toEqual([
      {
        id: 'attention/payments/PAYMENT_NOT_AUTHORIZED/ord_1#1#0',
        type: 'PaymentNeedsAttention',
        correlationId: 'c-1',
        data: {
          code: 'PAYMENT_NOT_AUTHORIZED',
          detail: 'ord_1 was shipped, but its payment is declined.',
          orderId: 'ord_1',
        },
      },
    ]);
  });
});

describe('an order that goes in parcels', () => {
  const first = aParcel({ amount: 700, isLast: false });
  const last = aParcel({ parcelId: 'p2', amount: 400, position: 2 });

  it('is captured parcel by parcel, and the rest is let go with the last', async () => {
    const service = await placed();
    for (const parcel of [first, first, last, last]) await service.takePayment.shipped('ord_1', parcel, BECAUSE);
    expect(service.ledger.captured()).toEqual({ 'pay/ord_1/capture/p1': 700, 'pay/ord_1/capture/p2': 400 });
    expect(service.ledger.accounts()).toMatchObject([{ captured: 1_100, released: 90, isOpen: false }]);
    expect(await typesOf(service)).toEqual(['PaymentAuthorized', 'PaymentCaptured', 'PaymentCaptured']);
  });

  it('has its last parcel wait for those before it, which could not be captured any more', async () => {
    const service = await placed();
    const shipping = service.takePayment.shipped('ord_1', last, BECAUSE);
    await expect(shipping).rejects.toThrow('waits until those before it are captured');
    await expect(shipping).rejects.not.toBeInstanceOf(TerminalError);
    for (const parcel of [first, last]) await service.takePayment.shipped('ord_1', parcel, BECAUSE);
    expect(service.ledger.accounts()).toMatchObject([{ captured: 1_100, isOpen: false }]);
  });

  it('has its last parcel captured although an earlier one is refused, and the rest let go once that is redriven', async () => {
    const refusal = new TerminalError('EXPIRED', 'The account is locked.');
    let refuses = true;
    const service = aService({ asking: (call) => (refuses ? Promise.reject(refusal) : call()) });
    refuses = false;
    await placed(service);
    refuses = true;
    await expect(service.takePayment.shipped('ord_1', first, BECAUSE)).rejects.toBe(refusal);
    refuses = false;
    const waiting = { ...BECAUSE, attempt: LAST.attempt / 2 };
    await expect(service.takePayment.shipped('ord_1', last, waiting)).rejects.toThrow('waits until');
    await service.takePayment.shipped('ord_1', last, { ...BECAUSE, attempt: waiting.attempt + 1 });
    expect(service.ledger.accounts()).toMatchObject([{ captured: 400, released: 0, isOpen: true }]);
    expect(await service.find('ord_1')).toMatchObject({ status: 'capturing', captures: [{ parcelId: 'p2' }] });
    expect(await attentionsOf(service)).toMatchObject([
      { data: { code: 'CAPTURE_FAILED', detail: expect.stringContaining('parcel p1') as unknown } },
    ]);
    for (let redriven = 0; redriven < 2; redriven += 1) await service.takePayment.shipped('ord_1', first, BECAUSE);
    expect(service.ledger.accounts()).toMatchObject([{ captured: 1_100, released: 90, isOpen: false }]);
    expect(await service.find('ord_1')).toMatchObject({ status: 'captured' });
    expect((await typesOf(service)).filter((type) => type === 'PaymentCaptured')).toHaveLength(2);
  });

  it('is captured once for each of two parcels at once', async () => {
    const service = await placed();
    const second = { ...last, isLast: false };
    await Promise.all([first, second].map((parcel) => service.takePayment.shipped('ord_1', parcel, BECAUSE)));
    expect(service.ledger.captured()).toEqual({ 'pay/ord_1/capture/p1': 700, 'pay/ord_1/capture/p2': 400 });
    expect(await service.find('ord_1')).toMatchObject({ status: 'capturing', version: 4 });
  });
});

describe('goods that came back', () => {
  const MUG = 595;

  const shipped = async (service: Service = aService(), token?: string): Promise<Service> => {
    await placed(service, token);
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    return service;
  };

  const cameBack = ({ takePayment }: Service, more: Parameters<typeof aRefund>[0] = {}, because = BECAUSE) =>
    takePayment.cameBack('ord_1', aRefund(more), because);

  it('are refunded once, under a key of their own', async () => {
    const service = await shipped();
    for (let times = 0; times < 2; times += 1) await cameBack(service);
    expect(service.ledger.refunded()).toEqual({ 'pay/ord_1/refund/parcel/p1': MUG });
    expect(service.ledger.calls.filter((key) => key.includes('refund'))).toHaveLength(1);
    const [told] = (await service.published()).filter(({ type }) => type === 'PaymentRefunded');
    expect(told?.data).toMatchObject({ ...aRefund(), orderId: 'ord_1', amount: MUG, currency: 'EUR' });
  });

  it('in parts are refunded part by part, and never for more than was captured', async () => {
    const service = await shipped();
    for (const refundId of ['ret_1/1/p1', 'ret_1/2/p1', 'ret_2/1/p1']) await cameBack(service, { refundId });
    expect(service.ledger.accounts()).toMatchObject([{ captured: 1_190, refunded: 1_190, refundable: 0 }]);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'REFUND_NOT_COVERED', orderId: 'ord_1' } }]);
  });

  it('at the same time are refunded together, and never for more than was captured', async () => {
    const service = await shipped();
    const refundIds = ['ret_1/1/p1', 'ret_2/1/p1', 'ret_3/1/p1'];
    await Promise.all(refundIds.map((refundId) => cameBack(service, { refundId })));
    expect(Object.values(service.ledger.refunded())).toEqual([MUG, MUG]);
    expect((await typesOf(service)).filter((type) => type === 'PaymentRefunded')).toHaveLength(2);
  });

  it.each([
    ['before they are known to be shipped', placed, 'Nothing was captured'],
    ['before their order is known', () => aService(), 'not known here yet'],
  ])('%s are waited for', async (_when, make, why) => {
    const service = await make();
    await expect(cameBack(service)).rejects.toThrow(why);
    expect(service.ledger.refunded()).toEqual({});
  });

  it('are refunded once when the provider’s answer is lost', async () => {
    const service = aService();
    const insist = async (step: () => Promise<unknown>): Promise<void> => {
      await expect(step()).rejects.toThrow('does not answer');
      await step();
    };
    await insist(() => placed(service, 'tok_answers_lost'));
    await insist(() => service.takePayment.shipped('ord_1', SHIPPED, BECAUSE));
    await insist(() => cameBack(service));
    expect(service.ledger.refunded()).toEqual({ 'pay/ord_1/refund/parcel/p1': MUG });
    expect(await service.find('ord_1')).toMatchObject({ refunds: [{ isDone: true }] });
  });

  it('that the provider refuses to refund need a person, count as begun, and can be redriven', async () => {
    let refuses = true;
    const refusal = new TerminalError('ACCOUNT_CLOSED', 'The account is closed.');
    const service = aService({
      asking: (call) => (refuses && service.ledger.calls.length === 2 ? Promise.reject(refusal) : call()),
    });
    await shipped(service);
    for (let redriven = 0; redriven < 2; redriven += 1) await expect(cameBack(service)).rejects.toBe(refusal);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'REFUND_FAILED', orderId: 'ord_1' } }]);
    expect(await service.find('ord_1')).toMatchObject({ refunds: [{ amount: MUG, isDone: false }] });
    refuses = false;
    await cameBack(service);
    expect(service.ledger.refunded()).toEqual({ 'pay/ord_1/refund/parcel/p1': MUG });
  });
});

describe('an order that ends early', () => {
  it('is voided once', async () => {
    const service = await placed();
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    expect(service.ledger.calls).toEqual(['pay/ord_1/authorize', 'pay/ord_1/void']);
    expect(await typesOf(service)).toEqual(['PaymentAuthorized', 'PaymentVoided']);
  });

  it('has nothing voided when it was declined', async () => {
    const service = await placed(aService(), 'tok_declined');
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    expect(service.ledger.voided()).toEqual({});
    expect(await typesOf(service)).toEqual(['PaymentDeclined']);
  });

  it('before it is known is never authorised', async () => {
    const service = aService();
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    await placed(service);
    expect(service.ledger.calls).toEqual([]);
    expect(await service.published()).toEqual([]);
    expect(await service.find('ord_1')).toMatchObject({ status: 'voided', version: 1 });
  });

  it('while the provider is being asked is waited for', async () => {
    const service = aService();
    await placed(service, 'tok_unavailable').catch(() => undefined);
    const ending = service.takePayment.endedEarly('ord_1', BECAUSE);
    await expect(ending).rejects.toThrow('not yet said');
    await expect(ending).rejects.not.toBeInstanceOf(TerminalError);
  });

  it('after it has been paid needs a person, and the money stays', async () => {
    const service = await placed();
    await service.takePayment.shipped('ord_1', SHIPPED, BECAUSE);
    await service.takePayment.endedEarly('ord_1', BECAUSE);
    expect(await attentionsOf(service)).toMatchObject([
      { data: { code: 'PAYMENT_ALREADY_CAPTURED', orderId: 'ord_1' } },
    ]);
    expect(service.ledger.voided()).toEqual({});
  });
});

describe('a provider that has failed for good', () => {
  const isBroken = new TerminalError('ACCOUNT_CLOSED', 'The account is closed.');
  const isDown = new Error('The provider is down.');

  /** A provider that fails from now on. */
  const withFailing = async (error: Error): Promise<Service> => {
    let fails = false;
    const service = aService({ asking: (call) => (fails ? Promise.reject(error) : call()) });
    await placed(service);
    fails = true;
    return service;
  };

  const steps = [
    [
      'CAPTURE_FAILED',
      'shipped',
      ({ takePayment }: Service, because: Because) => takePayment.shipped('ord_1', SHIPPED, because),
    ],
    ['VOID_FAILED', 'ended', ({ takePayment }: Service, because: Because) => takePayment.endedEarly('ord_1', because)],
  ] as const;

  it.each(steps)(
    'is %s when the order is %s: a person is told at the last attempt, once',
    async (code, _when, step) => {
      const service = await withFailing(isDown);
      await expect(step(service, BECAUSE)).rejects.toBe(isDown);
      expect(await attentionsOf(service)).toEqual([]);
      for (let redriven = 0; redriven < 2; redriven += 1) await expect(step(service, LAST)).rejects.toBe(isDown);
      expect(await attentionsOf(service)).toMatchObject([{ data: { code, orderId: 'ord_1' } }]);
      expect(await service.find('ord_1')).toMatchObject({ status: 'authorized' });
    },
  );

  it.each(steps)('is %s when the order is %s: at once, when it says that it never will', async (code, _when, step) => {
    const service = await withFailing(isBroken);
    await expect(step(service, BECAUSE)).rejects.toBe(isBroken);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code } }]);
  });

  it('leaves an order without an answer: a person is told, in words that hold no token', async () => {
    const service = aService();
    await expect(service.takePayment.placed(anOrder('tok_unavailable'), LAST)).rejects.toThrow('does not answer');
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'AUTHORIZATION_FAILED', orderId: 'ord_1' } }]);
    expect(JSON.stringify(service.rows())).not.toContain('tok_');
  });
});
