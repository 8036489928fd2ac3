import { invariant } from './invariant.ts';

/** Days and times as people at the shop's place have them. What is stored stays UTC. */
export interface ShopTime {
  /** The day of an instant (milliseconds since the epoch): `2026-03-02`. */
  readonly dayOf: (at: number) => string;
  /** The time of day of an instant: `14:05`. */
  readonly timeOf: (at: number) => string;
  /** The last millisecond of a day (`2026-03-02`), as an instant. */
  readonly endOf: (day: string) => number;
}

const QUARTER_MS = 15 * 60_000;
/** No place is further from UTC than this, to either side. */
const FURTHEST_MS = 15 * 3_600_000;

/** What the IANA has names for, and UTC: no offsets (`+01:00`) and no abbreviations (`CET`), which know no summer. */
const NAME = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z][A-Za-z_+-]*\d*){1,2})$/;

export const isTimeZone = (name: string): boolean => {
  if (!NAME.test(name)) return false;
  try {
    return partsIn(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const partsIn = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });

/** Making a format takes longer than using it a hundred times; a shop has one time zone. */
const known = new Map<string, ShopTime>();

/**
 * The one place that knows the shop's days: of mails, documents, number series, and whatever else is due on a day.
 * @param timeZone an IANA name, such as `Europe/Berlin`
 * @throws Error for another name
 */
export const shopTimeIn = (timeZone: string): ShopTime => {
  const found = known.get(timeZone) ?? makeShopTime(timeZone);
  known.set(timeZone, found);
  return found;
};

const makeShopTime = (timeZone: string): ShopTime => {
  if (!isTimeZone(timeZone)) throw new Error(`There is no time zone ${timeZone}: it is a name such as Europe/Berlin.`);
  const format = partsIn(timeZone);
  const partsOf = (at: number): Readonly<Partial<Record<Intl.DateTimeFormatPartTypes, string>>> =>
    Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const dayOf = (at: number): string => {
    const { year, month, day } = partsOf(at);
    invariant(year !== undefined && month !== undefined && day !== undefined, 'A date has year, month and day.');
    return `${year.padStart(4, '0')}-${month}-${day}`;
  };
  return {
    dayOf,
    endOf: (day) => {
      // Days begin at a quarter of an hour of UTC, and follow each other: halving finds the first quarter of the next.
      const about = Date.parse(`${day}T24:00:00Z`);
      let [within, beyond] = [about - FURTHEST_MS, about + FURTHEST_MS];
      while (beyond - within > QUARTER_MS) {
        const middle = within + Math.floor((beyond - within) / QUARTER_MS / 2) * QUARTER_MS;
        if (dayOf(middle) > day) beyond = middle;
        else within = middle;
      }
      return beyond - 1;
    },
    timeOf: (at) => {
      const { hour, minute } = partsOf(at);
      invariant(hour !== undefined && minute !== undefined, 'A time has hour and minute.');
      return `${hour}:${minute}`;
    },
  };
};
