import { describe, expect, it } from '@jest/globals';
import { makePool } from './pool.ts';
import type { Completed, FunctionWorker } from './worker.ts';

/** Workers that answer when told, and say whether they were ended. */
const makeYard = () => {
  const ended: number[] = [];
  const pending: (() => void)[] = [];
  let started = 0;
  return {
    ended,
    started: () => started,
    answerAll: (): void => pending.splice(0).forEach((answer) => answer()),
    start: (): Promise<FunctionWorker> => {
      const number = (started += 1);
      let alive = true;
      return Promise.resolve({
        invoke: () =>
          new Promise<Completed>((resolve) => pending.push(() => resolve({ ok: true, payload: '1', durationMs: 1 }))),
        alive: () => alive,
        terminate: () => {
          alive = false;
          ended.push(number);
          return Promise.resolve();
        },
      });
    },
  };
};
const begin = (order: string[], id: string) => () => {
  order.push(id);
  return { id, event: '{}', onEnd: () => order.push(`${id} ended`) };
};
/** A further worker is started at once. */
const eager = { patienceMs: 0, onRoom: () => undefined };
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a pool of two workers', () => {
  it('begins a third event only when the first has ended', async () => {
    const yard = makeYard();
    const pool = makePool({ limit: 2, start: yard.start, ...eager });
    const order: string[] = [];
    const all = Promise.all(['a', 'b', 'c'].map((id) => pool.invoke(begin(order, id))));
    await turn();
    expect([order, pool.hasRoom(), pool.inFlight()]).toEqual([['a', 'b'], false, 3]);
    yard.answerAll();
    await turn();
    expect(order).toEqual(['a', 'b', 'a ended', 'c', 'b ended']);
    yard.answerAll();
    await all;
    expect([yard.started(), pool.hasRoom(), pool.inFlight()]).toEqual([2, true, 0]);
  });

  it('goes on after an event that could not be begun', async () => {
    const yard = makeYard();
    const pool = makePool({ limit: 1, start: yard.start, ...eager });
    const order: string[] = [];
    const refused = pool.invoke(() => {
      throw new Error('throttled');
    });
    const next = pool.invoke(begin(order, 'a'));
    await expect(refused).rejects.toThrow('throttled');
    await turn();
    yard.answerAll();
    expect(await next).toMatchObject({ ok: true });
  });

  it('ends what was never needed between two trims, but never the last one', async () => {
    const yard = makeYard();
    const pool = makePool({ limit: 2, start: yard.start, ...eager });
    const both = [pool.invoke(begin([], 'a')), pool.invoke(begin([], 'b'))];
    await turn();
    yard.answerAll();
    await Promise.all(both);
    pool.trim();
    expect(yard.ended).toEqual([]);
    const one = pool.invoke(begin([], 'c'));
    await turn();
    yard.answerAll();
    await one;
    pool.trim();
    expect(yard.ended).toEqual([1]);
    pool.trim();
    expect(yard.ended).toEqual([1]);
  });

  it('keeps no worker that was being started when the code changed', async () => {
    const yard = makeYard();
    const pool = makePool({ limit: 1, start: yard.start, ...eager });
    const during = pool.invoke(begin([], 'a'));
    pool.renew();
    await turn();
    yard.answerAll();
    await during;
    expect(yard.ended).toEqual([1]);
    const after = pool.invoke(begin([], 'b'));
    await turn();
    yard.answerAll();
    await after;
    expect([yard.started(), yard.ended]).toEqual([2, [1]]);
  });
});
