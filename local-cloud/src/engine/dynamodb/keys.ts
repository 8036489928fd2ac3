import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { KeyDefinition, TableDefinition } from '../../template/model.ts';
import { admitItem } from './admit.ts';
import { validation } from './errors.ts';
import { required } from './input.ts';
import { attributeOf, typeOf, type Item } from './item.ts';
import { sizeOfValue } from './sizes.ts';

/** A primary key, checked. */
export interface Key {
  /** Just the key attributes. */
  readonly item: Item;
  /** The hash key, encoded. */
  readonly hash: string;
  readonly range: AttributeValue | undefined;
  /** Unique in the table. */
  readonly id: string;
}

export const SCHEMA_MISMATCH = 'The provided key element does not match the schema';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAXIMUM_HASH_BYTES = 2048;
const MAXIMUM_RANGE_BYTES = 1024;

/** Distinct for distinct values of one type, and a key attribute has one type. */
export const encodeKey = (value: AttributeValue): string =>
  value.S ?? value.N ?? (value.B === undefined ? '' : Buffer.from(value.B).toString('hex'));

export const keyDefinitions = ({
  hashKey,
  rangeKey,
}: Pick<TableDefinition, 'hashKey' | 'rangeKey'>): readonly KeyDefinition[] =>
  rangeKey === undefined ? [hashKey] : [hashKey, rangeKey];

const refuseEmpty = (name: string, value: AttributeValue): void => {
  const empty = value.S === '' ? 'string' : value.B?.byteLength === 0 ? 'binary' : undefined;
  if (empty !== undefined)
    throw validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${name}`,
    );
};

/** The keys of a table and those of an index alike. */
export const refuseLongKeys = (hash: AttributeValue | undefined, range: AttributeValue | undefined): void => {
  if (hash !== undefined && sizeOfValue(hash) > MAXIMUM_HASH_BYTES)
    throw validation(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
  if (range !== undefined && sizeOfValue(range) > MAXIMUM_RANGE_BYTES)
    throw validation(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
};

/** What the item holds of the table's key, be it complete or not. */
export const keyAttributesOf = (table: TableDefinition, item: Item): Item =>
  Object.fromEntries(
    keyDefinitions(table).flatMap(({ name }) => {
      const value = attributeOf(item, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** A key attribute that is present may not be empty, whatever else is wrong with the item. */
export const refuseEmptyKeys = (table: TableDefinition, item: Item): void => {
  for (const { name } of keyDefinitions(table)) {
    const value = attributeOf(item, name);
    if (value !== undefined) refuseEmpty(name, value);
  }
};

/** The key within an item that has passed `checkItemKey` or `checkKey`. */
export const keyOfItem = (table: TableDefinition, item: Item): Key => {
  const hash = item[table.hashKey.name] as AttributeValue;
  const encoded = encodeKey(hash);
  if (table.rangeKey === undefined)
    return { item: Object.freeze({ [table.hashKey.name]: hash }), hash: encoded, range: undefined, id: encoded };
  const range = item[table.rangeKey.name] as AttributeValue;
  return {
    item: Object.freeze({ [table.hashKey.name]: hash, [table.rangeKey.name]: range }),
    hash: encoded,
    range,
    id: `${encoded.length}:${encoded}${encodeKey(range)}`,
  };
};

/** For an admitted item that is to be put. */
export const checkItemKey = (table: TableDefinition, item: Item): Key => {
  for (const { name, type } of keyDefinitions(table)) {
    const value = attributeOf(item, name);
    if (value === undefined)
      throw validation(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    if (typeOf(value) !== type)
      throw validation(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
    refuseEmpty(name, value);
  }
  const key = keyOfItem(table, item);
  refuseLongKeys(item[table.hashKey.name], key.range);
  return key;
};

/** For an admitted `Key`: exactly the key attributes, of the right types. */
export const checkKey = (table: TableDefinition, item: Item): Key => {
  const definitions = keyDefinitions(table);
  if (Object.keys(item).length !== definitions.length) throw validation(SCHEMA_MISMATCH);
  for (const { name, type } of definitions) {
    const value = attributeOf(item, name);
    if (value === undefined || typeOf(value) !== type) throw validation(SCHEMA_MISMATCH);
    refuseEmpty(name, value);
  }
  const key = keyOfItem(table, item);
  refuseLongKeys(item[table.hashKey.name], key.range);
  return key;
};

/** For the `Key` of a request. */
export const keyFromInput = (table: TableDefinition, given: Item | undefined): Key =>
  checkKey(table, admitItem(required(given, 'key')));
