import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { item, placed } from '../../engine/engine.fixture.ts';
import type { EngineState } from '../../engine/state.ts';
import { answer } from '../../engine/event-bus/choreography.fixture.ts';
import { makeBench } from './on-disk.fixture.ts';
import type { Storage } from './storage.ts';

const bench = makeBench();
afterEach(bench.stop);

type Step = 'put' | 'event' | 'work' | 'flush';
const ADMIN = { kind: 'admin' } as const;

/** What a customer would miss: items in the order of their making, events and how far they have come. */
const essenceOf = ({ dynamodb, choreography }: EngineState): string =>
  JSON.stringify([
    [...(dynamodb.tables['orders']?.rows.keys() ?? [])],
    [...choreography.queues.queues.values()].map(({ messages, nextNumber }) => [[...messages.keys()], nextNumber]),
    [...choreography.deliveries.pending.keys()],
    choreography.deliveries.nextNumber,
  ]);

const act = ({ engine }: Storage, step: Step, n: number): void => {
  if (step === 'put')
    engine.execute({ service: 'dynamodb', operation: 'PutItem', input: item(`o${n}`), caller: ADMIN });
  if (step === 'event')
    engine.execute({ service: 'events', operation: 'PutEvents', input: { Entries: [placed] }, caller: ADMIN });
  const [work] = step === 'work' ? engine.due(bench.now()) : [];
  const invocation = work && engine.start(work.id);
  if (invocation) engine.finish(invocation.id, answer());
};

/** The newest journal, and how long it is. */
const journalIn = (directory: string) => {
  const number = Math.max(
    ...readdirSync(directory).flatMap((name) => (name.startsWith('journal-') ? [Number(name.slice(8))] : [])),
  );
  const path = join(directory, `journal-${number}`);
  return { path, length: readFileSync(path).length };
};

describe('whatever happens, and wherever the journal is cut', () => {
  it('the state is one that there was, and no older than what was acknowledged last', async () => {
    const steps = fc.array(fc.constantFrom<Step>('put', 'event', 'work', 'flush'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.constantFrom(600, 1_000_000), async (wanted, cut, journalBytes) => {
        const directory = bench.folder();
        const storage = await bench.open(directory, { journalBytes });
        const states = [essenceOf(storage.engine.state)];
        let acknowledged = { state: 0, ...journalIn(directory) };
        for (const [n, step] of wanted.entries()) {
          act(storage, step, n);
          states.push(essenceOf(storage.engine.state));
          if (step !== 'flush') continue;
          await storage.durable();
          acknowledged = { state: states.length - 1, ...journalIn(directory) };
        }
        const copy = bench.killed(directory);
        const { path, length } = journalIn(copy);
        // Bytes that were acknowledged stay. A journal that began later may lack any of its bytes.
        const kept = path.endsWith(acknowledged.path.split('/').at(-1) ?? '') ? acknowledged.length : 0;
        truncateSync(path, kept + (cut % (length - kept + 1)));
        const again = await bench.open(copy);
        expect(states.slice(acknowledged.state)).toContain(essenceOf(again.engine.state));
        await Promise.all([storage.stop(), again.stop()]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
