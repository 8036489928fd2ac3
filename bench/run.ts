import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { commitOf, type Found } from '@orderwire/local-cloud/dev/verdict';
import type { Context } from './context.ts';
import type { Part } from './measures.ts';
import { measureBills } from './parts/bill.ts';
import { measureBundles } from './parts/bundles.ts';
import { measureEdge } from './parts/edge.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureRestart } from './parts/restart.ts';
import { measurePlacing } from './parts/placing.ts';
import { measurePublisher } from './parts/publisher.ts';
import { measureCourse } from './parts/course.ts';
import { measureSimulator } from './parts/simulator.ts';
import { npmJson } from './npm-json.ts';
import { save } from './page/saved.ts';
import { makeSamples } from './samples.ts';
import { linesOf } from './show.ts';
import { judge } from './verdict.ts';

export interface Asked {
  readonly parts: readonly Part[];
  readonly runs: number;
  /** Of the part `growth`: up to so many. */
  readonly orders: number;
  /** The absolute folder of another checkout, installed. */
  readonly baseline: string | undefined;
  /** What was measured becomes the page. */
  readonly saves: boolean;
}

const machineOf = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()}`,
});

const measurersFor = (orders: number): Readonly<Record<Part, (context: Context) => Promise<void>>> => ({
  throughput: measureCourse,
  memory: measureCourse,
  restart: measureRestart,
  edge: measureEdge,
  bill: measureBills,
  simulator: measureSimulator,
  bundles: measureBundles,
  publisher: measurePublisher,
  placing: measurePlacing,
  growth: measureGrowth(orders),
});

const measureAll = async (context: Context, orders: number): Promise<readonly string[]> => {
  const failed: string[] = [];
  const measurers = measurersFor(orders);
  for (const measure of new Set(context.parts.map((part) => measurers[part]))) {
    // What the others measured is not thrown away; the measures of this one are absent.
    await measure(context).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      failed.push(said);
      context.say(`FAILED: ${said}`);
    });
  }
  return failed;
};

/** Measures what was asked for. What was not measured is a fault; a goal that is missed is a finding. */
export const bench = async (
  { parts, runs, orders, baseline, saves }: Asked,
  { root, terminal }: { readonly root: string; readonly terminal: Terminal },
): Promise<Found> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-bench-')));
  const samples = makeSamples();
  const extra: Record<string, unknown> = {};
  const roots = { ours: root, ...(baseline !== undefined && { baseline }) };
  const failed: string[] = [];
  try {
    for (const side of Object.values(roots)) await npmJson(side, 'package');
    const say = (text: string): void => terminal.line(`  ${text}`);
    failed.push(...(await measureAll({ roots, parts, runs, samples, extra, folder, say }, orders)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { rows, absent } = judge(samples, parts, baseline !== undefined);
  const report = {
    machine: machineOf(),
    node: process.version,
    baseline: baseline === undefined ? null : commitOf(baseline),
    measures: rows,
    ...extra,
  };
  const at = new Date().toISOString().slice(0, 10);
  const files = saves ? await save(root, { ...report, at, commit: commitOf(root) }, parts) : [];
  return {
    holds: absent.length === 0 && failed.length === 0,
    report: { ...report, absent, failed, written: files },
    lines: (_verdict, paint) => [...linesOf(rows, paint), ...absent.map((name) => paint('red', `  absent: ${name}`))],
  };
};
