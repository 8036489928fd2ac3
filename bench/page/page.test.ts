import { describe, expect, it } from '@jest/globals';
import { makeSamples } from '../samples.ts';
import { judge } from '../verdict.ts';
import { pageOf } from './page.ts';
import type { Report, Saved } from './report.ts';

const reportOf = (ours: number): Report => {
  const samples = makeSamples();
  for (const name of ['cpu-per-order', 'cpu-main', 'cpu-workers', 'cpu-helpers', 'delivered-orders'] as const) {
    samples.add(name, 'baseline', 10);
    samples.add(name, 'ours', ours);
  }
  return {
    ...{ at: '2026-11-28', commit: 'abc1234', baseline: '31dba9a', node: 'v20.20.2' },
    machine: { cpu: 'a processor', cores: 2, memoryGb: 24, system: 'linux' },
    measures: judge(samples, ['throughput'], true).rows,
  };
};

const saved = (ours: number): Saved => ({ throughput: reportOf(ours) });

describe('the page', () => {
  it('says of each goal what it is, what there is, and whether it is met', () => {
    const { text } = pageOf(saved(2), 'pictures');
    expect(text).toMatch(/`cpu-per-order`.*\| 10 \| 2 \| 0\.2 × \|.*≤ 0\.33 × \(0\.2 ×\) \| met \|/);
    expect(text).toMatch(/`delivered-orders`.*\*\*missed\*\*/);
  });

  it('says by which commit, beside which baseline, on what', () => {
    expect(pageOf(saved(2), 'pictures').text).toContain('abc1234 | 31dba9a | v20.20.2 | 2 cores a processor');
  });

  it('shows only pictures that it has figures for, each of them named in the text', () => {
    const { text, pictures } = pageOf(saved(2), 'pictures');
    expect([...pictures.keys()]).toEqual(['ratios.svg', 'cpu.svg']);
    for (const file of pictures.keys()) expect(text).toContain(`(pictures/${file})`);
  });

  it('names the parts that nobody has measured', () => {
    const { text } = pageOf(saved(2), 'pictures');
    expect(text).toContain('Not measured yet: memory, restart, edge, bill, simulator, bundles, publisher, placing.');
  });

  it('draws what is smaller shorter', () => {
    const widths = (svg = ''): readonly number[] =>
      [...svg.matchAll(/width="([\d.]+)" height="26"/g)].map(([, width]) => Number(width));
    const [main = 0, , , ours = 0] = widths(pageOf(saved(2), 'pictures').pictures.get('cpu.svg'));
    expect(ours).toBeCloseTo(main / 5, 0);
  });

  it('has no picture, and says so by leaving it out, when nothing was measured', () => {
    expect(pageOf({}, 'pictures').pictures.size).toBe(0);
  });
});
