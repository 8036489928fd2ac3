import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Row = Readonly<Record<string, AttributeValue>>;

interface Waiting {
  readonly row: Row;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MAX_ROWS = 25;

const waitingFor = (row: Row): Waiting => {
  let [resolve, reject]: [() => void, (error: unknown) => void] = [() => undefined, () => undefined];
  const done = new Promise<void>((onDone, onFailure) => {
    [resolve, reject] = [onDone, onFailure];
  });
  return { row, done, resolve, reject };
};

/**
 * Puts rows that are asked for at the same moment by one call: a batch of events costs one call, not one for each. A row replaces the
 * one with its key without a condition, and of two with the same key the last one counts. A put rejects when its call
 * does, or when DynamoDB hands its row back, as it does when it is throttled.
 */
export const putTogether = (
  dynamo: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  keyOf: (row: Row) => string,
): ((row: Row) => Promise<void>) => {
  let asked = new Map<string, Waiting>();

  const put = async (rows: readonly (readonly [string, Waiting])[]): Promise<void> => {
    try {
      const requests = rows.map(([, { row }]) => ({ PutRequest: { Item: row } }));
      const { UnprocessedItems = {} } = await dynamo.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
      );
      const back = new Set((UnprocessedItems[tableName] ?? []).map(({ PutRequest }) => keyOf(PutRequest?.Item ?? {})));
      for (const [key, { resolve, reject }] of rows)
        if (back.has(key)) reject(new Error('DynamoDB has handed the row back.'));
        else resolve();
    } catch (error) {
      for (const [, { reject }] of rows) reject(error);
    }
  };

  const putAll = (): void => {
    const rows = [...asked];
    asked = new Map();
    for (let from = 0; from < rows.length; from += MAX_ROWS) void put(rows.slice(from, from + MAX_ROWS));
  };

  return (row) => {
    // Once all that happens now has asked.
    if (asked.size === 0) queueMicrotask(putAll);
    const key = keyOf(row);
    const earlier = asked.get(key);
    const waiting = earlier === undefined ? waitingFor(row) : { ...earlier, row };
    asked.set(key, waiting);
    return waiting.done;
  };
};
