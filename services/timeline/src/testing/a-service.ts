import { join } from 'node:path';
import type { HttpFunction } from '@orderwire/http/serve';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { heldToRoutes } from '@orderwire/testing/answers';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoAttention } from '../adapters/dynamo-attention.ts';
import { dynamoStuckOrders } from '../adapters/dynamo-stuck-orders.ts';
import { dynamoTimelines } from '../adapters/dynamo-timelines.ts';
import { makeRaiseAttention } from '../application/raise-attention.ts';
import type { Attention } from '../domain/attention.ts';
import type { StuckOrder } from '../domain/stuck-order.ts';
import type { Entry } from '../domain/entry.ts';
import { subscriptions } from '../handlers/events/subscriptions.ts';
import { compose } from '../service.ts';

type Request = Parameters<typeof aRequest>[0];

interface Answered<Body> {
  readonly status: number | undefined;
  readonly body: Body & { readonly code?: string; readonly cursor?: string };
}

/** The service on the Timeline table as it is deployed, in the local cloud's engine. */
export const aService = () => {
  const tableName = 'TimelineTable';
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), tableName)],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'timeline',
  });
  const dynamo = makeEngineClient(operations).client;
  const { outside, advance, log, count, lines, counts } = makeOutside({
    environment: { TIMELINE_TABLE: tableName },
    clients: { dynamo },
  });
  const { getTimeline, listAttention, closeAttention, listStuck } = heldToRoutes(compose(outside));
  const timelines = dynamoTimelines({ dynamo, tableName });
  const ask = async <Body>(called: HttpFunction, request: Request): Promise<Answered<Body>> => {
    const { statusCode, body = '' } = await called(aRequest(request));
    return { status: statusCode, body: JSON.parse(body) as Answered<Body>['body'] };
  };
  return {
    dynamo,
    tableName,
    timelines,
    subscriptions: subscriptions({
      timelines,
      raise: makeRaiseAttention({ list: dynamoAttention({ dynamo, tableName }), log, count }),
      stuck: dynamoStuckOrders({ dynamo, tableName }),
    }),
    getTimeline: (request: Request) => ask<{ readonly entries?: readonly Entry[] }>(getTimeline, request),
    listAttention: (request: Request) => ask<{ readonly entries: readonly Attention[] }>(listAttention, request),
    listStuck: (request: Request) => ask<{ readonly orders: readonly StuckOrder[] }>(listStuck, request),
    closeAttention: (request: Request) => ask<Attention>(closeAttention, request),
    advance,
    lines,
    counts,
  };
};
