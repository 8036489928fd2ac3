/** Which column each field is in; `options.color` is an option. A field that is not named is in the column of its own name. */
export type Columns = Readonly<Record<string, string>>;

type Fields = Readonly<Record<string, unknown>>;

const INTEGERS = new Set(['stock', 'priceMinor', 'costMinor']);

/** Text of a file as the field means it. What is no such thing stays as it is, and is refused where entries are read. */
const meant = (field: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (INTEGERS.has(field) && /^\d{1,15}$/.test(value)) return Number(value);
  return field === 'pictures' ? value.split('|').map((address) => address.trim()) : value;
};

/**
 * An entry of what a row says, as the mapping has it.
 * @param known fields that an entry may have, without options
 * @param defaults what holds where a row says nothing
 */
export const entryFrom = (row: Fields, known: readonly string[], columns: Columns, defaults: Fields): Fields => {
  const own = known.filter((field) => !(field in columns) && field in row).map((field) => [field, field] as const);
  const named = [...own, ...Object.entries(columns)].flatMap(([field, column]) => {
    const value = Object.hasOwn(row, column) ? row[column] : undefined;
    return value === undefined ? [] : [[field, meant(field, value)] as const];
  });
  const [options, fields] = [true, false].map((isOption) =>
    named.filter(([field]) => field.startsWith('options.') === isOption),
  );
  const picked = (options ?? []).map(([field, value]) => [field.slice('options.'.length), value] as const);
  return {
    ...defaults,
    ...Object.fromEntries(fields ?? []),
    ...(picked.length > 0 && { options: Object.fromEntries(picked) }),
  };
};
