import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { KILLS_PER_REST, runCrashTest } from './run.ts';
import { progressLine, reportLines } from './show.ts';

interface Asked {
  readonly root: string;
  readonly kills: number;
  readonly orders: number;
  readonly seed: number;
  /** The platform keeps nothing on disk: what is lost then must be found. */
  readonly memory: boolean;
}

/** Packages, kills, and says what came of it: nothing acknowledged is lost, and everything agrees. */
export const proveCrashes = async (asked: Asked, terminal: Terminal): Promise<Found> => {
  const { root, kills, orders, seed, memory } = asked;
  // A kill must not come in the midst of packaging: its folders are the developer's.
  await packageServices({ root, terminal });
  mkdirSync(join(root, '.orderwire'), { recursive: true });
  const folder = mkdtempSync(join(root, '.orderwire/crash-'));
  const store = memory ? ['--memory'] : ['--data', join(folder, 'data')];
  const begun = performance.now();
  terminal.line(`  seed ${seed}, ${kills} kills, ${orders} orders`);
  const run = await runCrashTest({
    ...{ root, folder, kills, orders, seed, store },
    onProgress: (progress) => {
      const text = progressLine(progress, kills, performance.now() - begun);
      if (progress.kills % KILLS_PER_REST === 0) terminal.line(text);
      else terminal.live(text);
    },
  });
  const isKept = run.violations.length > 0 && !memory;
  if (!isKept) rmSync(folder, { recursive: true, force: true });
  const report = isKept ? { ...run, kept: folder } : run;
  return {
    holds: report.lost === 0 && report.violations.length === 0 && report.missing.length === 0,
    report,
    lines: (verdict, paint) => reportLines(report, verdict, paint),
  };
};
