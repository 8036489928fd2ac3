/**
 * Names that no field inside `$or` may have: operators, and what AWS reserves for more of them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>='],
  ...['regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

type Pattern = Readonly<Record<string, unknown>>;

const isPattern = (value: unknown): value is Pattern =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(([name, inner]) => {
    if (name === '$or') return isRelationship(inner);
    return !RESERVED.has(name) && (Array.isArray(inner) || isPattern(inner));
  });

/** Whether this is what `$or` takes: at least two patterns. Anything else makes `$or` the name of an ordinary field. */
export const isRelationship = (value: unknown): value is readonly Pattern[] =>
  Array.isArray(value) && value.length > 1 && value.every(isPattern);
