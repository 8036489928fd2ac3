import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { CreditNoteIssued, InvoiceIssued } from '@orderwire/events-schema/invoice';
import type { Clock } from '@orderwire/kernel/clock';
import { timeOf } from '@orderwire/kernel/ids';
import { conditionFailedAt, isConditionFailed, itemInTheWay } from '@orderwire/store/dynamo-errors';
import { makeOutbox } from '@orderwire/store/outbox';
import { forgetSoon } from '@orderwire/store/forget-soon';
import { retryConflicts } from '@orderwire/store/retry-conflicts';
import { toStored } from '@orderwire/store/stored-charges';
import type { Invoices } from '../application/ports.ts';
import type { CreditNote } from '../domain/credit-note.ts';
import { type Draft, draftLike, type Invoice, type IssuedInvoice, shipped } from '../domain/invoice.ts';
import { CREDIT, readCounter, readInvoice } from './rows.ts';

const outboxOf = makeOutbox(InvoiceIssued);
const creditOutboxOf = makeOutbox(CreditNoteIssued);

/** A draft that nobody pays for is deleted after half a year, and the buyer’s address with it. */
const DRAFT_KEPT_SECONDS = 180 * 24 * 60 * 60;

/**
 * Rows of three kinds under one key. `order/<orderId>` is the order's draft, and becomes the invoice of the first parcel that is
 * told; most orders have no other. Further ones are `order/<orderId>/<parcelId>`. `credit/<orderId>/<refundId>` is a credit
 * note, `series/INV-2026` a counter.
 */
const rowOf = (orderId: string) => ({ id: `order/${orderId}` });
const furtherRowOf = (orderId: string, parcelId: string) => ({ id: `order/${orderId}/${parcelId}` });
const creditOf = ({ orderId, refundId }: CreditNote) => ({ id: `${CREDIT}${orderId}/${refundId}` });
const counterOf = (series: string) => ({ id: `series/${series}` });

const FRESH = 'attribute_not_exists(id)';
const UNCHANGED = 'version = :seen';

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const row = (item: object) => marshall(item, { removeUndefinedValues: true });
const stored = (invoice: Exclude<Invoice, Draft>, more: object = {}) => {
  const { orderId, parcelId, isFurther } = invoice;
  const key = isFurther ? furtherRowOf(orderId, parcelId) : rowOf(orderId);
  return row({ ...key, ...invoice, ...toStored(invoice), ...more });
};

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

  /** The series’ counter and what gets the number, both or neither. */
  const numbering = (series: string, last: number, document: NonNullable<TransactWriteItem['Put']>) =>
    new TransactWriteItemsCommand({
      TransactItems: [
        {
          Put: {
            TableName,
            Item: marshall({ ...counterOf(series), lastPosition: last + 1 }),
            ...(last === 0
              ? { ConditionExpression: FRESH }
              : {
                  ConditionExpression: 'lastPosition = :last',
                  ExpressionAttributeValues: marshall({ ':last': last }),
                }),
          },
        },
        { Put: document },
      ],
    });

  return {
    find: async (orderId, parcelId) => {
      const item = await get(rowOf(orderId));
      const first = item && readInvoice(item);
      if (!first || first.status === 'draft' || parcelId === undefined || first.parcelId === parcelId) return first;
      const further = await get(furtherRowOf(orderId, parcelId));
      return further && readInvoice(further);
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

    forgetDraft: async (orderId) => {
      const isKnown = await forgetSoon(deps, marshall(rowOf(orderId)), 'draft');
      // The draft of an order this old has expired. An order's id says when it was placed.
      if (isKnown || timeOf(orderId) + DRAFT_KEPT_SECONDS * 1000 <= deps.clock()) return;
      throw new Error(`Order ${orderId} was erased, but its OrderPlaced has not arrived yet.`);
    },

    addShipment: async (orderId, shipment) => {
      const { parcelId } = shipment;
      const { lines, charges } = toStored(shipment);
      const update = new UpdateItemCommand({
        TableName,
        Key: marshall(rowOf(orderId)),
        UpdateExpression:
          'SET #status = :shipped, version = :next, parcelId = :parcelId, #lines = :lines, charges = :charges',
        ConditionExpression: UNCHANGED,
        ExpressionAttributeNames: { '#status': 'status', '#lines': 'lines' },
        ExpressionAttributeValues: row({
          ...{ ':shipped': 'shipped', ':seen': 1, ':next': 2 },
          ...{ ':parcelId': parcelId, ':lines': lines, ':charges': charges },
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const inTheWay = await deps.dynamo.send(update).then(() => 'nothing' as const, itemInTheWay);
      if (inTheWay === 'nothing') return;
      if (!inTheWay) throw new Error(`Order ${orderId} was shipped, but its OrderPlaced has not arrived yet.`);
      const first = readInvoice(inTheWay);
      if (first.status === 'draft' || first.parcelId === parcelId) return;
      const further = { ...shipped(draftLike(first), shipment), isFurther: true } as const;
      await deps.dynamo
        .send(new PutItemCommand({ TableName, Item: stored(further), ConditionExpression: FRESH }))
        .catch(unlessConditionFailed);
    },

    lastPosition: async (series) => {
      const counter = await get(counterOf(series));
      return counter ? readCounter(counter).lastPosition : 0;
    },

    takeNumber: async (series, last, invoice) => {
      const write = numbering(series, last, {
        TableName,
        Item: stored(invoice),
        ConditionExpression: UNCHANGED,
        ExpressionAttributeValues: marshall({ ':seen': invoice.version - 1 }),
      });
      return retryConflicts(() => deps.dynamo.send(write))
        .then(() => true)
        .catch((error: unknown) => {
          if (conditionFailedAt(error, 0) || conditionFailedAt(error, 1)) return false;
          throw error;
        });
    },

    credit: async (series, last, note, cause) => {
      const outbox = creditOutboxOf({
        subject: note.number,
        sequence: note.version,
        at: deps.clock(),
        cause,
        events: [{ type: 'CreditNoteIssued', data: creditData(note) }],
        item: note,
      });
      const Item = row({ ...creditOf(note), ...note, outbox });
      const write = numbering(series, last, { TableName, Item, ConditionExpression: FRESH });
      return retryConflicts(() => deps.dynamo.send(write))
        .then(() => true)
        .catch((error: unknown) => {
          if (conditionFailedAt(error, 1)) return 'known';
          if (conditionFailedAt(error, 0)) return false;
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

const issuedData = ({ orderId, orderNumber, number, parcelId, objectKey, lines, charges }: IssuedInvoice) => ({
  ...{ orderId, orderNumber, number, parcelId, charges, objectKey },
  lines: [...lines],
});

const creditData = ({ orderId, orderNumber, number, forInvoice, refundId, lines, charges }: CreditNote) => ({
  ...{ orderId, orderNumber, number, forInvoice, refundId, charges },
  lines: [...lines],
});

const unlessConditionFailed = (error: unknown): undefined => {
  if (!isConditionFailed(error)) throw error;
  return undefined;
};
