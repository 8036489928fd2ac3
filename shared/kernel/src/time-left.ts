/** Lambda's own clock for this call. */
export interface TimeLeft {
  readonly getRemainingTimeInMillis: () => number;
}

/**
 * Nothing is begun when less than this part of the function's time is left: of the ten seconds that most functions have,
 * three calls that AWS throttles for a second each (see `AWS_MAX_ATTEMPTS` in services/common.yml) still fit in.
 */
const RESERVED_PART = 1 / 3;

/** Asked at the start of a call: tells from then on whether there is time to begin something. Without a clock there is. */
export const watchTime = (time: TimeLeft | undefined): (() => boolean) => {
  if (time === undefined) return () => true;
  const reserved = time.getRemainingTimeInMillis() * RESERVED_PART;
  return () => time.getRemainingTimeInMillis() >= reserved;
};
