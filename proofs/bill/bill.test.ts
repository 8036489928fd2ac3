import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { command } from '@orderwire/local-cloud/dev/testing/command';
import type { Counts, reportOf } from './measure.ts';

type Report = ReturnType<typeof reportOf> & { readonly counts: Counts };

const held = JSON.parse(readFileSync('proofs/bill/counts.json', 'utf8')) as Counts;

let report: Report;

beforeAll(async () => {
  const run = command(process.cwd(), process.execPath, 'scripts/run.mjs', 'bill', '--json');
  run.runsOn();
  const { stdout, stderr } = await run.ended;
  if (!stdout.startsWith('{')) throw new Error(stderr);
  report = JSON.parse(stdout) as Report;
}, 170_000);

describe('the bill of one plain order that is delivered', () => {
  // A change that raises it says in its commit by how much and why; `npm run bill -- --save` writes the counts anew.
  it.each(['busy', 'quiet'] as const)('is what it was, count by count, in %s traffic', (traffic) => {
    expect(report.counts[traffic]).toEqual(held[traffic]);
  });

  it('is no higher in busy traffic than in quiet', () => {
    const { busy, quiet } = report.bill;
    expect([busy.operations, busy.usdPerMillion].map((one) => one > 0)).toEqual([true, true]);
    expect([quiet.operations > busy.operations, quiet.usdPerMillion > busy.usdPerMillion]).toEqual([true, true]);
  });
});
