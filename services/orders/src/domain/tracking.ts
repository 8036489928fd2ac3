/** How a parcel can be followed. */
export interface Tracking {
  readonly carrier?: string;
  readonly trackingNumber?: string;
  /** Numbers that counted before, newest last: one that comes once more is an old message and no correction. */
  readonly replaced?: readonly string[];
}

/** How many of them are kept: more than a courier ever corrects, few enough to keep the item small. */
const MAX_REPLACED = 5;

/**
 * What is known after a courier named a number again. Undefined where nothing changes: it names none, the same, or one
 * that was replaced. Only a message with an id of its own brings a replaced number back, for that one is surely new; one
 * without may be an echo of what was told before the correction. A carrier counts only beside a new number.
 */
export const correctedTracking = <Known extends Tracking>(
  known: Known,
  { carrier, trackingNumber }: Pick<Tracking, 'carrier' | 'trackingNumber'>,
  hasId: boolean,
): (Known & { readonly trackingNumber: string }) | undefined => {
  const { trackingNumber: previous, replaced = [] } = known;
  if (trackingNumber === undefined || trackingNumber === previous) return undefined;
  if (!hasId && replaced.includes(trackingNumber)) return undefined;
  return {
    ...known,
    trackingNumber,
    ...(carrier !== undefined && { carrier }),
    ...replacedBy(trackingNumber, known),
  };
};

/** The numbers that no longer count once this one does; empty when there are none. */
export const replacedBy = (
  trackingNumber: string | undefined,
  { trackingNumber: previous, replaced = [] }: Tracking,
): Pick<Tracking, 'replaced'> => {
  const spent = [...replaced, ...(previous === undefined ? [] : [previous])].filter((one) => one !== trackingNumber);
  return spent.length === 0 ? {} : { replaced: spent.slice(-MAX_REPLACED) };
};

/** All numbers that a parcel has or had. */
export const numbersOf = ({ trackingNumber, replaced = [] }: Tracking): readonly string[] =>
  trackingNumber === undefined ? replaced : [...replaced, trackingNumber];
