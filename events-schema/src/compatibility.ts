import { isDeepStrictEqual } from 'node:util';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What `breachesOf` walks through; every other keyword says something of the value itself. */
const WALKED = new Set(['properties', 'required', 'items', 'enum', 'title', '$schema']);

const partsOf = (schema: Schema, name: 'properties'): Readonly<Record<string, Schema>> =>
  (schema[name] ?? {}) as Readonly<Record<string, Schema>>;
const listOf = (schema: Schema, name: 'required' | 'enum'): readonly unknown[] =>
  (schema[name] ?? []) as readonly unknown[];

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const missingIn = (some: readonly unknown[], others: readonly unknown[]): readonly unknown[] =>
  some.filter((one) => !others.includes(one));

const keywords = (released: Schema, current: Schema, path: string): readonly string[] =>
  [...new Set([...Object.keys(released), ...Object.keys(current)])]
    .filter((word) => !WALKED.has(word) && !isDeepStrictEqual(released[word], current[word]))
    .map((word) => `${path}: ${word} was ${shown(released[word])} and is ${shown(current[word])}`);

const values = (released: Schema, current: Schema, path: string): readonly string[] => {
  const [were, are] = [listOf(released, 'enum'), listOf(current, 'enum')];
  return [
    ...missingIn(were, are).map((value) => `${path}: the value ${shown(value)} is gone`),
    ...missingIn(are, were).map((value) => `${path}: the value ${shown(value)} is new, and no reader knows it`),
  ];
};

const fields = (released: Schema, current: Schema, path: string): readonly string[] => {
  const [were, are] = [partsOf(released, 'properties'), partsOf(current, 'properties')];
  const [needed, needs] = [listOf(released, 'required'), listOf(current, 'required')];
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  return [
    ...Object.entries(were).flatMap(([name, before]) => {
      const now = are[name];
      if (now === undefined) return [`${at(name)} is gone`];
      const isRequired = needs.includes(name);
      return [
        ...breachesOf(before, now, at(name)),
        ...(needed.includes(name) && !isRequired ? [`${at(name)} was always there and may be missing now`] : []),
        ...(!needed.includes(name) && isRequired ? [`${at(name)} is required now, and older events lack it`] : []),
      ];
    }),
    ...Object.keys(are)
      .filter((name) => were[name] === undefined && needs.includes(name))
      .map((name) => `${at(name)} is new and required, and older events lack it`),
  ];
};

/**
 * What a reader of the released schema would meet in an event of the current one and could not know, a line each. An optional
 * field more is no such thing, at any depth; everything else that is said of a field is: its type and bounds, its unit
 * (`x-unit`), whether it is personal, its values. @see README.md, "an optional field may come at any time"
 * @param path where this part stands: `data.lines[]`
 */
export const breachesOf = (released: Schema, current: Schema, path = ''): readonly string[] => {
  const [were, are] = [released['items'], current['items']];
  return [
    ...keywords(released, current, path),
    ...values(released, current, path),
    ...fields(released, current, path),
    ...(were === undefined && are === undefined
      ? []
      : breachesOf((were ?? {}) as Schema, (are ?? {}) as Schema, `${path}[]`)),
  ];
};
