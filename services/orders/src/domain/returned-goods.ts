import type { CallbackFacts } from './order.ts';

/** Why a parcel never reached its customer. */
const RETURN_REASONS = ['refused', 'undeliverable', 'damaged', 'lost'] as const;

export type ReturnReason = (typeof RETURN_REASONS)[number];

const isReturnReason = (reason: string | undefined): reason is ReturnReason =>
  RETURN_REASONS.some((known) => known === reason);

/** What a returned parcel is: who names no reason brings it back because nobody took it. */
export const returnedAs = ({
  reason: told,
  condition,
}: Pick<CallbackFacts, 'reason' | 'condition'>): { readonly reason: ReturnReason; readonly restock: boolean } => {
  const unsaid = condition === 'damaged' ? 'damaged' : 'undeliverable';
  const reason = isReturnReason(told) ? told : unsaid;
  return { reason, restock: condition !== 'damaged' && (reason === 'refused' || reason === 'undeliverable') };
};
