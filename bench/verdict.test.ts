import { describe, expect, it } from '@jest/globals';
import { makeSamples, type Samples } from './samples.ts';
import { judge } from './verdict.ts';

const simulated = (ours: readonly number[], baseline: readonly number[] = []): Samples => {
  const samples = makeSamples();
  for (const value of baseline) samples.add('simulator', 'baseline', value);
  for (const value of ours) samples.add('simulator', 'ours', value);
  return samples;
};

const simulatorOf = (samples: Samples, hasBaseline = true) => {
  const { rows, absent } = judge(samples, ['simulator'], hasBaseline);
  return { row: rows.find(({ name }) => name === 'simulator'), absent };
};

describe('a measure with a goal of so many times the baseline', () => {
  it('is met by the ratio of the medians', () => {
    expect(simulatorOf(simulated([10, 11, 12], [4, 3, 2])).row).toMatchObject({ ratio: 3.67, met: true, runs: 3 });
    expect(simulatorOf(simulated([6], [3])).row).toMatchObject({
      ratio: 2,
      met: false,
      goal: '≥ 2.5 ×',
      stretch: '≥ 5 ×',
    });
  });

  it('spreads as the ratios of neighbouring runs do: what slowed both down is no spread', () => {
    expect(simulatorOf(simulated([10, 20], [1, 2])).row?.spread).toBe(0);
    expect(simulatorOf(simulated([10, 20], [1, 1])).row?.spread).toBeCloseTo(0.667);
  });

  it('is neither met nor missed without a baseline', () => {
    expect(simulatorOf(simulated([10]), false).row).toMatchObject({ baseline: null, ratio: null, met: null, ours: 10 });
  });
});

describe('a measure with a goal of its own', () => {
  it('is held against the number, whatever the baseline has', () => {
    const samples = makeSamples();
    samples.add('usd-busy', 'ours', 77);
    samples.add('usd-busy', 'baseline', 50);
    const [row] = judge(samples, ['bill'], true).rows;
    expect(row).toMatchObject({ name: 'usd-busy', ratio: 1.54, met: true, goal: '≤ 78 USD' });
  });
});

describe('a measure that is absent', () => {
  it('is named when its part was asked for, and not otherwise', () => {
    expect(simulatorOf(simulated([10])).absent).toEqual(['simulator', 'simulator-cpu']);
    expect(judge(makeSamples(), [], true).absent).toEqual([]);
  });

  it('may be absent of the baseline only', () => {
    expect(simulatorOf(simulated([10]), true).absent).toContain('simulator');
    expect(simulatorOf(simulated([10]), false).absent).not.toContain('simulator');
  });

  it('is no number', () => {
    expect(() => makeSamples().add('rss', 'ours', Number.NaN)).toThrow('rss of ours is NaN');
  });
});
