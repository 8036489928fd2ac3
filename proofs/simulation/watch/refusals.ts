import type { Published } from '../ledger.ts';
import { type Look, orderOf } from './effects.ts';

const COMING_BACK = new Set(['OrderReturned', 'ParcelReturned', 'ReturnReceived']);

/** `capture` or `refund` where the provider of payments refuses that for ever with the card of this order, as its account says. */
export const refusedOf = (look: Look, orderId: string): string | undefined => {
  const account = look('PaymentsTable', `pay/${orderId}`)?.['providerReference']?.S;
  return account === undefined ? undefined : look('SimulatedProviderTable', account)?.['refuses']?.S;
};

/** Whether payments can never do what this event is for: no capture, and no refund of what was not captured. */
export const isRefused = (event: Published, look: Look): boolean => {
  const isBack = COMING_BACK.has(event.type);
  if (!isBack && event.type !== 'OrderShipped') return false;
  const refused = refusedOf(look, orderOf(event));
  return refused === 'capture' || (refused === 'refund' && isBack);
};

/** What people are told of it, once for each order. */
export const REFUSAL_CODES: Readonly<Record<string, string>> = { capture: 'CAPTURE_FAILED', refund: 'REFUND_FAILED' };
