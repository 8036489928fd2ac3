import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { address, language, orderNumber } from '@orderwire/events-schema/common';
import type { Clock } from '@orderwire/kernel/clock';
import { timeOf } from '@orderwire/kernel/ids';
import { itemInTheWay } from '@orderwire/store/dynamo-errors';
import { forgetSoon } from '@orderwire/store/forget-soon';
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

const keyOf = (orderId: string) => ({ id: `${orderId}/contact` });

/** Says that the contact of a customer who was erased was there, and nothing else. It outlives the contact. */
const forgottenKeyOf = (orderId: string) => ({ id: `${orderId}/forgotten` });

/** In seconds: from then on an order without a contact had one, and it has expired. An order's id says when it was placed. */
const keptUntil = (orderId: string): number => Math.floor(timeOf(orderId) / 1000) + CONTACT_KEPT_SECONDS;

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
export const dynamoContacts = ({ dynamo, tableName, clock }: Deps): Contacts => {
  const get = async (key: { readonly id: string }) => {
    const Key = marshall(key);
    return (await dynamo.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;
  };

  /** Of an order that has no contact: whether it had one. */
  const isForgotten = async (orderId: string): Promise<boolean> =>
    keptUntil(orderId) <= clock() / 1000 || (await get(forgottenKeyOf(orderId))) !== undefined;

  return {
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
      if (row) return read(row);
      if (await isForgotten(orderId)) return 'forgotten';
      throw notArrived(orderId);
    },

    forget: async (orderId) => {
      const known = await forgetSoon({ dynamo, tableName, clock }, marshall(keyOf(orderId)));
      if (!known) {
        if (await isForgotten(orderId)) return;
        throw notArrived(orderId);
      }
      const forgotten = marshall({ ...forgottenKeyOf(orderId), expiresAt: keptUntil(orderId) });
      await dynamo.send(new PutItemCommand({ TableName: tableName, Item: forgotten }));
    },

    find: async (orderId) => {
      const row = await get(keyOf(orderId));
      if (row) return read(row);
      return (await isForgotten(orderId)) ? 'forgotten' : undefined;
    },
  };
};

const notArrived = (orderId: string) => new Error(`The contact of ${orderId} has not arrived yet.`);

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const stored = (row: object) => marshall(row, { removeUndefinedValues: true });
