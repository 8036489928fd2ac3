import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { dynamoPayments } from '../adapters/dynamo-payments.ts';
import { paymentAttention } from '../adapters/payment-attention.ts';
import { simulatedLedger } from '../adapters/simulated-ledger.ts';
import { simulatedProvider } from '../adapters/simulated-provider.ts';
import type { PaymentProvider } from '../application/ports.ts';
import { type Because, makeTakePayment } from '../application/take-payment.ts';
import { paymentIdOf } from '../domain/payment.ts';
import { compose } from '../service.ts';
import { makeAccounts } from './accounts.ts';

export const BECAUSE: Because = {
  cause: { correlationId: 'c-1', causationId: 'e-1', actor: { type: 'system', id: 'test' } },
  attempt: 1,
};

const MAX_ATTEMPTS = 10;

export const LAST: Because = { ...BECAUSE, attempt: MAX_ATTEMPTS };

/** Sees every call to DynamoDB and to the provider and may delay it, fail it or lose its answer. */
export type Around = <T>(call: () => Promise<T>) => Promise<T>;

/** The simulated provider, and everything that it was asked, by idempotency key. */
const makeProvider = () => {
  const { table, accounts } = makeAccounts();
  const simulated = simulatedProvider({ ledger: simulatedLedger(table) });
  const calls: string[] = [];
  const noted =
    <R extends { readonly idempotencyKey: string }, A>(ask: (request: R) => Promise<A>) =>
    (request: R): Promise<A> => {
      calls.push(request.idempotencyKey);
      return ask(request);
    };
  const provider: PaymentProvider = {
    authorize: noted(simulated.authorize),
    capture: noted(simulated.capture),
    void: noted(simulated.void),
    refund: noted(simulated.refund),
  };
  /** Key → amount of everything of a kind that really happened. */
  const done = (kind: string): Readonly<Record<string, number>> =>
    Object.fromEntries(
      accounts()
        .flatMap(({ entries }) => Object.entries(entries))
        .flatMap(([key, entry]) => (entry.kind === kind ? [[key, entry.amount]] : [])),
    );
  return {
    provider,
    ledger: {
      calls,
      accounts,
      /** References. */
      authorized: () => accounts().map(({ accountId }) => accountId),
      captured: () => done('capture'),
      voided: () => done('void'),
      refunded: () => done('refund'),
    },
  };
};

/**
 * The service on the local cloud's DynamoDB, with the table and the publisher that are deployed.
 * @param around every call to DynamoDB and to the provider
 * @param asking the calls to the provider alone
 */
export const aService = ({
  around = (call) => call(),
  asking = (call) => call(),
}: { readonly around?: Around; readonly asking?: Around } = {}) => {
  const table = tableFrom(`${__dirname}/../../resources.yml`, 'PaymentsTable');
  const { operations, streams } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [table],
    meter: makeMeter(),
    ownerOf: () => 'payments',
  });
  const { client } = makeEngineClient(operations);
  const send = (command: never): Promise<never> => around(() => client.send(command));
  const bus = makeFakeClient((input) => ({
    Entries: (input['Entries'] as unknown[]).map((_, index) => ({ EventId: String(index) })),
  }));
  const failures = makeFakeClient(() => {
    throw new Error('Nothing that we write is unpublishable.');
  });
  const { outside } = makeOutside({
    environment: { BUS_NAME: 'bus', PUBLISH_FAILURES_URL: 'failures' },
    clients: { eventBridge: bus.client, sqs: failures.client },
  });
  const { publish } = compose(outside);
  const deps = { dynamo: { send }, tableName: table.name, clock: outside.clock };
  const payments = dynamoPayments(deps);
  const { provider: simulated, ledger } = makeProvider();
  const provider: PaymentProvider = {
    authorize: (request) => around(() => asking(() => simulated.authorize(request))),
    capture: (request) => around(() => asking(() => simulated.capture(request))),
    void: (request) => around(() => asking(() => simulated.void(request))),
    refund: (request) => around(() => asking(() => simulated.refund(request))),
  };
  const records = () => {
    const arn = table.stream?.arn ?? '';
    return streams.shardsOf(arn).flatMap((shard) => streams.read(arn, shard, undefined, 10_000));
  };

  return {
    ledger,
    takePayment: makeTakePayment({ payments, provider, raise: paymentAttention(deps), maxAttempts: MAX_ATTEMPTS }),
    rows: () => operations.Scan({ TableName: table.name }).Items ?? [],
    find: (orderId: string) => dynamoPayments({ ...deps, dynamo: client }).find(paymentIdOf(orderId)),
    records,
    /** Everything on the bus by now, per payment in the order of publication. */
    published: async () => {
      bus.inputs.length = 0;
      await publish({ Records: records() } as unknown as DynamoDBStreamEvent);
      return bus.inputs
        .flatMap((input) => input['Entries'] as PutEventsRequestEntry[])
        .map(({ Detail = '' }) => {
          const { meta, data } = JSON.parse(Detail) as {
            meta: { id: string; type: string; correlationId: string };
            data: Record<string, unknown>;
          };
          return { id: meta.id, type: meta.type, correlationId: meta.correlationId, data };
        });
    },
  };
};

export type Service = ReturnType<typeof aService>;
