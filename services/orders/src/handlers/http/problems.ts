import type { Problem } from '@orderwire/http/problem';

/** One problem per refusal: a table that misses a code does not compile. */
export type Problems<Refusal extends { readonly code: string }> = {
  readonly [Code in Refusal['code']]: (refusal: Extract<Refusal, { readonly code: Code }>) => Problem;
};

export const problemFor = <Refusal extends { readonly code: string }>(
  problems: Problems<Refusal>,
  refusal: Refusal,
): { readonly problem: Problem } => {
  const make = problems[refusal.code as Refusal['code']] as (refusal: Refusal) => Problem;
  return { problem: make(refusal) };
};

/** Says the same of another customer's order as of one that does not exist. */
export const ORDER_NOT_FOUND: Problem = { status: 404, code: 'ORDER_NOT_FOUND', detail: 'There is no such order.' };
