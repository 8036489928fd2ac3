import { describe, expect, it } from '@jest/globals';
import { describePaymentProvider } from '../testing/payment-provider.suite.ts';
import { simulatedProvider } from './simulated-provider.ts';

describePaymentProvider('the simulated provider', {
  make: simulatedProvider,
  tokens: { good: 'tok_visa', declined: 'tok_declined', unanswered: 'tok_unavailable' },
});

describe('the simulated provider', () => {
  const authorize = (token: string) =>
    simulatedProvider().authorize({ idempotencyKey: 'pay/ord_1/authorize', amount: 1_000, currency: 'EUR', token });

  it('authorises a token under a reference of its own kind', async () => {
    expect(await authorize('tok_visa')).toEqual({
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
  ])('declines %j', async (token, reason) => {
    expect(await authorize(token)).toEqual({ status: 'declined', reason });
  });

  it('does not answer tok_unavailable', async () => {
    await expect(authorize('tok_unavailable')).rejects.toThrow('does not answer');
  });
});
