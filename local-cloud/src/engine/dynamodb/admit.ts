import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from './errors.ts';
import { setAttribute, type Item, type TypeName } from './item.ts';
import { compareNumbers, normalise } from './numbers.ts';
import { compareBytes, compareText } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAXIMUM_DEPTH = 32;

const invalid = (message: string) => validation(`One or more parameter values were invalid: ${message}`);

const duplicates = <T>(sorted: readonly T[], compare: (a: T, b: T) => number): boolean =>
  sorted.some((element, at) => at > 0 && compare(sorted[at - 1] as T, element) === 0);

const sortedSet = <T>(members: readonly T[], compare: (a: T, b: T) => number, label: string): T[] => {
  const sorted = [...members].sort(compare);
  if (duplicates(sorted, compare))
    throw invalid(`Input collection ${label === 'BS' ? '' : `[${members.join(', ')}] `}contains duplicates.`);
  return Object.freeze(sorted) as T[];
};

/** Always copied: views of another realm are no `instanceof Uint8Array`, and a Buffer shares its memory with others. */
const copyBytes = (bytes: unknown): Uint8Array => {
  if (!ArrayBuffer.isView(bytes)) throw invalid('A binary value must be bytes.');
  return Uint8Array.from(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
};

const admitSet = (value: AttributeValue): AttributeValue => {
  if (value.SS !== undefined) {
    if (value.SS.length === 0) throw invalid('An string set  may not be empty');
    return { SS: sortedSet(value.SS, compareText, 'SS') };
  }
  if (value.NS !== undefined) {
    if (value.NS.length === 0) throw invalid('An number set  may not be empty');
    return { NS: sortedSet(value.NS.map(normalise), compareNumbers, 'NS') };
  }
  const members = value.BS ?? [];
  if (members.length === 0) throw invalid('Binary sets should not be empty');
  return { BS: sortedSet(members.map(copyBytes), compareBytes, 'BS') };
};

const admitNested = (value: AttributeValue, depth: number): AttributeValue => {
  if (depth > MAXIMUM_DEPTH) throw validation('Nesting Levels have exceeded supported limits');
  return value.L === undefined
    ? { M: admitMap(value.M ?? {}, depth) }
    : { L: Object.freeze(value.L.map((element) => admitAt(element, depth + 1))) as AttributeValue[] };
};

const admitOfType = (type: TypeName, value: AttributeValue, depth: number): AttributeValue => {
  switch (type) {
    case 'S':
      return { S: text(value.S) };
    case 'N':
      return { N: normalise(text(value.N)) };
    case 'BOOL':
      return { BOOL: value.BOOL === true };
    case 'NULL':
      if (value.NULL !== true) throw invalid('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'B':
      return { B: copyBytes(value.B) };
    case 'M':
    case 'L':
      return admitNested(value, depth);
    case 'SS':
    case 'NS':
    case 'BS':
      return admitSet(value);
    default:
      throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
};

/** The wire protocol would refuse it before DynamoDB saw it; a driver without a wire must not let it through. */
const text = (given: unknown): string => {
  if (typeof given !== 'string') throw validation('Only strings can be converted to S and N attribute values');
  return given;
};

const admitAt = (value: AttributeValue, depth: number): AttributeValue => {
  let type: string | undefined;
  for (const name in value) {
    if (value[name as TypeName] === undefined) continue;
    if (type !== undefined)
      throw validation(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    type = name;
  }
  return Object.freeze(admitOfType(type as TypeName, value, depth));
};

const admitMap = (map: Item, depth: number): Record<string, AttributeValue> => {
  const copy: Record<string, AttributeValue> = {};
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (value === undefined) continue;
    if (name === '') throw invalid('Empty attribute name');
    setAttribute(copy, name, admitAt(value, depth + 1));
  }
  return Object.freeze(copy);
};

/**
 * A frozen, normalised copy of what a caller handed in, sets sorted. Throws ValidationException with DynamoDB's message
 * for anything that is no attribute value.
 */
export const admitValue = (value: AttributeValue): AttributeValue => admitAt(value, 0);

/** As `admitValue`, for an item, a key or a start key. */
export const admitItem = (item: Item): Item => admitMap(item, 0);

const hasBytes = (value: AttributeValue): boolean =>
  value.B !== undefined ||
  value.BS !== undefined ||
  value.L?.some(hasBytes) === true ||
  (value.M !== undefined && Object.values(value.M).some(hasBytes));

export const itemHasBytes = (item: Item): boolean => Object.values(item).some(hasBytes);

/**
 * What may be handed out: the item itself, since it is frozen. Bytes cannot be frozen, so an item that holds some is
 * copied.
 */
export const release = (item: Item, binary = itemHasBytes(item)): Record<string, AttributeValue> =>
  binary ? admitMap(item, 0) : item;
