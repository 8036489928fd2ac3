import { createHash } from 'node:crypto';
import type { PaymentProvider } from '../application/ports.ts';
import type { Account, Done, SimulatedLedger } from './simulated-ledger.ts';

const REFERENCE_CHARACTERS = 24;

const DECLINED: Readonly<Record<string, string>> = {
  tok_declined: 'card_declined',
  tok_insufficient_funds: 'insufficient_funds',
};

/** Cards that are authorised and cause trouble later. */
const TROUBLE: Readonly<Record<string, Pick<Account, 'losesAnswers' | 'refuses'>>> = {
  tok_answers_lost: { losesAnswers: true },
  tok_capture_refused: { refuses: 'capture' },
  tok_refund_refused: { refuses: 'refund' },
};

/**
 * A provider that moves no money. It keeps books of its own, as any provider does: what was authorised, captured, let go and
 * refunded, and under which keys. `tok_declined` and `tok_insufficient_funds` are declined, `tok_unavailable` is never
 * answered, any other `tok_…` is authorised (some to make trouble later), and what is no token is declined. A real provider
 * takes its place in service.ts.
 */
export const simulatedProvider = ({ ledger }: { readonly ledger: SimulatedLedger }): PaymentProvider => {
  const answered = async (movement: Promise<Done>): Promise<void> => {
    const { isNew, account } = await movement;
    if (isNew && account.losesAnswers === true) throw notAnswered();
  };
  return {
    authorize: async ({ idempotencyKey, token, amount, currency }) => {
      if (token === 'tok_unavailable') throw notAnswered();
      const reason = reasonAgainst(token);
      if (reason !== undefined) return { status: 'declined', reason };
      const providerReference = referenceOf(idempotencyKey);
      const trouble = Object.hasOwn(TROUBLE, token) ? TROUBLE[token] : undefined;
      const opened = { accountId: providerReference, key: idempotencyKey, currency, authorized: amount, ...trouble };
      await answered(ledger.open(opened));
      return { status: 'authorized', providerReference };
    },
    capture: ({ idempotencyKey: key, providerReference: accountId, amount, isFinal }) =>
      answered(ledger.move({ kind: isFinal ? 'final' : 'capture', accountId, key, amount })),
    void: ({ idempotencyKey: key, providerReference: accountId }) =>
      answered(ledger.move({ kind: 'void', accountId, key, amount: 0 })),
    refund: ({ idempotencyKey: key, providerReference: accountId, amount }) =>
      answered(ledger.move({ kind: 'refund', accountId, key, amount })),
  };
};

const notAnswered = (): Error => new Error('The payment provider does not answer.');

const reasonAgainst = (token: string): string | undefined => {
  if (!token.startsWith('tok_')) return 'token_invalid';
  return Object.hasOwn(DECLINED, token) ? DECLINED[token] : undefined;
};

/** Of a key, for ever the same. */
const referenceOf = (idempotencyKey: string): string =>
  `sim_${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, REFERENCE_CHARACTERS)}`;
