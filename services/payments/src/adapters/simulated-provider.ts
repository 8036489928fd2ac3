import { createHash } from 'node:crypto';
import type { PaymentProvider } from '../application/ports.ts';
import type { Authorization } from '../domain/payment.ts';

const REFERENCE_CHARACTERS = 24;

const DECLINED: Readonly<Record<string, string>> = {
  tok_declined: 'card_declined',
  tok_insufficient_funds: 'insufficient_funds',
};

/**
 * A provider that moves no money and remembers nothing: every answer follows from the request, so the same key has the
 * same answer for ever. `tok_declined` and `tok_insufficient_funds` are declined, `tok_unavailable` is never answered,
 * any other `tok_…` is authorised, and what is no token is declined. A real provider takes its place in service.ts.
 */
export const simulatedProvider = (): PaymentProvider => ({
  authorize: async ({ idempotencyKey, token }) => {
    if (token === 'tok_unavailable') throw new Error('The payment provider does not answer.');
    return Promise.resolve(answerTo(token, idempotencyKey));
  },
  capture: () => Promise.resolve(),
  void: () => Promise.resolve(),
});

const answerTo = (token: string, idempotencyKey: string): Authorization => {
  if (!token.startsWith('tok_')) return { status: 'declined', reason: 'token_invalid' };
  const reason = Object.hasOwn(DECLINED, token) ? DECLINED[token] : undefined;
  if (reason !== undefined) return { status: 'declined', reason };
  const digest = createHash('sha256').update(idempotencyKey).digest('hex');
  return { status: 'authorized', providerReference: `sim_${digest.slice(0, REFERENCE_CHARACTERS)}` };
};
