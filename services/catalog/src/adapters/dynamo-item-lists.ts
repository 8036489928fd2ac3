import { type AttributeValue, type DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Page, Query } from '../application/items.ts';
import { type Filter, FILTERS, filterKey, type Item, type ListedItem } from '../domain/item.ts';

type Row = Record<string, AttributeValue>;

const INDEXES: Readonly<Record<Filter, string>> = { category: 'byCategory', type: 'byType', brand: 'byBrand' };

const attributeOf = (filter: Filter): `${Filter}Key` => `${filter}Key`;

/** What a row is filtered by: attributes that its fields make. Absent where the field is. */
export const filterKeys = (item: Item): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    FILTERS.map((filter) => {
      const value = item[filter];
      return [attributeOf(filter), value === undefined ? undefined : filterKey(value)];
    }),
  );

export const noFilterKeys: Readonly<Record<string, undefined>> = Object.fromEntries(
  FILTERS.map((filter) => [attributeOf(filter), undefined]),
);

/** How many rows a request looks at to fill its page; then the page is short, and the next one goes on from there. */
const MOST_LOOKED_AT = 1_000;
const AT_ONCE = 100;

/**
 * A page of items. With filters the index of the rarest kind is read, and the other filters are held against its rows; without,
 * the table is read as it stands.
 */
export const listItems = async (
  dynamo: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  { filters, limit, after }: Query,
  listed: (row: Row) => ListedItem,
): Promise<Page> => {
  const [first, ...others] = FILTERS.toReversed().filter((filter) => filters[filter] !== undefined);
  if (first === undefined) {
    const begin = after !== undefined && { ExclusiveStartKey: marshall({ itemId: after }) };
    const FilterExpression = 'attribute_not_exists(retiredAt)';
    const scanned = await dynamo.send(new ScanCommand({ TableName, FilterExpression, Limit: limit, ...begin }));
    return pageOf((scanned.Items ?? []).map(listed), scanned.LastEvaluatedKey);
  }
  const valueOf = (filter: Filter): string => filterKey(filters[filter] ?? '');
  const query = {
    TableName,
    IndexName: INDEXES[first],
    KeyConditionExpression: equals(first),
    ...(others.length > 0 && { FilterExpression: others.map(equals).join(' AND ') }),
    ExpressionAttributeValues: marshall(
      Object.fromEntries([first, ...others].map((filter) => [`:${filter}`, valueOf(filter)])),
    ),
    Limit: others.length > 0 ? AT_ONCE : limit,
  };
  const found: Row[] = [];
  let next = after === undefined ? undefined : marshall({ itemId: after, [attributeOf(first)]: valueOf(first) });
  for (let looked = 0; looked < MOST_LOOKED_AT && found.length < limit; looked += AT_ONCE) {
    const page = await dynamo.send(new QueryCommand({ ...query, ...(next && { ExclusiveStartKey: next }) }));
    found.push(...(page.Items ?? []));
    next = page.LastEvaluatedKey;
    if (!next) break;
  }
  const shown = found.slice(0, limit);
  return pageOf(shown.map(listed), found.length > limit ? shown.at(-1) : next);
};

const equals = (filter: Filter): string => `${attributeOf(filter)} = :${filter}`;

/** @param last the row or the key behind which the next page begins */
const pageOf = (items: readonly ListedItem[], last: Row | undefined): Page => ({
  items,
  ...(last?.['itemId']?.S !== undefined && { last: last['itemId'].S }),
});
