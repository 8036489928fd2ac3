import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, measureBill, reportOf } from '../proofs/bill/measure.ts';
import { billLines } from '../proofs/bill/show.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run bill -- [--save] [--json]

What AWS bills for a plain order of two lines from placed to delivered: the services on the local cloud's engine, counted.
The same code always gives the same count. Busy: batches are full. Quiet: one order at a time.
  --save  writes the counts into proofs/bill/counts.json, which npm test holds them against
  --json  one object on standard output, nothing else there
`;

const OPTIONS = { save: { type: 'boolean', default: false } } as const;

export const main = proof(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const bills = await measureBill(root, terminal);
  const { busy, quiet } = bills;
  const counts = countsOf(bills);
  if (values.save) writeFileSync(join(root, 'proofs/bill/counts.json'), `${JSON.stringify(counts, null, 2)}\n`);
  return {
    holds: busy.operations > 0 && quiet.operations > 0,
    report: { ...reportOf(bills), counts },
    lines: () => [
      ...['busy: batches are full', ...billLines(busy)],
      ...['', 'quiet: one order at a time', ...billLines(quiet)],
    ],
  };
});
