import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { conditionFailedAt, isConditionFailed } from '@orderwire/store/dynamo-errors';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { InvoiceIssued } from '@orderwire/events-schema/invoice';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Clock } from '@orderwire/kernel/clock';
import type { Invoices } from '../application/ports.ts';
import type { Invoice, IssuedInvoice } from '../domain/invoice.ts';

const outboxOf = makeOutbox(InvoiceIssued);

/** A draft that nobody pays for goes after half a year, and the buyer’s address with it. */
const DRAFT_KEPT_SECONDS = 180 * 24 * 60 * 60;

/** Rows of two kinds under one key: `order/<orderId>` is an invoice, `series/INV-2026` a counter. */
const rowOf = (orderId: string) => ({ id: `order/${orderId}` });
const counterOf = (series: string) => ({ id: `series/${series}` });

interface Stored {
  readonly id: string;
  readonly outbox?: string;
  /** Seconds since the epoch; the table's time to live. */
  readonly expiresAt?: number;
}

const FRESH = 'attribute_not_exists(id)';
const UNCHANGED = 'version = :seen';

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const stored = (row: object) => marshall(row, { removeUndefinedValues: true });

/** The Invoices table. */
export const dynamoInvoices = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly clock: Clock;
}): Invoices => {
  const TableName = deps.tableName;

  const read = async (key: { readonly id: string }): Promise<unknown> => {
    const { Item } = await deps.dynamo.send(
      new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  };

  return {
    find: async (orderId) => {
      const row = (await read(rowOf(orderId))) as (Invoice & Stored) | undefined;
      return row && invoiceOf(row);
    },

    addDraft: async (draft) => {
      const expiresAt = Math.floor(deps.clock() / 1000) + DRAFT_KEPT_SECONDS;
      await deps.dynamo
        .send(
          new PutItemCommand({
            TableName,
            Item: stored({ ...rowOf(draft.orderId), ...draft, expiresAt }),
            ConditionExpression: FRESH,
          }),
        )
        .catch(unlessConditionFailed);
    },

    lastPosition: async (series) => {
      const counter = (await read(counterOf(series))) as { readonly lastPosition: number } | undefined;
      return counter?.lastPosition ?? 0;
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
              Item: stored({ ...rowOf(invoice.orderId), ...invoice }),
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
            Item: stored({ ...rowOf(invoice.orderId), ...invoice, outbox }),
            ConditionExpression: UNCHANGED,
            ExpressionAttributeValues: marshall({ ':seen': invoice.version - 1 }),
          }),
        )
        .catch(unlessConditionFailed);
      return written !== undefined;
    },
  };
};

const invoiceOf = ({ id: _id, outbox: _outbox, expiresAt: _expiresAt, ...invoice }: Invoice & Stored): Invoice =>
  invoice;

const issuedData = ({ orderId, number, objectKey, lines, totals }: IssuedInvoice) => {
  const { total, tax, shipping, currency } = totals;
  return { orderId, number, total, tax, currency, lines: [...lines], shipping, objectKey };
};

const unlessConditionFailed = (error: unknown): undefined => {
  if (!isConditionFailed(error)) throw error;
  return undefined;
};
