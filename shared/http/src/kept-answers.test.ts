import { makeFakeClock } from '@orderwire/testing/fakes';
import { aRequest } from '@orderwire/testing/request';
import { describe, expect, it } from '@jest/globals';
import { keepAnswers } from './kept-answers.ts';

const aKeeper = () => {
  const { clock, advance } = makeFakeClock();
  let asked = 0;
  let statusCode = 200;
  const call = keepAnswers(() => Promise.resolve({ statusCode, body: String((asked += 1)) }), clock, 1_000);
  return {
    advance,
    ask: async (query: Readonly<Record<string, string>> = {}) => (await call(aRequest({ query }))).body,
    answerWith: (status: number) => (statusCode = status),
  };
};

describe('answers that are kept', () => {
  it('are given to the same question until their time is over', async () => {
    const { ask, advance } = aKeeper();
    const first = await ask();
    advance(999);
    expect(await ask()).toBe(first);
    advance(1);
    expect(await ask()).toBe('2');
  });

  it('are not given to another question', async () => {
    const { ask } = aKeeper();
    expect([await ask(), await ask({ limit: '2' }), await ask({ limit: '3' })]).toEqual(['1', '2', '3']);
  });

  it('are successes only', async () => {
    const { ask, answerWith } = aKeeper();
    answerWith(503);
    await ask();
    answerWith(200);
    expect(await ask()).toBe('2');
  });

  it('last no longer when the clock is set back', async () => {
    const { ask, advance } = aKeeper();
    await ask();
    advance(-3_600_000);
    expect(await ask()).toBe('2');
  });

  it('are bounded: the oldest one goes', async () => {
    const { ask } = aKeeper();
    for (let limit = 1; limit <= 51; limit += 1) await ask({ limit: String(limit) });
    expect([await ask({ limit: '51' }), await ask({ limit: '2' }), await ask({ limit: '1' })]).toEqual([
      '51',
      '2',
      '52',
    ]);
  });
});
