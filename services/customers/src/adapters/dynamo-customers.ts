import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { causedByCall } from '@orderwire/events-schema/cause';
import { CustomerErased, CustomerRegistered, CustomerUpdated } from '@orderwire/events-schema/customers';
import { isoTime } from '@orderwire/kernel/clock';
import { batchGet } from '@orderwire/store/batch-get';
import { conditionFailedAt } from '@orderwire/store/dynamo-errors';
import { makeOutbox } from '@orderwire/store/outbox';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { putNextVersion } from '@orderwire/store/versioned-row';
import type { By, Customers, ListPosition } from '../application/ports.ts';
import { customerRow, erasedKey, LIST, listKey, readCustomer } from './customer-row.ts';

const outboxOf = makeOutbox<typeof CustomerRegistered | typeof CustomerUpdated | typeof CustomerErased>(
  CustomerRegistered,
  CustomerUpdated,
  CustomerErased,
);

const causeOf = ({ type, id: customerId, requestId, reason }: By) =>
  causedByCall(requestId, { requestId, caller: { customerId, staff: type === 'staff', reason } });

/** The Customers table: one row per customer, under the user pool's `sub`. */
export const dynamoCustomers = ({
  dynamo,
  tableName: TableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Customers => {
  const rowAt = async (key: { readonly customerId: string }) =>
    (await dynamo.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }))).Item;

  /** The indexes hold keys: the profiles are read as they are now. */
  const query = async (input: Omit<QueryCommandInput, 'TableName'>) => {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(new QueryCommand({ TableName, ...input }));
    const ids = Items.map((item) => String(item['customerId']?.S));
    const rows = await batchGet(
      dynamo,
      TableName,
      ids.map((customerId) => marshall({ customerId })),
    );
    const known = new Map(rows.map((row) => [row['customerId']?.S, readCustomer(row).profile]));
    const profiles = ids.flatMap((id) => known.get(id) ?? []);
    return { profiles, last: LastEvaluatedKey && (unmarshall(LastEvaluatedKey) as ListPosition) };
  };

  return {
    find: async (customerId) => {
      const row = await rowAt({ customerId });
      return row && readCustomer(row);
    },

    findByEmail: async (email) => {
      const { profiles } = await query({
        IndexName: 'byEmail',
        KeyConditionExpression: 'email = :email',
        ExpressionAttributeValues: marshall({ ':email': email }),
      });
      // The index may be behind a change of address.
      return profiles.find((profile) => profile.email === email);
    },

    list: async (Limit, from) => {
      const { profiles, last } = await query({
        IndexName: 'byCreation',
        KeyConditionExpression: 'listedIn = :list',
        ExpressionAttributeValues: marshall({ ':list': LIST }),
        ScanIndexForward: false,
        Limit,
        ...(from && { ExclusiveStartKey: marshall(listKey(from)) }),
      });
      return { profiles, ...(last && { next: { customerId: last.customerId, createdAt: last.createdAt } }) };
    },

    register: async (profile, by) => {
      const { customerId } = profile;
      const outbox = outboxOf({
        subject: customerId,
        sequence: 1,
        at: Date.parse(profile.createdAt),
        cause: causeOf(by),
        events: [{ type: 'CustomerRegistered', data: { customerId, changed: ['email', 'name'] } }],
      });
      const Item = marshall({ ...customerRow({ profile, version: 1 }), outbox });
      const ConditionExpression = 'attribute_not_exists(customerId)';
      const command = new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item, ConditionExpression } },
          { ConditionCheck: { TableName, Key: marshall(erasedKey(customerId)), ConditionExpression } },
        ],
      });
      try {
        await retryConflicts(() => dynamo.send(command));
        return 'registered';
      } catch (error) {
        if (conditionFailedAt(error, 1)) return 'erased';
        // Two first sign-ins at once: the profile is there, which is all that was asked for.
        if (conditionFailedAt(error, 0)) return 'known';
        throw error;
      }
    },

    replace: async (known, changed, at, by) => {
      const { customerId } = known.profile;
      const outbox = outboxOf({
        subject: customerId,
        sequence: known.version,
        at,
        cause: causeOf(by),
        events: [{ type: 'CustomerUpdated', data: { customerId, changed: [...changed] } }],
      });
      const table = { dynamo, tableName: TableName, key: 'customerId' } as const;
      return (await putNextVersion(table, customerRow(known), outbox)) === undefined;
    },

    erase: async ({ profile: { customerId }, version }, at, by) => {
      // Another item, so another subject: a stream keeps the order of one item's events only.
      const { customerId: subject } = erasedKey(customerId);
      const outbox = outboxOf({
        subject,
        sequence: 1,
        at,
        cause: causeOf(by),
        events: [{ type: 'CustomerErased', data: { customerId } }],
      });
      const Item = marshall({ ...erasedKey(customerId), version: 1, erasedAt: isoTime(at), outbox });
      const command = new TransactWriteItemsCommand({
        TransactItems: [
          {
            Delete: {
              TableName,
              Key: marshall({ customerId }),
              ConditionExpression: 'version = :seen',
              ExpressionAttributeValues: marshall({ ':seen': version }),
            },
          },
          { Put: { TableName, Item } },
        ],
      });
      try {
        await retryConflicts(() => dynamo.send(command));
        return true;
      } catch (error) {
        if (conditionFailedAt(error, 0)) return false;
        throw error;
      }
    },

    isErased: async (customerId) => (await rowAt(erasedKey(customerId))) !== undefined,
  };
};
