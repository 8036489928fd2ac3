/**
 * How many elements, from the start, `before` answers true for: a binary search. `before` must not answer true again after
 * the first false. `from` skips elements that are known to count.
 */
export const countWhile = <T>(sorted: readonly T[], before: (element: T) => boolean, from = 0): number => {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
};
