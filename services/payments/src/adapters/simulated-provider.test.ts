import { describe, expect, it } from '@jest/globals';
import { simulatedProvider } from './simulated-provider.ts';

const authorize = (token: string, idempotencyKey = 'pay/ord_1/authorize') =>
  simulatedProvider().authorize({ idempotencyKey, amount: 1_000, currency: 'EUR', token });

describe('the simulated provider', () => {
  it('authorises a token under a reference that says nothing', async () => {
    expect(await authorize('tok_visa')).toEqual({
      status: 'authorized',
      providerReference: expect.stringMatching(/^sim_[0-9a-f]{24}$/),
    });
  });

  it('gives the same answer to the same key, also after a restart', async () => {
    expect(await authorize('tok_visa')).toEqual(await authorize('tok_visa'));
  });

  it('gives each key a reference of its own', async () => {
    expect(await authorize('tok_visa', 'pay/ord_2/authorize')).not.toEqual(await authorize('tok_visa'));
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

  it('does not answer tok_unavailable, and does not name the token', async () => {
    await expect(authorize('tok_unavailable')).rejects.toThrow(/^(?!.*tok_).*does not answer/);
  });
});
