import * as z from 'zod/mini';

const ISO = z.iso.datetime({ offset: true });

/** ISO 8601 also writes an offset without a colon, and whole hours alone. */
const BARE_OFFSET = /([+-]\d\d):?(\d\d)?$/;

/** Before it a year has six digits and a sign, which nothing reads that shows times. */
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z');

/**
 * A time with its offset from UTC (`Z`, `+01:00`, `+0100`, `+01`), in milliseconds since the epoch. Undefined where the
 * text is none, or names no offset: then nobody knows which time it is.
 */
export const instantOf = (text: string): number | undefined => {
  const withColon = text.replace(BARE_OFFSET, (_, hours: string, minutes = '00') => `${hours}:${minutes as string}`);
  if (!ISO.safeParse(withColon).success) return undefined;
  const instant = Date.parse(withColon);
  return instant < YEAR_0 ? undefined : instant;
};
