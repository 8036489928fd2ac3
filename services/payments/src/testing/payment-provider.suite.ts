import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { PaymentProvider } from '../application/ports.ts';

/** An adapter, and what it needs to be asked for every kind of answer. */
interface Tested {
  /** A new one each time, as after a restart: what it answers must not depend on what it remembers itself. */
  readonly make: () => PaymentProvider;
  /** Tokens that the provider authorises, declines, and does not answer. */
  readonly tokens: { readonly good: string; readonly declined: string; readonly unanswered: string };
}

const AMOUNT = 1_000;
const CURRENCY = 'EUR';

/** What payments rely on, whoever moves the money. Each adapter of the port `PaymentProvider` runs this suite. */
export const describePaymentProvider = (name: string, { make, tokens }: Tested): void => {
  let payments = 0;
  const aPayment = (): string => `pay/ord_${(payments += 1)}`;

  const authorize = (token: string, payment = aPayment()) =>
    make().authorize({ idempotencyKey: `${payment}/authorize`, amount: AMOUNT, currency: CURRENCY, token });

  const referenceOf = async (...request: Parameters<typeof authorize>): Promise<string> => {
    const answer = await authorize(...request);
    if (answer.status === 'declined') throw new Error(`${name} declines the token that it should authorise.`);
    return answer.providerReference;
  };

  /** A payment of 10.00 that is authorised, and what may be asked about it. */
  const authorized = async () => {
    const payment = aPayment();
    const providerReference = await referenceOf(tokens.good, payment);
    const about = { providerReference, currency: CURRENCY };
    const keyOf = (step: string): string => `${payment}/${step}`;
    return {
      capture: (parcelId: string, amount: number, isFinal = false) =>
        make().capture({ ...about, idempotencyKey: keyOf(`capture/${parcelId}`), amount, isFinal }),
      void: () => make().void({ ...about, idempotencyKey: keyOf('void') }),
      refund: (refundId: string, amount: number) =>
        make().refund({ ...about, idempotencyKey: keyOf(`refund/${refundId}`), amount }),
    };
  };

  const captured = async (amount = AMOUNT) => {
    const payment = await authorized();
    await payment.capture('p1', amount, true);
    return payment;
  };

  /** It says no, for ever. */
  const isRefused = (asked: Promise<void>): Promise<void> => expect(asked).rejects.toThrow(TerminalError);

  describe(`${name}, as a payment provider`, () => {
    it('authorises under a reference that holds nothing of the token', async () => {
      const reference = await referenceOf(tokens.good);
      expect(reference).toMatch(/\S/);
      expect(reference).not.toContain(tokens.good);
    });

    it.each(['good', 'declined'] as const)(
      'gives the same answer to the same key (%s), also after a restart',
      async (kind) => {
        const payment = aPayment();
        expect(await authorize(tokens[kind], payment)).toEqual(await authorize(tokens[kind], payment));
      },
    );

    it('gives another key another reference', async () => {
      expect(await referenceOf(tokens.good)).not.toBe(await referenceOf(tokens.good));
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

    it('captures in parts, each once under its key: a crash may have hidden an answer', async () => {
      const { capture } = await authorized();
      for (const parcelId of ['p1', 'p1', 'p2', 'p2']) await capture(parcelId, 400);
      await isRefused(capture('p3', 201));
      await capture('p3', 200);
    });

    it('lets go of the rest with a capture that is final, and answers it again all the same', async () => {
      const { capture } = await authorized();
      await capture('p1', 400);
      for (let times = 0; times < 2; times += 1) await capture('p2', 300, true);
      await isRefused(capture('p3', 1));
      await capture('p1', 400);
    });

    it('voids once, whoever asks again, and captures nothing any more', async () => {
      const payment = await authorized();
      for (let times = 0; times < 2; times += 1) await payment.void();
      await isRefused(payment.capture('p1', 1));
    });

    it('voids nothing that was captured', async () => {
      const payment = await authorized();
      await payment.capture('p1', 1);
      await isRefused(payment.void());
    });

    it('refunds in parts, each once under its key, and never more than was captured', async () => {
      const { refund } = await captured(900);
      for (const refundId of ['ret_1', 'ret_1', 'ret_2', 'ret_2']) await refund(refundId, 400);
      await isRefused(refund('ret_3', 101));
      await refund('ret_3', 100);
      await isRefused(refund('ret_4', 1));
    });

    it('refunds nothing that was only authorised', async () => {
      const { refund } = await authorized();
      await isRefused(refund('ret_1', 1));
    });

    it('refunds one parcel while others are still to be captured', async () => {
      const { capture, refund } = await authorized();
      await capture('p1', 400);
      await refund('parcel/p1', 400);
      await capture('p2', 600, true);
      await refund('parcel/p2', 600);
    });

    it('takes no key for two things', async () => {
      const { capture, refund } = await captured();
      await isRefused(capture('p1', 999));
      await refund('ret_1', 400);
      await isRefused(refund('ret_1', 401));
    });
  });
};
