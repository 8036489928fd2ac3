import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { aBatch, aDetail, type Detail } from '@orderwire/testing/batch';
import { heldToRoutes } from '@orderwire/testing/answers';
import { chargesFor } from '@orderwire/testing/charges';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { REDUCED, STANDARD } from '@orderwire/testing/taxed';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { compose } from '../service.ts';

export const ORDER = 'ord_01KQ8Z3V5T7W9Y1B3D5F7H9K2M';
export const FIRST = 'ret_01KQ8Z3V5T7W9Y1B3D5F7H9K2M_1';

export interface Published {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const TEA = { itemId: 'tea', title: 'Tea', unitPrice: 500, ...REDUCED };
const MUG = { itemId: 'mug', title: 'Mug', unitPrice: 1_680, ...STANDARD };

/** Lines of tea and mugs, as events have them. */
export const goods = ({ tea = 0, mug = 0 }: { readonly tea?: number; readonly mug?: number }) =>
  [
    { ...TEA, count: tea },
    { ...MUG, count: mug },
  ].filter(({ count }) => count > 0);

let sequence = 100;
const ofOrder = (type: string, data: object, order = ORDER): Detail =>
  aDetail(type, 'orderwire.orders', order, data, (sequence += 1));

/** Two packets of tea and a mug in one parcel, if it is not said otherwise. */
export const shipped = ({
  parcelId = 'p1',
  position = 1,
  isLast = true,
  lines = goods({ tea: 2, mug: 1 }),
  order = ORDER,
  language = 'en',
} = {}): Detail =>
  ofOrder(
    'OrderShipped',
    {
      ...{ orderNumber: 'JXW2-VRJV-47H2', customerId: 'ada', language, parcelId, position, isLast },
      ...{ attempt: 1, inferred: false, lines, charges: chargesFor(lines, { shipping: position === 1 ? 490 : 0 }) },
    },
    order,
  );

export const DELIVERED_AT = '2026-03-01T12:00:00.000Z';

export const delivered = (parcelId = 'p1', type: 'OrderDelivered' | 'ParcelDelivered' = 'OrderDelivered'): Detail =>
  ofOrder(type, { orderNumber: 'JXW2-VRJV-47H2', parcelId, deliveredAt: DELIVERED_AT });

export const returned = (parcelId: string, type: 'OrderReturned' | 'ParcelReturned' = 'ParcelReturned'): Detail =>
  ofOrder(type, {
    ...{ orderNumber: 'JXW2-VRJV-47H2', parcelId, reason: 'refused', restock: true },
    ...{ lines: goods({ mug: 1 }), charges: chargesFor(goods({ mug: 1 }), { shipping: 0 }) },
  });

export const arrived = (
  lines: readonly { readonly itemId: string; readonly count: number }[],
  { returnId = FIRST, condition = 'good' } = {},
): Detail => ofOrder('OrderReturnArrived', { orderNumber: 'JXW2-VRJV-47H2', returnId, lines, condition });

/** The service on the local cloud's DynamoDB, with the table and the publisher that are deployed. */
export const aService = (settings: Readonly<Record<string, string>> = {}) => {
  const table = tableFrom(`${__dirname}/../../resources.yml`, 'ReturnsTable');
  const { operations, streams } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [table],
    meter: makeMeter(),
    ownerOf: () => 'returns',
  });
  const { client } = makeEngineClient(operations);
  const bus = makeFakeClient((input) => ({
    Entries: (input['Entries'] as unknown[]).map((_, index) => ({ EventId: String(index) })),
  }));
  const queue = makeFakeClient(() => ({}));
  const { outside, advance } = makeOutside({
    environment: {
      ...{ RETURNS_TABLE: table.name, BUS_NAME: 'bus', PUBLISH_FAILURES_URL: 'failures' },
      ...{ INBOX_URL: 'inbox', DEAD_LETTER_QUEUE_URL: 'parked', SHOP_TIME_ZONE: 'Europe/Berlin' },
      ...{ RETURN_DAYS: '30', RETURN_APPROVAL: 'staff', REFUND_SHIPPING: 'when_all_is_back', ...settings },
    },
    clients: { dynamo: client, eventBridge: bus.client, sqs: queue.client },
    start: Date.parse('2026-03-02T09:00:00.000Z'),
  });
  const service = heldToRoutes(compose(outside));
  const rows = () => operations.Scan({ TableName: table.name }).Items ?? [];

  type Name = 'listReturns' | 'listWaitingReturns' | 'requestReturn' | 'approveReturn' | 'rejectReturn';
  const call = async (name: Name, request: object) => {
    const answer = await service[name](aRequest(request));
    return { status: answer.statusCode, headers: answer.headers ?? {}, body: bodyOf(answer), answer };
  };

  return {
    call,
    advance,
    rows,
    /** @returns how many of these events are to come again */
    consume: async (...details: readonly Detail[]): Promise<number> =>
      (await service.consume(aBatch(...details))).batchItemFailures.length,
    ask: (
      lines: unknown,
      { as = 'ada', order = ORDER, ...more }: { as?: string; order?: string; headers?: Record<string, string> } = {},
    ) => call('requestReturn', { as, path: { id: order }, body: { lines }, ...more }),
    waiting: (query: Readonly<Record<string, string>> = {}, as = 'staff:grace') =>
      call('listWaitingReturns', { as, query }),
    approve: (id = FIRST) => call('approveReturn', { as: 'staff:grace', path: { id } }),
    reject: (id = FIRST, body?: object) => call('rejectReturn', { as: 'staff:grace', path: { id }, body }),
    list: (as = 'ada') => call('listReturns', { as, path: { id: ORDER } }),
    /** Everything on the bus by now, in the order of publication. */
    published: async (): Promise<readonly Published[]> => {
      bus.inputs.length = 0;
      const arn = table.stream?.arn ?? '';
      const records = streams.shardsOf(arn).flatMap((shard) => streams.read(arn, shard, undefined, 10_000));
      await service.publish({ Records: records } as unknown as DynamoDBStreamEvent);
      return bus.inputs
        .flatMap((input) => input['Entries'] as PutEventsRequestEntry[])
        .map((entry) => {
          const { meta, data } = JSON.parse(entry.Detail ?? '') as { meta: { id: string; type: string }; data: object };
          return { id: meta.id, type: meta.type, data: { ...data } };
        });
    },
  };
};
