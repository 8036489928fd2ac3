import * as z from 'zod/mini';

const ISO = z.iso.datetime({ offset: true });

/** ISO 8601 also writes an offset without a colon, and whole hours alone. */
const BARE_OFFSET = /([+-]\d\d):?(\d\d)?$/;

/** Earlier years are written with a sign and six digits. Programs that show times cannot read that. */
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z');

/**
 * A time with its offset from UTC (`Z`, `+01:00`, `+0100`, `+01`), in milliseconds since the epoch. Undefined when the
 * text is no time or has no offset: without one nobody knows which time it means.
 */
export const instantOf = (text: string): number | undefined => {
  const withColon = text.replace(BARE_OFFSET, (_, hours: string, minutes = '00') => `${hours}:${minutes as string}`);
  if (!ISO.safeParse(withColon).success) return undefined;
  const instant = Date.parse(withColon);
  return instant < YEAR_0 ? undefined : instant;
};
