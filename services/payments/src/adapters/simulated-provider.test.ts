import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { makeAccounts } from '../testing/accounts.ts';
import { describePaymentProvider } from '../testing/payment-provider.suite.ts';
import { simulatedLedger } from './simulated-ledger.ts';
import { simulatedProvider } from './simulated-provider.ts';

const world = makeAccounts();

describePaymentProvider('the simulated provider', {
  make: () => simulatedProvider({ ledger: simulatedLedger(world.table) }),
  tokens: { good: 'tok_visa', declined: 'tok_declined', unanswered: 'tok_unavailable' },
});

const aProvider = () => {
  const { table, accounts } = makeAccounts();
  const provider = simulatedProvider({ ledger: simulatedLedger(table) });
  const authorize = (token: string) =>
    provider.authorize({ idempotencyKey: 'pay/ord_1/authorize', amount: 1_000, currency: 'EUR', token });
  const requestFor = async (token: string) => {
    // What is lost is the first answer to a key.
    await authorize(token).catch(() => undefined);
    const answer = await authorize(token);
    if (answer.status === 'declined') throw new Error(answer.reason);
    return { providerReference: answer.providerReference, amount: 600, currency: 'EUR' };
  };
  return { provider, accounts, authorize, requestFor };
};

describe('the simulated provider', () => {
  it('authorises a token under a reference of its own kind', async () => {
    expect(await aProvider().authorize('tok_visa')).toEqual({
      status: 'authorized',
      providerReference: expect.stringMatching(/^sim_[0-9a-f]{24}$/),
    });
  });

  it.each([
    ['tok_declined', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
    ['4111111111111111', 'token_invalid'],
    ['', 'token_invalid'],
    ['__proto__', 'token_invalid'],
  ])('declines %j, and opens no account', async (token, reason) => {
    const { authorize, accounts } = aProvider();
    expect(await authorize(token)).toEqual({ status: 'declined', reason });
    expect(accounts()).toEqual([]);
  });

  it('does not answer tok_unavailable', async () => {
    await expect(aProvider().authorize('tok_unavailable')).rejects.toThrow('does not answer');
  });

  it('knows what it did, and under which keys', async () => {
    const { provider, accounts, requestFor } = aProvider();
    const request = await requestFor('tok_visa');
    await provider.capture({ ...request, idempotencyKey: 'c1', isFinal: true });
    await provider.refund({ ...request, idempotencyKey: 'r1', amount: 250 });
    expect(accounts()).toEqual([
      {
        ...{ accountId: request.providerReference, key: 'pay/ord_1/authorize', currency: 'EUR', authorized: 1_000 },
        ...{ captured: 600, released: 400, capturable: 0, isOpen: false, refunded: 250, refundable: 350 },
        entries: { c1: { kind: 'capture', amount: 600 }, r1: { kind: 'refund', amount: 250 } },
      },
    ]);
  });

  it('loses the first answer to each key of tok_answers_lost, after its effect', async () => {
    const { provider, accounts, authorize, requestFor } = aProvider();
    await expect(authorize('tok_answers_lost')).rejects.toThrow('does not answer');
    const request = { ...(await requestFor('tok_answers_lost')), idempotencyKey: 'c1', isFinal: false };
    await expect(provider.capture(request)).rejects.not.toBeInstanceOf(TerminalError);
    expect(accounts()).toMatchObject([{ captured: 600 }]);
    await provider.capture(request);
    expect(accounts()).toMatchObject([{ captured: 600 }]);
  });

  it.each([
    ['tok_capture_refused', 'capture'],
    ['tok_refund_refused', 'refund'],
  ] as const)('refuses with %s every %s, for ever', async (token, step) => {
    const { provider, accounts, requestFor } = aProvider();
    const request = { ...(await requestFor(token)), isFinal: true };
    if (step === 'refund') await provider.capture({ ...request, idempotencyKey: 'c1' });
    for (let times = 0; times < 2; times += 1)
      await expect(provider[step]({ ...request, idempotencyKey: 'x' })).rejects.toThrow(TerminalError);
    expect(accounts()).toMatchObject([{ refunded: 0, captured: step === 'refund' ? 600 : 0 }]);
  });

  it('knows nothing of an authorisation that is not its own', async () => {
    const { provider } = aProvider();
    const request = { providerReference: 'sim_other', amount: 1, currency: 'EUR', idempotencyKey: 'c1', isFinal: true };
    await expect(provider.capture(request)).rejects.toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' });
  });
});
