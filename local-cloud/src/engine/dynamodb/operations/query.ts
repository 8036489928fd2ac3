import type { QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../context.ts';
import { validation } from '../errors.ts';
import { keyConditionOf } from '../expressions/cache.ts';
import { headsOf } from '../expressions/heads.ts';
import { describeValue } from '../expressions/scope.ts';
import { refuseUnknown } from '../input.ts';
import type { Item } from '../item.ts';
import { keyDefinitions } from '../keys.ts';
import { countBefore, countUpTo } from '../rows.ts';
import type { Row } from '../state.ts';
import { keyRangeOf, type KeyRange } from './key-condition.ts';
import { answerPage, openReading, PAGE_PARAMETERS, type Reading } from './page.ts';

const KNOWN = new Set<string>([...PAGE_PARAMETERS, 'KeyConditionExpression', 'ScanIndexForward']);

/** Conditions on keys belong in the key condition, where they save reads. */
const refuseKeysInFilter = ({ filter, schema, scope }: Reading): void => {
  if (filter === undefined) return;
  const heads = headsOf(filter.ast, scope);
  for (const { name } of keyDefinitions(schema))
    if (heads.has(name))
      throw validation(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
};

function* stretchOf(reading: Reading, range: KeyRange, forward: boolean): Iterable<Row> {
  const rows = reading.partitions.get(range.hash) ?? [];
  const { from, to } = range.within(rows);
  const { start } = reading;
  if (forward) {
    const first = start === undefined ? from : Math.max(from, countUpTo(rows, start));
    for (let at = first; at < to; at += 1) yield rows[at] as Row;
  } else {
    const last = start === undefined ? to : Math.min(to, countBefore(rows, start));
    for (let at = last - 1; at >= from; at -= 1) yield rows[at] as Row;
  }
}

/** A partition of a table without a sort key is one item, so no second page can follow. */
const noStart = (given: Item) => {
  const printed = Object.entries(given).map(([name, value]) => `${name}=${describeValue(value)}`);
  return validation(`The provided exclusive start key is invalid: ExclusiveStartKey: {${printed.join(', ')}}`);
};

/** A start key is where an earlier page of this same query ended: anywhere else is refused. */
const refuseForeignStart = ({ start, schema, index }: Reading, range: KeyRange, given: Item = {}): void => {
  if (start === undefined) return;
  if (index === undefined && schema.rangeKey === undefined) throw noStart(given);
  if (start.hash !== range.hash)
    throw validation('The provided starting key is outside query boundaries based on provided conditions');
  const { from, to } = range.within([start]);
  if (from === to) throw validation('The provided starting key does not match the range key predicate');
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export const makeQuery =
  (context: Context) =>
  (input: QueryInput): QueryOutput => {
    refuseUnknown('Query', input, KNOWN);
    if (input.KeyConditionExpression === undefined)
      throw validation(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    const condition = keyConditionOf(input.KeyConditionExpression);
    const reading = openReading(context, input, [condition]);
    const range = keyRangeOf(condition.ast, reading.scope, reading.schema);
    refuseKeysInFilter(reading);
    refuseForeignStart(reading, range, input.ExclusiveStartKey);
    return answerPage(context, input, reading, stretchOf(reading, range, input.ScanIndexForward !== false));
  };
