import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Item = Readonly<Record<string, AttributeValue>>;

const MAX_ROUNDS = 5;

/**
 * Reads up to 100 items by key, in no order; what is not there is left out. Keys that DynamoDB hands back unprocessed
 * are asked for again at once.
 * @throws when some are still unread after five rounds, as when DynamoDB throttles: a list with holes would be a lie
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const batchGet = async (
  dynamo: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  keys: readonly Item[],
  {
    ConsistentRead = false,
    attributes,
  }: {
    readonly ConsistentRead?: boolean;
    /** These, and no others. */
    readonly attributes?: readonly string[];
  } = {},
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let left = keys;
  const projection = attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
  for (let round = 1; round <= MAX_ROUNDS && left.length > 0; round += 1) {
    const request = { [tableName]: { Keys: [...left], ...(ConsistentRead && { ConsistentRead }), ...projection } };
    const answer = await dynamo.send(new BatchGetItemCommand({ RequestItems: request }));
    found.push(...(answer.Responses?.[tableName] ?? []));
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  if (left.length > 0) throw new Error(`${left.length} items could not be read.`);
  return found;
};
