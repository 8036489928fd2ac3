import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { casesGiven, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';

export type Item = Record<string, AttributeValue>;
type Options<Input, Given extends keyof Input> = Partial<Omit<Input, Given | 'TableName'>>;

/** The fixture's table `Items` (keys `pk` and `sk`, indexes `all`, `keys` and `some` on `gpk`), in few words. */
export interface Items {
  readonly TableName: string;
  /** The key of an item that nobody else has. */
  readonly fresh: (sk?: string) => { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
  readonly put: (item: Item, options?: Options<PutItemCommandInput, 'Item'>) => Promise<PutItemCommandOutput>;
  /** The item by its key, which may have other attributes beside it; read consistently. */
  readonly get: (key: Item, options?: Options<GetItemCommandInput, 'Key'>) => Promise<Item | undefined>;
  readonly read: (key: Item, options?: Options<GetItemCommandInput, 'Key'>) => Promise<GetItemCommandOutput>;
  readonly update: (
    key: Item,
    UpdateExpression: string | undefined,
    ExpressionAttributeValues?: Item,
    options?: Options<UpdateItemCommandInput, 'Key' | 'UpdateExpression' | 'ExpressionAttributeValues'>,
  ) => Promise<UpdateItemCommandOutput>;
  readonly remove: (key: Item, options?: Options<DeleteItemCommandInput, 'Key'>) => Promise<DeleteItemCommandOutput>;
  readonly query: (
    KeyConditionExpression: string,
    ExpressionAttributeValues: Item,
    options?: Options<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'>,
  ) => Promise<QueryCommandOutput>;
}

const keyOf = ({ pk, sk }: Item): Item => ({ ...(pk && { pk }), ...(sk && { sk }) });

export const itemsOf = ({ dynamodb, fixture, unique }: Cloud): Items => {
  const TableName = fixture.name('Items');
  const read: Items['read'] = (key, options = {}) =>
    dynamodb.send(new GetItemCommand({ TableName, ConsistentRead: true, ...options, Key: keyOf(key) }));
  return {
    TableName,
    fresh: (sk = 'a') => ({ pk: { S: unique('item') }, sk: { S: sk } }),
    put: (Item, options = {}) => dynamodb.send(new PutItemCommand({ TableName, ...options, Item })),
    read,
    get: async (key, options) => (await read(key, options)).Item,
    update: (key, UpdateExpression, ExpressionAttributeValues, options = {}) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(key),
          ...options,
          ...(UpdateExpression !== undefined && { UpdateExpression }),
          ...(ExpressionAttributeValues !== undefined && { ExpressionAttributeValues }),
        }),
      ),
    remove: (key, options = {}) => dynamodb.send(new DeleteItemCommand({ TableName, ...options, Key: keyOf(key) })),
    query: (KeyConditionExpression, ExpressionAttributeValues, options = {}) =>
      dynamodb.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          ...options,
          KeyConditionExpression,
          ExpressionAttributeValues,
        }),
      ),
  };
};

export type ItemCase = AreaCase<[Items]>;

/** Cases on items of DynamoDB. */
export const casesOn = casesGiven(itemsOf, 'dynamodb');

/** Values in few letters. */
export const S = (text: string): AttributeValue => ({ S: text });
export const N = (number: number | string): AttributeValue => ({ N: String(number) });
export const L = (...elements: AttributeValue[]): AttributeValue => ({ L: elements });
export const M = (map: Item): AttributeValue => ({ M: map });
