import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { PaymentProvider } from '../application/ports.ts';

/** An adapter, and what it needs to be asked for every kind of answer. */
interface Tested {
  /** A new one each time, as after a restart: what it answers must not depend on what it remembers. */
  readonly make: () => PaymentProvider;
  /** Tokens that the provider authorises, declines, and does not answer. */
  readonly tokens: { readonly good: string; readonly declined: string; readonly unanswered: string };
}

/** What payments rely on, whoever moves the money. Each adapter of the port `PaymentProvider` runs this suite. */
export const describePaymentProvider = (name: string, { make, tokens }: Tested): void => {
  const authorize = (token: string, idempotencyKey = 'pay/ord_1/authorize') =>
    make().authorize({ idempotencyKey, amount: 1_000, currency: 'EUR', token });

  const referenceOf = async (...request: Parameters<typeof authorize>): Promise<string> => {
    const answer = await authorize(...request);
    if (answer.status === 'declined') throw new Error(`${name} declines the token that it should authorise.`);
    return answer.providerReference;
  };

  describe(`${name}, as a payment provider`, () => {
    it('authorises under a reference that holds nothing of the token', async () => {
      const reference = await referenceOf(tokens.good);
      expect(reference).toMatch(/\S/);
      expect(reference).not.toContain(tokens.good);
    });

    it('gives the same answer to the same key, also after a restart', async () => {
      expect(await authorize(tokens.good)).toEqual(await authorize(tokens.good));
      expect(await authorize(tokens.declined)).toEqual(await authorize(tokens.declined));
    });

    it('gives another key another reference', async () => {
      expect(await referenceOf(tokens.good, 'pay/ord_2/authorize')).not.toBe(await referenceOf(tokens.good));
    });

    it('declines with a reason that holds nothing of the token', async () => {
      const answer = await authorize(tokens.declined);
      expect(answer).toEqual({ status: 'declined', reason: expect.stringMatching(/^[a-z_]+$/) });
      expect(JSON.stringify(answer)).not.toContain(tokens.declined);
    });

    it('throws where it gets no answer: an error that may pass and does not name the token', async () => {
      const failure = await authorize(tokens.unanswered).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(TerminalError);
      expect(String(failure)).not.toContain(tokens.unanswered);
    });

    it.each(['capture', 'void'] as const)(
      'takes the same %s again: a crash may have hidden its answer',
      async (step) => {
        const [amount, currency, idempotencyKey] = [1_000, 'EUR', `pay/ord_1/${step}`];
        const request = { idempotencyKey, providerReference: await referenceOf(tokens.good), amount, currency };
        await make()[step](request);
        await expect(make()[step](request)).resolves.toBeUndefined();
      },
    );
  });
};
