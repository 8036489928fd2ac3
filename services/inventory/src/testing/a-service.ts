import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import type { Cause } from '@orderwire/events-schema/cause';
import { heldToRoutes } from '@orderwire/testing/answers';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { dynamoStocks } from '../adapters/dynamo-stocks.ts';
import { stockAttention } from '../adapters/stock-attention.ts';
import { reservationOf, stockOf } from '../adapters/stock-rows.ts';
import { dynamoMovements } from '../adapters/dynamo-movements.ts';
import { makeMoveStock } from '../application/move-stock.ts';
import { makeReceive } from '../application/receive.ts';
import { makeReservations } from '../application/reservations.ts';
import type { Returned } from '../domain/returned.ts';
import { subscriptions } from '../handlers/events/subscriptions.ts';
import { compose } from '../service.ts';

export const CAUSE: Cause = { correlationId: 'c-1', causationId: 'e-1', actor: { type: 'system', id: 'test' } };

type Send = ReturnType<typeof makeEngineClient>['client']['send'];

export interface Published {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The service on the local cloud's DynamoDB, with the table that is deployed and the publisher that is deployed.
 * `around` sees every call to DynamoDB and may delay it, fail it or lose its answer.
 */
export const aService = (options: { readonly around?: (send: Send) => Send; readonly isHeld?: () => boolean } = {}) => {
  const table = tableFrom(`${__dirname}/../../resources.yml`, 'StockTable');
  const { operations, streams } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [table],
    meter: makeMeter(),
    ownerOf: () => 'inventory',
    ...(options.isHeld && { isHeld: options.isHeld }),
  });
  const { client, sent } = makeEngineClient(operations);
  const around = options.around ?? ((send) => send);
  const dynamo = { send: around(client.send) };
  const bus = makeFakeClient((input) => ({
    Entries: (input['Entries'] as unknown[]).map((_, index) => ({ EventId: String(index) })),
  }));
  const failures = makeFakeClient(() => {
    throw new Error('Nothing that we write is unpublishable.');
  });
  const { outside, advance } = makeOutside({
    environment: { STOCK_TABLE: table.name, BUS_NAME: 'bus', PUBLISH_FAILURES_URL: 'failures' },
    clients: { dynamo, eventBridge: bus.client, sqs: failures.client },
  });
  const { publish, consume: _, ...routes } = heldToRoutes(compose(outside));
  const deps = { dynamo, tableName: table.name, clock: outside.clock };
  const stocks = dynamoStocks(deps);
  const receive = makeReceive({ stocks });
  const raise = stockAttention(deps);
  const { state } = makeMoveStock({ stocks, movements: dynamoMovements(deps), raise, clock: outside.clock });
  const reservations = makeReservations({ stocks, raise });

  const rows = () => operations.Scan({ TableName: table.name }).Items ?? [];
  const rowsUnder = (prefix: string) => rows().filter((row) => row['pk']?.S?.startsWith(prefix));
  const records = () => {
    const arn = table.stream?.arn ?? '';
    return streams.shardsOf(arn).flatMap((shard) => streams.read(arn, shard, undefined, 10_000));
  };

  return {
    ...routes,
    receive,
    reservations,
    subscriptions: subscriptions({ receive, state, reservations }),
    sent,
    items: () => rowsUnder('item/').map((row) => stockOf({ ...row })),
    item: (itemId: string) =>
      rowsUnder(`item/${itemId}`)
        .map((row) => stockOf({ ...row }))
        .find((stock) => stock.itemId === itemId),
    held: () => rowsUnder('reservation/').map((row) => reservationOf({ ...row })),
    /** What came back, one for each time. */
    returned: () => rowsUnder('returned/').map((row) => unmarshall(row) as Returned),
    /** What somebody does to a level by hand. */
    correct: (itemId: string, { reserved }: { readonly reserved: number }) =>
      operations.UpdateItem({
        TableName: table.name,
        Key: { pk: { S: `item/${itemId}` } },
        UpdateExpression: 'SET reserved = :reserved',
        ExpressionAttributeValues: { ':reserved': { N: String(reserved) } },
      }),
    advance,
    /** How often a person was told. */
    attentions: () => rowsUnder('attention/').length,
    records,
    /** Everything on the bus by now, in the order of publication. */
    published: async (): Promise<readonly Published[]> => {
      bus.inputs.length = 0;
      await publish({ Records: records() } as unknown as DynamoDBStreamEvent);
      return bus.inputs
        .flatMap((input) => input['Entries'] as PutEventsRequestEntry[])
        .map((entry) => {
          const { meta, data } = JSON.parse(entry.Detail ?? '') as { meta: Omit<Published, 'data'>; data: object };
          const { id, type, subject, sequence } = meta;
          return { id, type, subject, sequence, data: { ...data } };
        });
    },
  };
};

export type Service = ReturnType<typeof aService>;
