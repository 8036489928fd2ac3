import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { address, language, orderNumber } from '@orderwire/events-schema/common';
import type { Clock } from '@orderwire/kernel/clock';
import { itemInTheWay } from '@orderwire/store/dynamo-errors';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Contacts } from '../application/ports.ts';

interface Deps {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}

/** An order’s last mail is sent long before. After that nobody needs the address here. */
const CONTACT_KEPT_SECONDS = 180 * 24 * 60 * 60;

/** Of a customer who was erased: mails about the end of an order, its invoice and refunds go out within minutes, and after an outage. */
const ERASED_KEPT_SECONDS = 3 * 24 * 60 * 60;

const keyOf = (orderId: string) => ({ id: `${orderId}/contact` });

const read = rowReader(
  'contact',
  z.object({
    email: z.string(),
    name: z.string(),
    orderNumber,
    language,
    deliverTo: z.exactOptional(z.object({ name: z.string(), address })),
  }),
);

/** The Mails table’s rows about people, `<orderId>/contact`. */
export const dynamoContacts = ({ dynamo, tableName, clock }: Deps): Contacts => ({
  save: async (orderId, contact, sequence) => {
    const expiresAt = Math.floor(clock() / 1000) + CONTACT_KEPT_SECONDS;
    const put = new PutItemCommand({
      TableName: tableName,
      Item: stored({ ...keyOf(orderId), ...contact, addressVersion: sequence, expiresAt }),
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const first = await dynamo.send(put).then(() => undefined, itemInTheWay);
    return first ? read(first) : contact;
  },

  redirect: async (orderId, deliverTo, sequence) => {
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: marshall(keyOf(orderId)),
      UpdateExpression: `SET addressVersion = :sequence${deliverTo ? ', deliverTo = :to' : ' REMOVE deliverTo'}`,
      ConditionExpression: 'addressVersion < :sequence',
      ExpressionAttributeValues: stored({ ':sequence': sequence, ':to': deliverTo }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const row = await dynamo.send(update).then(({ Attributes }) => Attributes, itemInTheWay);
    if (!row) throw new Error(`The contact of ${orderId} has not arrived yet.`);
    return read(row);
  },

  forget: async (orderId) => {
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: marshall(keyOf(orderId)),
      UpdateExpression: 'SET expiresAt = :soon',
      ConditionExpression: 'expiresAt > :soon',
      ExpressionAttributeValues: marshall({ ':soon': Math.floor(clock() / 1000) + ERASED_KEPT_SECONDS }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    // Nothing was in the way where the write went well.
    const known = await dynamo.send(update).then(
      () => true,
      (error: unknown) => itemInTheWay(error) !== undefined,
    );
    if (!known) throw new Error(`The contact of ${orderId} has not arrived yet.`);
  },

  find: async (orderId) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName: tableName, Key: marshall(keyOf(orderId)), ConsistentRead: true }),
    );
    return Item && read(Item);
  },
});

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const stored = (row: object) => marshall(row, { removeUndefinedValues: true });
