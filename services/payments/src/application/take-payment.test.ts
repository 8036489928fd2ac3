import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { type Bench, BECAUSE, LAST, makeBench } from '../testing/bench.ts';

const anOrder = (token = 'tok_canary') => ({ orderId: 'ord_1', amount: 1_190, currency: 'EUR', token });

const placed = async (bench: Bench = makeBench(), token?: string): Promise<Bench> => {
  await bench.takePayment.placed(anOrder(token), BECAUSE);
  return bench;
};

const attentionsOf = async (bench: Bench) =>
  (await bench.published()).filter(({ type }) => type === 'PaymentNeedsAttention');

const typesOf = async (bench: Bench) => (await bench.published()).map(({ type }) => type);

describe('an order that is placed', () => {
  it('is authorised for its total, under a key of its own', async () => {
    const bench = await placed();
    expect(bench.ledger.calls).toEqual(['pay/ord_1/authorize']);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'authorized', amount: 1_190, version: 2 });
    const [reference] = bench.ledger.authorized();
    expect(await bench.published()).toEqual([
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
    const bench = await placed(await placed());
    expect(bench.ledger.calls).toHaveLength(1);
    expect(await typesOf(bench)).toEqual(['PaymentAuthorized']);
  });

  it('is declined with the provider’s reason, once', async () => {
    const bench = await placed(await placed(makeBench(), 'tok_declined'), 'tok_declined');
    expect(bench.ledger.calls).toHaveLength(1);
    expect(await bench.published()).toMatchObject([
      { type: 'PaymentDeclined', data: { orderId: 'ord_1', reason: 'card_declined' } },
    ]);
  });

  it('leaves its token nowhere', async () => {
    const bench = await placed();
    expect(JSON.stringify([bench.rows(), bench.records(), await bench.published()])).not.toContain('tok_');
  });

  it('is asked about again when the provider gave no answer, and never taken for declined', async () => {
    const bench = makeBench();
    const asking = placed(bench, 'tok_unavailable');
    await expect(asking).rejects.toThrow('does not answer');
    await expect(asking).rejects.not.toBeInstanceOf(TerminalError);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'authorizing', version: 1 });
    await placed(bench);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'authorized', version: 2 });
  });

  it('is authorised once by two deliveries at once', async () => {
    const bench = makeBench();
    await Promise.all([placed(bench), placed(bench)]);
    expect(bench.ledger.authorized()).toHaveLength(1);
    expect(await typesOf(bench)).toEqual(['PaymentAuthorized']);
  });

  it('is authorised once when we crash between the provider’s answer and our row', async () => {
    let calls = 0;
    const bench = makeBench({
      around: async (call) => {
        calls += 1;
        // The third call is the write of the answer.
        if (calls === 3) throw new Error('crash');
        return call();
      },
    });
    await expect(placed(bench)).rejects.toThrow('crash');
    expect(bench.ledger.authorized()).toHaveLength(1);
    await placed(bench);
    expect(bench.ledger.authorized()).toHaveLength(1);
    expect(await bench.find('ord_1')).toMatchObject({ providerReference: bench.ledger.authorized()[0] });
  });
});

