/** Milliseconds since the epoch → the first time after it; undefined when there is none. */
export type NextTime = (after: number) => number | undefined;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LAST_YEAR = 2199;

const UNITS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: DAY_MS };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const invalid = (expression: string): Error => new Error(`Parameter ScheduleExpression is not valid: ${expression}`);

const parseRate = (expression: string): NextTime | undefined => {
  const [, count = '', unit = '', plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const length = UNITS[unit];
  // AWS insists on the singular for one and on the plural for more.
  if (length === undefined || (count === '1') === (plural === 's')) return undefined;
  return (after) => after + Number(count) * length;
};

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

/** The values that a field like `1,5-9,0/15` or `JAN-MAR` stands for; undefined when it is not valid. */
const valuesOf = (text: string, { from, to, names }: Field): ReadonlySet<number> | undefined => {
  const values = new Set<number>();
  const numberOf = (word: string): number => {
    const named = names?.indexOf(word.toUpperCase()) ?? -1;
    return named >= 0 ? named + from : /^\d+$/.test(word) ? Number(word) : NaN;
  };
  for (const part of text.split(',')) {
    const [range = '', step, ...extra] = part.split('/');
    const [low = '', high, ...more] = range === '*' ? [String(from), String(to)] : range.split('-');
    const first = numberOf(low);
    const last = high !== undefined ? numberOf(high) : step === undefined ? first : to;
    const by = step === undefined ? 1 : Number(step);
    const isValid = first >= from && last <= to && first <= last && Number.isInteger(by) && by > 0;
    if (!isValid || extra.length > 0 || more.length > 0) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
};

/** Whether a day (UTC midnight) passes. */
type DayTest = (day: Date) => boolean;

const parseDayOfMonth = (text: string): DayTest | undefined => {
  if (text === 'L') return (day) => new Date(day.getTime() + DAY_MS).getUTCDate() === 1;
  const values = valuesOf(text, { from: 1, to: 31 });
  return values && ((day) => values.has(day.getUTCDate()));
};

const parseDayOfWeek = (text: string): DayTest | undefined => {
  const field = { from: 1, to: 7, names: WEEKDAYS };
  const [, name = '', nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  const values = valuesOf(nth === undefined ? text : name, field);
  if (values === undefined) return undefined;
  const isNth: DayTest = nth === undefined ? () => true : (day) => Math.ceil(day.getUTCDate() / 7) === Number(nth);
  return (day) => values.has(day.getUTCDay() + 1) && isNth(day);
};

const parseDay = (ofMonth: string, ofWeek: string): DayTest | undefined => {
  if (ofWeek === '?') return ofMonth === '?' ? undefined : parseDayOfMonth(ofMonth);
  return ofMonth === '?' ? parseDayOfWeek(ofWeek) : undefined;
};

const parseCron = (expression: string): NextTime | undefined => {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const minutes = valuesOf(minute, { from: 0, to: 59 });
  const hours = valuesOf(hour, { from: 0, to: 23 });
  const isDay = parseDay(dayOfMonth, dayOfWeek);
  const months = valuesOf(month, { from: 1, to: 12, names: MONTHS });
  const years = valuesOf(year, { from: 1970, to: LAST_YEAR });
  if (fields.length !== 6 || !minutes || !hours || !isDay || !months || !years) return undefined;

  const times = [...hours].flatMap((h) => [...minutes].map((m) => (h * 60 + m) * MINUTE_MS)).sort((a, b) => a - b);
  return (after) => {
    let day = new Date(Math.floor(after / DAY_MS) * DAY_MS);
    for (; day.getUTCFullYear() <= LAST_YEAR; day = new Date(day.getTime() + DAY_MS)) {
      if (!years.has(day.getUTCFullYear()) || !months.has(day.getUTCMonth() + 1) || !isDay(day)) continue;
      const start = day.getTime();
      const time = times.find((one) => start + one > after);
      if (time !== undefined) return start + time;
    }
    return undefined;
  };
};

/**
 * `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`, in UTC. Throws for anything else, and for `W` and for `L` in
 * day-of-week, which are not implemented.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export const parseSchedule = (expression: string): NextTime => {
  const next = parseRate(expression) ?? parseCron(expression);
  if (next === undefined) throw invalid(expression);
  return next;
};
