export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Nearest-rank percentiles, in whole milliseconds; zeros when there is nothing to rank. */
export const percentilesOf = (values: readonly number[]): Percentiles => {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};