describe('an order that is shipped', () => {
  it('is captured once, however often the courier tries', async () => {
    const bench = await placed();
    await bench.takePayment.shipped('ord_1', BECAUSE);
    await bench.takePayment.shipped('ord_1', BECAUSE);
    expect(bench.ledger.calls).toEqual(['pay/ord_1/authorize', 'pay/ord_1/capture']);
    expect(await typesOf(bench)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'captured', version: 3 });
  });

  it('before it is known is waited for', async () => {
    const bench = makeBench();
    const shipping = bench.takePayment.shipped('ord_1', BECAUSE);
    await expect(shipping).rejects.toThrow('not known here yet');
    await expect(shipping).rejects.not.toBeInstanceOf(TerminalError);
    expect(bench.rows()).toEqual([]);
  });

  it('without an authorised payment needs a person, who is told once', async () => {
    const bench = await placed(makeBench(), 'tok_declined');
    await bench.takePayment.shipped('ord_1', BECAUSE);
    await bench.takePayment.shipped('ord_1', BECAUSE);
    expect(bench.ledger.captured()).toEqual([]);
    expect(await attentionsOf(bench)).toEqual([
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

describe('an order that ends early', () => {
  it('is voided once', async () => {
    const bench = await placed();
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    expect(bench.ledger.calls).toEqual(['pay/ord_1/authorize', 'pay/ord_1/void']);
    expect(await typesOf(bench)).toEqual(['PaymentAuthorized', 'PaymentVoided']);
  });

  it('has nothing voided when it was declined', async () => {
    const bench = await placed(makeBench(), 'tok_declined');
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    expect(bench.ledger.voided()).toEqual([]);
    expect(await typesOf(bench)).toEqual(['PaymentDeclined']);
  });

  it('before it is known is never authorised', async () => {
    const bench = makeBench();
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    await placed(bench);
    expect(bench.ledger.calls).toEqual([]);
    expect(await bench.published()).toEqual([]);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'voided', version: 1 });
  });

  it('while the provider is being asked is waited for', async () => {
    const bench = makeBench();
    await placed(bench, 'tok_unavailable').catch(() => undefined);
    const ending = bench.takePayment.endedEarly('ord_1', BECAUSE);
    await expect(ending).rejects.toThrow('not yet said');
    await expect(ending).rejects.not.toBeInstanceOf(TerminalError);
  });

  it('after it has been paid needs a person, and the money stays', async () => {
    const bench = await placed();
    await bench.takePayment.shipped('ord_1', BECAUSE);
    await bench.takePayment.endedEarly('ord_1', BECAUSE);
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code: 'PAYMENT_ALREADY_CAPTURED', orderId: 'ord_1' } }]);
    expect(bench.ledger.voided()).toEqual([]);
  });
});

describe('a provider that has failed for good', () => {
  const isBroken = new TerminalError('ACCOUNT_CLOSED', 'The account is closed.');
  const isDown = new Error('The provider is down.');

  /** A provider that fails from now on. */
  const withFailing = async (error: Error): Promise<Bench> => {
    let fails = false;
    const bench = makeBench({ asking: (call) => (fails ? Promise.reject(error) : call()) });
    await placed(bench);
    fails = true;
    return bench;
  };

  const steps = [
    ['CAPTURE_FAILED', 'shipped'],
    ['VOID_FAILED', 'endedEarly'],
  ] as const;

  it.each(steps)('is %s when the order is %s: a person is told at the last attempt, once', async (code, step) => {
    const bench = await withFailing(isDown);
    await expect(bench.takePayment[step]('ord_1', BECAUSE)).rejects.toBe(isDown);
    expect(await attentionsOf(bench)).toEqual([]);
    for (let redriven = 0; redriven < 2; redriven += 1)
      await expect(bench.takePayment[step]('ord_1', LAST)).rejects.toBe(isDown);
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code, orderId: 'ord_1' } }]);
    expect(await bench.find('ord_1')).toMatchObject({ status: 'authorized' });
  });

  it.each(steps)('is %s when the order is %s: at once, when it says that it never will', async (code, step) => {
    const bench = await withFailing(isBroken);
    await expect(bench.takePayment[step]('ord_1', BECAUSE)).rejects.toBe(isBroken);
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code } }]);
  });

  it('leaves an order without an answer: a person is told, in words that hold no token', async () => {
    const bench = makeBench();
    await expect(bench.takePayment.placed(anOrder('tok_unavailable'), LAST)).rejects.toThrow('does not answer');
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code: 'AUTHORIZATION_FAILED', orderId: 'ord_1' } }]);
    expect(JSON.stringify(bench.rows())).not.toContain('tok_');
  });
});
