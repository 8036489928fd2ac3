import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { defaultAddress, language } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Customers } from '../application/ports.ts';

/** The part of the customers service's row that we may read; the function's role grants these attributes and no others. */
const ATTRIBUTES = ['customerId', 'email', 'name', 'phone', 'defaultAddress', 'language'] as const;

const optionalText = z.exactOptional(z.string());

const profile = z.object({
  email: z.string(),
  name: optionalText,
  phone: optionalText,
  defaultAddress: z.exactOptional(defaultAddress),
  language: z.exactOptional(language),
});

const readProfile = rowReader('profile', profile);

/** Reads the customers service's table, so that orders can be placed while that service is down. */
export const dynamoCustomers = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Customers => ({
  find: async (customerId) => {
    const { Item: item } = await deps.dynamo.send(
      new GetItemCommand({
        TableName: deps.tableName,
        Key: { customerId: { S: customerId } },
        // So that somebody who signed up a moment ago can order.
        ConsistentRead: true,
        ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
      }),
    );
    return item && readProfile(item);
  },
});
