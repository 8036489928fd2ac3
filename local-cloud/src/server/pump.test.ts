import { afterEach, describe, expect, it } from '@jest/globals';
import type { Invocation, Work } from '../engine/contract.ts';
import { makePump } from './pump.ts';
import type { Pump } from './pump.ts';
import { until } from './testing/until.ts';

/** An engine that only has an agenda: works that are invocations have a name that begins with `call`. */
const makeAgenda = () => {
  const works = new Map<string, Work>();
  const finished: string[] = [];
  const broken = new Set<string>();
  let listener: () => void = () => undefined;
  return {
    finished,
    broken,
    add: (id: string, at = 0): void => {
      works.set(id, { id, kind: 'queue-batch', subject: 'mapping', at });
      listener();
    },
    left: () => [...works.keys()],
    due: (now: number) => [...works.values()].filter(({ at }) => at <= now),
    nextDueAt: (now: number) => {
      const later = [...works.values()].map(({ at }) => at).filter((at) => at > now);
      return later.length === 0 ? undefined : Math.min(...later);
    },
    start: (id: string): Invocation | undefined => {
      if (broken.has(id)) throw new Error(`broken ${id}`);
      if (!works.delete(id)) throw new Error(`not due ${id}`);
      return id.startsWith('call') ? { id, functionName: 'f', payload: {}, deadlineAt: 0 } : undefined;
    },
    onWork: (next: () => void) => {
      listener = next;
    },
  };
};

let agenda = makeAgenda();
let pump: Pump;
let errors: unknown[] = [];
let room = true;

const given = (call: () => Promise<void> = () => Promise.resolve(), now: () => number = () => Date.now()): void => {
  agenda = makeAgenda();
  errors = [];
  room = true;
  pump = makePump({
    engine: agenda,
    now,
    run: async ({ id }) => {
      await call();
      agenda.finished.push(id);
    },
    hasRoom: () => room,
    onError: (error) => errors.push(error),
  });
};
afterEach(() => pump.stop(0));

describe('the pump', () => {
  it('does what is due, more than a batch of it, and reports what was called', async () => {
    given();
    for (let index = 0; index < 200; index += 1) agenda.add(`call-${index}`);
    await until(() => agenda.finished.length === 200);
    expect(agenda.left()).toEqual([]);
  });

  it('sleeps until the next thing falls due', async () => {
    given();
    const at = Date.now() + 30;
    agenda.add('later', at);
    await until(() => agenda.left().length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(at);
  });

  it.each([1001, 1002, 1003, 1004, 1005, 1006])('misses nothing that falls due while it looks, at %d', async (at) => {
    let time = 1000;
    given(undefined, () => time++);
    agenda.add('later', at);
    await until(() => agenda.left().length === 0);
  });

  it('leaves work due for which there is no room, until it is woken', async () => {
    given();
    room = false;
    agenda.add('call-1');
    agenda.add('call-2');
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(agenda.left()).toEqual(['call-1', 'call-2']);
    room = true;
    pump.wake();
    await until(() => agenda.finished.length === 2);
    expect(pump.inFlight()).toBe(0);
  });

  it('tells of work that cannot be begun and goes on with the rest', async () => {
    given();
    agenda.broken.add('bad');
    agenda.add('bad');
    agenda.add('good');
    await until(() => errors.length > 0 && !agenda.left().includes('good'));
    expect(errors[0]).toMatchObject({ message: 'broken bad' });
  });

  it('begins nothing after it was stopped, and waits for what runs', async () => {
    const resolvers: (() => void)[] = [];
    given(() => new Promise((resolve) => resolvers.push(() => resolve())));
    agenda.add('call-1');
    await until(() => resolvers.length === 1);
    const stopping = pump.stop(10_000);
    agenda.add('call-2');
    resolvers[0]!();
    await stopping;
    expect([agenda.finished, agenda.left()]).toEqual([['call-1'], ['call-2']]);
  });

  it('does not wait for ever', async () => {
    given(() => new Promise(() => undefined));
    agenda.add('call-1');
    await until(() => pump.inFlight() === 1);
    await pump.stop(5);
    expect(agenda.finished).toEqual([]);
  });
});
