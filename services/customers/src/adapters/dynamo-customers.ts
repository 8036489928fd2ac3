import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { defaultAddress, language } from '@orderwire/events-schema/common';
import { CustomerRegistered } from '@orderwire/events-schema/customers';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Customers } from '../application/ports.ts';
import type { Profile } from '../domain/profile.ts';

interface Stored extends Profile {
  readonly version: number;
  readonly outbox?: string;
}

const outboxOf = makeOutbox(CustomerRegistered);

const profileOf = rowReader(
  'customer',
  z.object({
    customerId: z.string(),
    email: z.string(),
    name: z.string(),
    phone: z.exactOptional(z.string()),
    defaultAddress: z.exactOptional(defaultAddress),
    language: z.exactOptional(language),
    createdAt: z.string(),
  }),
);

/** The Customers table: one row per customer, under the user pool's `sub`. */
export const dynamoCustomers = ({
  dynamo,
  tableName: TableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Customers => ({
  find: async (customerId) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName, Key: marshall({ customerId }), ConsistentRead: true }),
    );
    return Item && profileOf(Item);
  },

  register: async (profile, requestId) => {
    const { customerId } = profile;
    const outbox = outboxOf({
      subject: customerId,
      sequence: 1,
      at: Date.parse(profile.createdAt),
      cause: { correlationId: requestId, causationId: requestId, actor: { type: 'customer', id: customerId } },
      events: [{ type: 'CustomerRegistered', data: { customerId, changed: ['email', 'name'] } }],
    });
    const row: Stored = { ...profile, version: 1, outbox };
    try {
      await dynamo.send(
        new PutItemCommand({
          TableName,
          Item: marshall(row, { removeUndefinedValues: true }),
          ConditionExpression: 'attribute_not_exists(customerId)',
        }),
      );
    } catch (error) {
      // Two first sign-ins at once: the profile is there, which is all that was asked for.
      if (!isConditionFailed(error)) throw error;
    }
  },
});
