import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap } from 'node:util/types';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Call } from '../../engine/contract.ts';
import { item, model, open, placed, publish } from '../../engine/engine.fixture.ts';
import { aQueue } from '../../engine/event-bus/choreography.fixture.ts';
import { CRASH_POINTS } from './crash-points.ts';
import { FORMAT } from './format.ts';
import { drain, Killed, makeBench } from './on-disk.fixture.ts';
import type { Storage } from './storage.ts';

const bench = makeBench();
afterEach(bench.stop);

const call = ({ engine }: Storage, service: Call['service'], operation: string, input: unknown): unknown =>
  engine.execute({ service, operation, input, caller: { kind: 'admin' } });

const put = (storage: Storage, id: string): unknown => call(storage, 'dynamodb', 'PutItem', item(id));

const has = (storage: Storage, id: string): boolean =>
  (call(storage, 'dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: id } } }) as object | undefined) !==
    undefined &&
  'Item' in (call(storage, 'dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: id } } }) as object);

const plain = (_key: string, value: unknown): unknown => {
  if (isMap(value)) return { map: [...value] };
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('base64') : value;
};

/** Everything but the meter, which reads have moved, as text: comparing says where it differs. */
const stateOf = ({ engine }: Storage): string => JSON.stringify({ ...engine.state, meter: undefined }, plain, 1);

const files = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => name !== 'lock')
    .sort();

describe('a state on disk', () => {
  it('is what it was after a kill, as far as it was durable', async () => {
    const directory = bench.folder();
    const first = await bench.open(directory);
    expect(first.restored).toBeUndefined();
    put(first, 'o1');
    call(first, 'events', 'PutEvents', { Entries: [placed] });
    drain(first, bench.now());
    await first.durable();
    const second = await bench.open(bench.killed(directory));
    expect(stateOf(second)).toEqual(stateOf(first));
    expect(second.restored).toMatchObject({ items: 1, takenBack: 0, tornBytes: 0, dropped: [] });
    expect(second.restored?.entries).toBeGreaterThan(4);
  });

  it('goes on with the same chance, key and partners', async () => {
    const directory = bench.folder();
    const first = await bench.open(directory);
    first.partners.behave('courier', { status: 503, times: 2 });
    const webhook = { id: 'w1', bytes: Buffer.from('{}'), verified: true };
    first.partners.receive('courier', webhook);
    await first.durable();
    const second = await bench.open(bench.killed(directory));
    expect(second.signingKey).toEqual(first.signingKey);
    expect(second.partners.list('courier')).toEqual(first.partners.list('courier'));
    const again = (storage: Storage): unknown => storage.partners.receive('courier', { ...webhook, verified: false });
    expect([again(second), again(second)]).toEqual([
      { status: 503, headers: {} },
      { status: 401, headers: {} },
    ]);
    put(first, 'o1');
    put(second, 'o1');
    call(first, 'events', 'PutEvents', { Entries: [placed] });
    call(second, 'events', 'PutEvents', { Entries: [placed] });
    expect(second.engine.state.choreography).toEqual(first.engine.state.choreography);
  });

  it('has nothing to do again after a clean stop', async () => {
    const directory = bench.folder();
    const first = await bench.open(directory);
    put(first, 'o1');
    await first.stop();
    const second = await bench.open(directory);
    expect(second.restored).toMatchObject({ items: 1, entries: 0 });
    expect(second.engine.meter.totals()).toMatchObject({ orders: { wru: 1 } });
  });

  it('hands out again what was in flight, and forgets who called directly', async () => {
    const directory = bench.folder();
    const first = await bench.open(directory);
    put(first, 'o1');
    const [work] = first.engine.due(bench.now());
    const begun = first.engine.start(work?.id ?? '');
    first.engine.invoke(publish.name, {}, { kind: 'admin' });
    await first.beforeInvoke();
    const second = await bench.open(bench.killed(directory));
    expect(second.engine.inFlight()).toEqual([]);
    expect(second.restored?.takenBack).toBe(1);
    const [again] = second.engine.due(bench.now());
    expect(second.engine.start(again?.id ?? '')?.payload).toEqual(begun?.payload);
  });

  it('goes on with its journals, kill after kill, and repeats each restart at its place', async () => {
    const begun = bench.folder();
    const first = await bench.open(begun);
    put(first, 'o1');
    first.engine.start(first.engine.due(bench.now())[0]?.id ?? '');
    await first.durable();
    const directory = bench.killed(begun);
    appendFileSync(join(directory, 'journal-1'), 'torn');
    bench.pass(1000);
    const second = await bench.open(directory);
    expect(second.restored).toMatchObject({ takenBack: 1, tornBytes: 4 });
    put(second, 'o2');
    second.engine.start(second.engine.due(bench.now())[0]?.id ?? '');
    await second.durable();
    expect(files(directory)).toEqual(['journal-1', 'journal-2', 'snapshot-1']);
    bench.pass(1000);
    const third = await bench.open(bench.killed(directory));
    expect(third.restored).toMatchObject({ takenBack: 1, tornBytes: 0 });
    second.engine.takeBack(second.engine.inFlight()[0]?.id ?? '');
    expect(third.engine.state.dynamodb).toEqual(second.engine.state.dynamodb);
    expect([has(third, 'o1'), has(third, 'o2')]).toEqual([true, true]);
    expect(third.engine.inFlight()).toEqual([]);
    const [again] = third.engine.due(bench.now());
    expect(third.engine.start(again?.id ?? '')?.payload).toEqual(
      second.engine.start(second.engine.due(bench.now())[0]?.id ?? '')?.payload,
    );
  });

  it('begins a new snapshot for another deployment, and for another limit of executions', async () => {
    const directory = bench.folder();
    await (await bench.open(directory)).stop();
    const more = model({ queues: [...model().queues, aQueue('stock-audit')] });
    const wishes = { model: more, defaultConcurrency: 10, onDrop: () => undefined };
    const storage = await bench.open(directory, { model: more });
    expect(files(directory)).toEqual(['journal-3', 'snapshot-3']);
    await storage.stop();
    await bench.open(directory, { wishes: { ...wishes, defaultConcurrency: 4 } });
    expect(files(directory)).toEqual(['journal-5', 'snapshot-5']);
  });

  it('keeps nothing of what was refused', async () => {
    const directory = bench.folder();
    const first = await bench.open(directory);
    const once = { ...item('o1'), ConditionExpression: 'attribute_not_exists(id)' };
    call(first, 'dynamodb', 'PutItem', once);
    expect(() => call(first, 'dynamodb', 'PutItem', once)).toThrow('conditional request failed');
    await first.durable();
    const second = await bench.open(bench.killed(directory));
    expect(stateOf(second)).toEqual(stateOf(first));
    expect(second.restored?.entries).toBe(1);
  });

  it('is what a bug in the midst of a command has left, whatever the command would do again', async () => {
    const directory = bench.folder();
    const denied = model({ queues: [open] });
    const onDrop = (): never => {
      throw new TypeError('a bug');
    };
    const first = await bench.open(directory, { wishes: { model: denied, defaultConcurrency: 10, onDrop } });
    call(first, 'events', 'PutEvents', { Entries: [placed] });
    expect(() => drain(first, bench.now())).toThrow('a bug');
    put(first, 'o2');
    await first.durable();
    const second = await bench.open(bench.killed(directory), { model: denied });
    expect(stateOf(second)).toEqual(stateOf(first));
    expect(second.restored?.entries).toBe(3);
  });

  it('has not changed by a command that cannot be written down', async () => {
    const storage = await bench.open(bench.folder());
    const before = stateOf(storage);
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(() => call(storage, 'dynamodb', 'PutItem', { ...item('o1'), deep })).toThrow('call stack');
    expect(stateOf(storage)).toEqual(before);
  });
});

describe('a data directory', () => {
  const filled = async (): Promise<string> => {
    const directory = bench.folder();
    const storage = await bench.open(directory);
    for (const id of ['o1', 'o2', 'o3']) {
      put(storage, id);
      await storage.durable();
    }
    return bench.killed(directory);
  };

  it('loses of a torn journal what nobody was told of, and says how much', async () => {
    const directory = await filled();
    const journal = join(directory, 'journal-1');
    truncateSync(journal, readFileSync(journal).length - 5);
    const storage = await bench.open(directory);
    expect([has(storage, 'o2'), has(storage, 'o3')]).toEqual([true, false]);
    expect(storage.restored?.tornBytes).toBeGreaterThan(5);
  });

  it.each(['journal-1', 'snapshot-1'])('is refused with a damaged %s, and stays as it is', async (name) => {
    const directory = await filled();
    const bytes = readFileSync(join(directory, name));
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    writeFileSync(join(directory, name), bytes);
    const before = files(directory).map((file) => readFileSync(join(directory, file)));
    await expect(bench.open(directory)).rejects.toMatchObject({ code: 'CORRUPT', path: join(directory, name) });
    expect(files(directory).map((file) => readFileSync(join(directory, file)))).toEqual(before);
  });

  it('is refused when it is of another format', async () => {
    const directory = await filled();
    const path = join(directory, 'snapshot-1');
    const bytes = readFileSync(path)
      .toString('latin1')
      .replace(`snapshot ${FORMAT}\n`, `snapshot ${FORMAT + 1}\n`);
    writeFileSync(path, bytes, 'latin1');
    await expect(bench.open(directory)).rejects.toMatchObject({ code: 'OTHER_FORMAT' });
  });

  it('is refused without the snapshot that its journal begins with', async () => {
    const directory = bench.folder();
    writeFileSync(join(directory, 'journal-7'), readFileSync(join(await filled(), 'journal-1')));
    await expect(bench.open(directory)).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('that is to be fresh is moved aside, and can be opened there', async () => {
    const directory = await filled();
    const storage = await bench.open(directory, { fresh: true });
    expect([storage.restored, has(storage, 'o1')]).toEqual([undefined, false]);
    expect(has(await bench.open(`${directory}.previous`), 'o1')).toBe(true);
  });

  it('that is moved aside takes the place of an older state, and of nothing else', async () => {
    const directory = await filled();
    const aside = `${directory}.previous`;
    mkdirSync(aside);
    for (const name of ['journal-7', 'snapshot-7', 'notes.txt']) writeFileSync(join(aside, name), 'older');
    await bench.open(directory, { fresh: true });
    expect(files(aside)).toEqual(['journal-1', 'notes.txt', 'snapshot-1']);
  });
});

describe('a journal that has grown', () => {
  const compacting = { journalBytes: 2_000 };

  it('is replaced by a snapshot, again and again, and nothing else is left', async () => {
    const directory = bench.folder();
    const storage = await bench.open(directory, compacting);
    for (let n = 0; n < 60; n += 1) {
      put(storage, `o${n}`);
      drain(storage, bench.now());
      await storage.durable();
    }
    const [journal = '', snapshot = ''] = files(directory);
    expect(files(directory)).toHaveLength(2);
    expect(journal.split('-')[1]).toBe(snapshot.split('-')[1]);
    expect(Number(journal.split('-')[1])).toBeGreaterThan(3);
    expect(stateOf(await bench.open(bench.killed(directory)))).toEqual(stateOf(storage));
  });

  it('stays when the compaction fails, and is taken by the next one', async () => {
    const directory = bench.folder();
    const failures: unknown[] = [];
    let fails = true;
    const { compact } = await import('./compact.ts');
    const storage = await bench.open(directory, {
      ...compacting,
      compact: (job) => (fails ? Promise.reject(new Error('no room')) : Promise.resolve(compact(job))),
      onCompactionError: (error) => failures.push(error),
    });
    const work = async (from: number): Promise<void> => {
      for (let n = from; n < from + 20; n += 1) {
        put(storage, `o${n}`);
        await storage.durable();
      }
    };
    await work(0);
    expect(failures.length).toBeGreaterThan(0);
    expect(stateOf(await bench.open(bench.killed(directory)))).toEqual(stateOf(storage));
    fails = false;
    await work(20);
    expect(files(directory)).toHaveLength(2);
    expect(stateOf(await bench.open(bench.killed(directory)))).toEqual(stateOf(storage));
  });
});

describe('a kill', () => {
  const points = CRASH_POINTS.flatMap((point) => [1, 2, 3].map((n) => `${point}:${n}`));

  it.each(points)('at %s takes nothing back that was acknowledged', async (crashAt) => {
    const directory = bench.folder();
    const acknowledged: string[] = [];
    let failed: (error: unknown) => void = () => undefined;
    const failure = new Promise<'failed'>((resolve) => {
      failed = () => resolve('failed');
    });
    const run = async (): Promise<void> => {
      const storage = await bench.open(directory, { crashAt, journalBytes: 1_000, onFailure: failed });
      for (let n = 0; n < 12; n += 1) {
        put(storage, `o${n}`);
        if ((await Promise.race([storage.durable(), failure])) === 'failed') return;
        acknowledged.push(`o${n}`);
        const [work] = storage.engine.due(bench.now());
        const invocation = storage.engine.start(work?.id ?? '');
        if ((await Promise.race([storage.beforeInvoke(), failure])) === 'failed') return;
        storage.engine.finish(invocation?.id ?? '', { ok: true, payload: null });
      }
    };
    await run().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    const storage = await bench.open(bench.killed(directory));
    expect(acknowledged.filter((id) => !has(storage, id))).toEqual([]);
    drain(storage, bench.now());
    expect(storage.engine.inFlight()).toEqual([]);
  });
});

describe('a model that has changed since', () => {
  const reopened = async (ofDay: ReturnType<typeof model>): Promise<Storage> => {
    const directory = bench.folder();
    const storage = await bench.open(directory);
    put(storage, 'o1');
    call(storage, 'events', 'PutEvents', { Entries: [placed] });
    const [delivery] = storage.engine.due(bench.now()).filter(({ kind }) => kind === 'rule-delivery');
    storage.engine.start(delivery?.id ?? '');
    await storage.durable();
    return bench.open(bench.killed(directory), { model: ofDay });
  };
  const [table] = model().tables;
  if (table === undefined) throw new Error('The model has no table.');

  it('fills a new index, and has empty state for what is new', async () => {
    const byDay = { name: 'by-id', hashKey: { name: 'id', type: 'S' }, projection: 'ALL' } as const;
    const more = aQueue('stock-audit');
    const storage = await reopened(
      model({ tables: [{ ...table, indexes: [byDay] }], queues: [...model().queues, more] }),
    );
    const query = {
      TableName: 'orders',
      IndexName: 'by-id',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'o1' } },
    };
    expect(call(storage, 'dynamodb', 'Query', query)).toMatchObject({ Count: 1 });
    expect(call(storage, 'sqs', 'ReceiveMessage', { QueueUrl: more.url })).toEqual({});
    expect(storage.restored?.dropped).toEqual([]);
    drain(storage, bench.now());
    expect(storage.engine.due(bench.now())).toEqual([]);
  });

  it('says what it has no place for, and runs without it', async () => {
    const storage = await reopened(model({ queues: [], mappings: [], functions: [], rules: [], tables: [] }));
    expect(storage.restored?.dropped).toEqual([
      '1 item of table orders: it is gone.',
      expect.stringMatching(/^1 message of queue .*stock-in, which is gone\.$/),
    ]);
    expect(storage.engine.due(bench.now())).toEqual([]);
  });

  it('empties a table whose keys are others', async () => {
    const storage = await reopened(model({ tables: [{ ...table, hashKey: { name: 'number', type: 'N' } }] }));
    expect(storage.restored?.dropped).toEqual(['1 item of table orders: its keys are others now.']);
    expect(call(storage, 'dynamodb', 'Scan', { TableName: 'orders' })).toMatchObject({ Count: 0 });
  });
});
