import type { Json, JsonObject, Where } from './template-error.ts';
import { inside, isList, isObject, TemplateError } from './template-error.ts';

/**
 * Reads the resolved properties of a resource and remembers which were read. A property that was neither read nor
 * declared harmless is an error, so that no property is silently ignored.
 */
export interface Reader {
  readonly where: Where;
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | undefined;
  /** Seconds, counts …: CloudFormation takes `60` and `"60"` alike. */
  readonly number: (name: string, fallback: number) => number;
  readonly optionalNumber: (name: string) => number | undefined;
  readonly flag: (name: string, fallback: boolean) => boolean;
  /** One text or a list of texts; empty when absent. */
  readonly texts: (name: string) => readonly string[];
  readonly child: (name: string) => Reader | undefined;
  readonly children: (name: string) => readonly Reader[];
  readonly raw: (name: string) => Json | undefined;
  readonly names: readonly string[];
  /** Properties that change nothing on one machine. */
  readonly ignore: (...names: readonly string[]) => void;
  readonly fail: (name: string, problem: string) => never;
  /** @throws TemplateError naming the first property that nobody read. */
  readonly close: () => void;
}

const numberFrom = (value: Json | undefined): number | undefined => {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
};

const flagFrom = (value: Json): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;

const textFrom = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

export const makeReader = (properties: JsonObject, where: Where): Reader => {
  const touched = new Set<string>();
  const opened: Reader[] = [];

  const fail = (name: string, problem: string): never => {
    throw new TemplateError(inside(where, name), problem);
  };
  const raw = (name: string): Json | undefined => {
    touched.add(name);
    return properties[name];
  };
  const read = <T>(name: string, from: (value: Json) => T | undefined, expected: string): T | undefined => {
    const value = raw(name);
    return value === undefined ? undefined : (from(value) ?? fail(name, `must be ${expected}.`));
  };
  const open = (value: Json, name: string): Reader | undefined => {
    if (!isObject(value)) return undefined;
    const reader = makeReader(value, inside(where, name));
    opened.push(reader);
    return reader;
  };
  const optionalText = (name: string): string | undefined => read(name, textFrom, 'text');
  const optionalNumber = (name: string): number | undefined => read(name, numberFrom, 'a number');

  return {
    where,
    raw,
    fail,
    optionalText,
    optionalNumber,
    names: Object.keys(properties),
    text: (name) => optionalText(name) ?? fail(name, 'is missing.'),
    number: (name, fallback) => optionalNumber(name) ?? fallback,
    flag: (name, fallback) => read(name, flagFrom, 'true or false') ?? fallback,
    texts: (name) =>
      read(
        name,
        (value) => (isList(value) ? value : [value]).map((entry) => textFrom(entry) ?? fail(name, 'must hold texts.')),
        'a list of texts',
      ) ?? [],
    child: (name) => read(name, (value) => open(value, name), 'an object'),
    children: (name) =>
      read(
        name,
        (value) =>
          isList(value)
            ? value.map((entry, index) => open(entry, `${name}.${index}`) ?? fail(name, 'must hold objects.'))
            : undefined,
        'a list',
      ) ?? [],
    ignore: (...names) => {
      for (const name of names) touched.add(name);
    },
    close: () => {
      const unread = Object.keys(properties).find((name) => !touched.has(name));
      if (unread !== undefined) fail(unread, 'is a property that the local cloud does not emulate.');
      for (const reader of opened) reader.close();
    },
  };
};
