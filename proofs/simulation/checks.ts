import { type Checks, type InvariantId, INVARIANTS } from '../invariants/claims.ts';

export interface Violation {
  readonly invariant: InvariantId;
  readonly detail: string;
  /** The order concerned, where there is one. */
  readonly orderId?: string;
  readonly step: number;
  /** Virtual milliseconds since the start. */
  readonly at: number;
}

/** Counts every check, and keeps the first few that failed. */
export interface CountedChecks extends Checks {
  readonly counts: Readonly<Record<InvariantId, number>>;
  readonly violations: readonly Violation[];
}

const KEPT = 5;

export const makeChecks = (position: () => { readonly step: number; readonly at: number }): CountedChecks => {
  const counts = Object.fromEntries(Object.keys(INVARIANTS).map((id) => [id, 0])) as Record<InvariantId, number>;
  const violations: Violation[] = [];
  return {
    counts,
    violations,
    that: (invariant, holds, detail, orderId) => {
      counts[invariant] += 1;
      if (holds || violations.length >= KEPT) return;
      violations.push({ invariant, detail: detail(), ...(orderId !== undefined && { orderId }), ...position() });
    },
  };
};
