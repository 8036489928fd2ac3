import { describe, expect, it } from '@jest/globals';
import { makeRounds } from './rounds.ts';

/** Rounds on a clock that is moved by hand; each round ends when told. */
const makeBench = () => {
  let time = 0;
  let waiting: { readonly at: number; readonly run: () => void }[] = [];
  const begun: [at: number, since: number][] = [];
  let endRound = (): void => undefined;
  const rounds = makeRounds({
    quietMs: 50,
    longestMs: 500,
    timers: {
      now: () => time,
      after: (milliseconds, run) => {
        const one = { at: time + milliseconds, run };
        waiting.push(one);
        return () => (waiting = waiting.filter((other) => other !== one));
      },
    },
    round: (since) => {
      begun.push([time, since]);
      return new Promise((resolve) => (endRound = resolve));
    },
  });
  return {
    ...rounds,
    begun,
    goTo: (at: number): void => {
      for (time += 1; time <= at; time += 1) {
        const due = waiting.filter((one) => one.at <= time);
        waiting = waiting.filter((one) => one.at > time);
        due.forEach(({ run }) => run());
      }
      time = at;
    },
    endRound: async (): Promise<void> => {
      endRound();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

describe('a round', () => {
  it('begins once it was quiet, and knows when the first hint came', () => {
    const bench = makeBench();
    for (const at of [10, 30, 70]) {
      bench.goTo(at);
      bench.hint();
    }
    bench.goTo(119);
    expect(bench.begun).toEqual([]);
    bench.goTo(400);
    expect(bench.begun).toEqual([[120, 10]]);
  });

  it('does not wait for ever while it is never quiet', () => {
    const bench = makeBench();
    for (let at = 0; at <= 600; at += 20) {
      bench.goTo(at);
      bench.hint();
    }
    expect(bench.begun).toEqual([[500, 0]]);
  });

  it('leaves what is hinted meanwhile to the next one', async () => {
    const bench = makeBench();
    bench.hint();
    bench.goTo(50);
    bench.goTo(60);
    bench.hint();
    bench.hint();
    bench.goTo(300);
    expect(bench.begun).toEqual([[50, 0]]);
    await bench.endRound();
    bench.goTo(400);
    expect(bench.begun).toEqual([
      [50, 0],
      [350, 60],
    ]);
  });

  it('is not followed by another one when nothing was hinted', async () => {
    const bench = makeBench();
    bench.hint();
    bench.goTo(50);
    await bench.endRound();
    bench.goTo(1_000);
    expect(bench.begun).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('waits for the round under way and begins no other', async () => {
    const bench = makeBench();
    bench.hint();
    bench.goTo(50);
    bench.hint();
    let stopped = false;
    const stopping = bench.stop().then(() => (stopped = true));
    bench.goTo(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect([stopped, bench.begun.length]).toEqual([false, 1]);
    await bench.endRound();
    await stopping;
    bench.hint();
    bench.goTo(2_000);
    expect(bench.begun).toHaveLength(1);
  });
});
