import { isMap } from 'node:util/types';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { item, model, placed, world } from '../../engine/engine.fixture.ts';
import { aQueue } from '../../engine/event-bus/choreography.fixture.ts';
import { makeRandom } from '../../simulator/random.ts';
import { makeCredentials } from '../credentials.ts';
import { answer, portOperations } from '../protocols/aws-port.ts';
import type { AwsPortDeps } from '../protocols/aws-port.ts';
import type { WireRequest } from '../protocols/wire.ts';
import type { Parts } from '../testing/hostile/envelopes.ts';
import { makeRequests } from '../testing/hostile/requests.ts';
import { makeBench } from './on-disk.fixture.ts';
import { READS } from './recorder.ts';
import type { Storage } from './storage.ts';

const bench = makeBench();
afterEach(bench.stop);

const ADMIN = { kind: 'admin' } as const;
const ARN = 'arn:aws:x:eu-central-1:123456789012';
const quiet = aQueue('quiet');
const base = model();
const rich = model({
  tables: [
    ...base.tables,
    {
      name: 'notes',
      arn: `${ARN}:table/notes`,
      hashKey: { name: 'id', type: 'S' },
      rangeKey: { name: 'at', type: 'N' },
      indexes: [{ name: 'byAttribute', hashKey: { name: 'attribute', type: 'S' }, projection: 'ALL' }],
    },
  ],
  queues: [...base.queues, quiet, aQueue('source', { redrive: { deadLetterArn: quiet.arn, maxReceiveCount: 1 } })],
  buckets: [{ name: 'files', arn: 'arn:aws:s3:::files' }],
  secrets: [{ name: 'key', arn: `${ARN}:secret:key-abcdef`, value: { kind: 'string', text: '{}' } }],
  emailIdentities: [{ identity: 'shop@example.com', arn: `${ARN}:identity/shop@example.com` }],
  archives: [{ name: 'all', arn: `${ARN}:archive/all`, sourceArn: base.buses[0]?.arn ?? '', retentionDays: 0 }],
  userPools: [
    {
      ...{ id: 'eu-central-1_x', arn: `${ARN}:userpool/x`, issuer: 'http://127.0.0.1/x', clientIds: ['c'] },
      groups: ['staff'],
      passwordPolicy: {
        ...{ minimumLength: 8, requireLowercase: true, requireUppercase: true },
        ...{ requireNumbers: true, requireSymbols: false },
      },
      accessTokenMinutes: 60,
    },
  ],
});

const plain = (_key: string, value: unknown): unknown => {
  if (isMap(value)) return { map: [...value] };
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value;
};

/** Everything but the meter: a refused condition is charged, and so is a read. */
const stateOf = ({ engine }: Storage): string => JSON.stringify({ ...engine.state, meter: undefined }, plain);

const wireRequest = ({ method, path, headers, body }: Parts): WireRequest => {
  const [plainPath = '', rawQuery = ''] = path.split(/\?(.*)/s);
  return {
    ...{ requestId: 'r', method, path: plainPath, rawQuery, body },
    query: new URLSearchParams(rawQuery),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    caller: makeCredentials([], 'key').callerOf(headers.find(([name]) => name === 'authorization')?.[1]),
  };
};

/** The port's protocols over a storage, without sockets; notes which operations the engine was asked for. */
const portOf = ({ engine }: Storage, asked: string[]): AwsPortDeps => {
  const execute: AwsPortDeps['query']['execute'] = (service, operation, input, caller) => {
    asked.push(operation);
    return engine.execute({ service, operation, input, caller });
  };
  return {
    credentials: makeCredentials([], 'key'),
    durable: () => Promise.resolve(),
    json: (service, operation, input, { caller }) =>
      service === 'logs' ? {} : execute(service, operation, input, caller),
    query: { execute, accountId: rich.accountId },
    lambda: {
      execute,
      functions: rich.functions,
      mappings: rich.mappings,
      invoke: () => Promise.resolve({ ok: true, payload: null, text: 'null' }),
    },
    s3: {
      execute,
      buckets: rich.buckets,
      region: rich.region,
      credentials: { callerOf: () => ({ kind: 'anonymous' }), secretFor: () => undefined },
      now: bench.now,
    },
  };
};

const OPERATIONS = portOperations(world({ model: rich }).engine.operations);

describe('a request that is broken', () => {
  it.each(OPERATIONS)(
    'in any way is refused without a trace, or done so that it can be done again: %s',
    async (name) => {
      const directory = bench.folder();
      const storage = await bench.open(directory, { model: rich });
      storage.engine.execute({
        service: 'dynamodb',
        operation: 'PutItem',
        input: item('o1'),
        caller: ADMIN,
      });
      const make = makeRequests(rich);
      const asked: string[] = [];
      const port = portOf(storage, asked);
      let before = stateOf(storage);
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          asked.length = 0;
          const { status } = await answer(wireRequest(make(name, makeRandom(seed, name))), port);
          const after = stateOf(storage);
          const same = status >= 400 || asked.every((operation) => READS.test(operation));
          expect([status < 500, same && before !== after]).toEqual([true, false]);
          before = after;
          bench.pass(1_000);
        }),
        { numRuns: 100 },
      );
      // Draws chance: had a refused request drawn some, it would be other chance after a restart.
      const Entries = [placed];
      storage.engine.execute({ service: 'events', operation: 'PutEvents', input: { Entries }, caller: ADMIN });
      await storage.durable();
      const again = await bench.open(bench.killed(directory), { model: rich });
      expect(stateOf(again)).toEqual(stateOf(storage));
    },
  );
});
