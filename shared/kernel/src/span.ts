import type { ShopTime } from './shop-time.ts';

/** A length of time as a setting says it: `2 days`, `4 hours`. */
export interface Span {
  readonly count: number;
  readonly unit: 'hours' | 'days';
}

const SPAN = /^(\d{1,4}) (hours?|days?)$/;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** @returns undefined when the text says no length of time, or none at all (`0 days`) */
export const spanOf = (text: string): Span | undefined => {
  const [, digits, unit] = SPAN.exec(text) ?? [];
  const count = Number(digits);
  if (unit === undefined || count === 0) return undefined;
  return { count, unit: unit.startsWith('hour') ? 'hours' : 'days' };
};

/** The same of a setting that the deployment has checked. @throws Error that says what is wrong */
export const spanFrom = (setting: string): Span => {
  const span = spanOf(setting);
  if (span === undefined)
    throw new Error(`The setting ${setting} is wrong: give it a time, such as 2 days or 4 hours.`);
  return span;
};

/** In milliseconds; a day has 24 hours. */
export const lengthOf = ({ count, unit }: Span): number => count * (unit === 'hours' ? HOUR_MS : DAY_MS);

const isWeekend = (date: number): boolean => [0, 6].includes(new Date(date).getUTCDay());

/** The day that is so many working days (Monday to Friday) after this one: `2026-03-06` and 1 make `2026-03-09`. */
export const workingDayAfter = (day: string, days: number): string => {
  let date = Date.parse(`${day}T00:00:00Z`);
  for (let left = days; left > 0;) {
    date += DAY_MS;
    if (!isWeekend(date)) left -= 1;
  }
  return new Date(date).toISOString().slice(0, 10);
};

/**
 * When a promise that is given now has to be kept: hours go by the clock; of days only working days count, and the last one
 * counts to its end at the shop's place.
 * @param at milliseconds since the epoch, as the result
 */
export const promisedBy = (at: number, span: Span, { dayOf, endOf }: ShopTime): number =>
  span.unit === 'hours' ? at + lengthOf(span) : endOf(workingDayAfter(dayOf(at), span.count));
