export const REVIEW_REASONS = ['total', 'first_order', 'country'] as const;

/** Why somebody of the shop looks at an order before it is confirmed. */
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** Decided when the order is placed; it takes effect once stock and payment have answered. */
export interface Review {
  readonly reasons: readonly ReviewReason[];
  readonly isApproved?: true;
  /** Of the person who approved it, for the shop only. */
  readonly note?: string;
}

/** What the shop's settings say. */
export interface ReviewRules {
  /** In the minor unit of the shop's currency: an order of more than that is held. */
  readonly overMinor?: number | undefined;
  readonly ofFirstOrder: boolean;
  /** ISO 3166-1: where goods go, or who buys lives. */
  readonly countries: ReadonlySet<string>;
}

interface Asked {
  readonly total: number;
  /** Known only where the rules ask for it. */
  readonly isFirstOrder: boolean;
  readonly countries: readonly string[];
}

/** Why this order is to be held; undefined when no rule holds it. */
export const reviewOf = (rules: ReviewRules, { total, isFirstOrder, countries }: Asked): Review | undefined => {
  const { overMinor = Infinity } = rules;
  const holds: Readonly<Record<ReviewReason, boolean>> = {
    total: total > overMinor,
    first_order: rules.ofFirstOrder && isFirstOrder,
    country: countries.some((country) => rules.countries.has(country)),
  };
  const reasons = REVIEW_REASONS.filter((reason) => holds[reason]);
  return reasons.length === 0 ? undefined : { reasons };
};
