import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../proofs/crash/report.ts';

const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill();
});

/** `npm run test:crash -- --json …`, to its end. */
const crashTest = async (
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly report: Report }> => {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'test-crash', '--json', ...args], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, report: JSON.parse(said) as Report };
};

describe('a platform that is killed −9', () => {
  // .ci/full kills it 200 times.
  it('four times under load has lost nothing, and every order comes to rest', async () => {
    const { code, report } = await crashTest('--kills', '4', '--orders', '24');
    expect(report).toMatchObject({ kills: 4, orders: 24, lost: 0, violations: [], missing: [] });
    expect(report.acknowledged).toBeGreaterThan(30);
    expect(code).toBe(0);
  }, 600_000);

  it('and keeps nothing on disk has lost what it acknowledged: that is found', async () => {
    const { code, report } = await crashTest('--kills', '1', '--memory');
    expect(report.lost).toBeGreaterThan(0);
    expect(report.violations.map(({ what }) => what)).toContainEqual(expect.stringContaining('lost: '));
    expect(code).toBe(1);
  }, 120_000);
});
