import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { InvoiceIssued } from '@orderwire/events-schema/invoice';
import type { Clock } from '@orderwire/kernel/clock';
import { conditionFailedAt, isConditionFailed, itemInTheWay } from '@orderwire/store/dynamo-errors';
import { makeOutbox } from '@orderwire/store/outbox';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { toStored } from '@orderwire/store/stored-charges';
import type { Invoices } from '../application/ports.ts';
import type { Draft, Invoice, IssuedInvoice } from '../domain/invoice.ts';
import { readCounter, readInvoice } from './rows.ts';

const outboxOf = makeOutbox(InvoiceIssued);

/** A draft that nobody pays for is deleted after half a year, and the buyer’s address with it. */
const DRAFT_KEPT_SECONDS = 180 * 24 * 60 * 60;

/** Rows of two kinds under one key: `order/<orderId>` is an invoice, `series/INV-2026` a counter. */
const rowOf = (orderId: string) => ({ id: `order/${orderId}` });
const counterOf = (series: string) => ({ id: `series/${series}` });

const FRESH = 'attribute_not_exists(id)';
const UNCHANGED = 'version = :seen';

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const row = (item: object) => marshall(item, { removeUndefinedValues: true });
const stored = (invoice: Exclude<Invoice, Draft>, more: object = {}) =>
  row({ ...rowOf(invoice.orderId), ...invoice, ...toStored(invoice), ...more });

/** The Invoices table. */
export const dynamoInvoices = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): Invoices => {
  const TableName = deps.tableName;

  const get = async (key: { readonly id: string }) => {
    const { Item } = await deps.dynamo.send(
      new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }),
    );
    return Item;
  };

  return {
    find: async (orderId) => {
      const item = await get(rowOf(orderId));
      return item && readInvoice(item);
    },

    addDraft: async (draft) => {
      const expiresAt = Math.floor(deps.clock() / 1000) + DRAFT_KEPT_SECONDS;
      await deps.dynamo
        .send(
          new PutItemCommand({
            TableName,
            Item: row({ ...rowOf(draft.orderId), ...draft, expiresAt }),
            ConditionExpression: FRESH,
          }),
        )
        .catch(unlessConditionFailed);
    },

    addShipment: async (orderId, shipment) => {
      const { lines, charges } = toStored(shipment);
      const update = new UpdateItemCommand({
        TableName,
        Key: marshall(rowOf(orderId)),
        UpdateExpression: 'SET #status = :shipped, version = :next, #lines = :lines, charges = :charges',
        ConditionExpression: UNCHANGED,
        ExpressionAttributeNames: { '#status': 'status', '#lines': 'lines' },
        ExpressionAttributeValues: row({
          ...{ ':shipped': 'shipped', ':seen': 1, ':next': 2 },
          ...{ ':lines': lines, ':charges': charges },
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const known = await deps.dynamo.send(update).then(() => true, itemInTheWay);
      if (!known) throw new Error(`Order ${orderId} was shipped, but its OrderPlaced has not arrived yet.`);
    },

    lastPosition: async (series) => {
      const counter = await get(counterOf(series));
      return counter ? readCounter(counter).lastPosition : 0;
    },

    takeNumber: async (series, last, invoice) => {
      const counter = { ...counterOf(series), lastPosition: last + 1 };
      const write = new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: marshall(counter),
              ...(last === 0
                ? { ConditionExpression: FRESH }
                : {
                    ConditionExpression: 'lastPosition = :last',
                    ExpressionAttributeValues: marshall({ ':last': last }),
                  }),
            },
          },
          {
            Put: {
              TableName,
              Item: stored(invoice),
              ConditionExpression: UNCHANGED,
              ExpressionAttributeValues: marshall({ ':seen': invoice.version - 1 }),
            },
          },
        ],
      });
      return retryConflicts(() => deps.dynamo.send(write))
        .then(() => true)
        .catch((error: unknown) => {
          if (conditionFailedAt(error, 0) || conditionFailedAt(error, 1)) return false;
          throw error;
        });
    },

    markIssued: async (invoice, cause) => {
      const outbox = outboxOf({
        subject: invoice.number,
        sequence: invoice.version,
        at: deps.clock(),
        cause,
        events: [{ type: 'InvoiceIssued', data: issuedData(invoice) }],
        item: invoice,
      });
      const written = await deps.dynamo
        .send(
          new PutItemCommand({
            TableName,
            Item: stored(invoice, { outbox }),
            ConditionExpression: UNCHANGED,
            ExpressionAttributeValues: marshall({ ':seen': invoice.version - 1 }),
          }),
        )
        .catch(unlessConditionFailed);
      return written !== undefined;
    },
  };
};

const issuedData = ({ orderId, orderNumber, number, objectKey, lines, charges }: IssuedInvoice) => ({
  ...{ orderId, orderNumber, number, charges, objectKey },
  lines: [...lines],
});

const unlessConditionFailed = (error: unknown): undefined => {
  if (!isConditionFailed(error)) throw error;
  return undefined;
};
