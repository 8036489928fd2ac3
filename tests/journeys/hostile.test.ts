import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../proofs/hostile/report.ts';

const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill();
});

describe('a platform that is sent broken requests', () => {
  it('of every operation and route refuses them, and starts again after a kill with all it had', async () => {
    const args = ['scripts/run.mjs', 'test-hostile', '--json', '--inputs', '5', '--kills', '1', '--seed', '1'];
    const child = spawn(process.execPath, args, { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    const report = JSON.parse(said) as Report;
    expect(report).toMatchObject({ ok: true, skipped: [], answers5xx: [], unanswered: [], kills: 1, violations: [] });
    expect(report.requests).toBeGreaterThan(5 * 69);
    expect(code).toBe(0);
  }, 300_000);
});
