import { seconds, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Verdict } from '@orderwire/local-cloud/dev/verdict';
import type { Report } from './report.ts';
import type { Progress } from './world.ts';

type Paint = Terminal['paint'];

const minutes = (ms: number): string => (ms < 90_000 ? seconds(ms) : `${(ms / 60_000).toFixed(1)} min`);

/** @param elapsedMs since the first start */
export const progressLine = (progress: Progress, wanted: number, elapsedMs: number): string => {
  const { kills, orders, acknowledged, last } = progress;
  const left = kills === 0 ? '' : `, ${minutes((elapsedMs / kills) * (wanted - kills))} left`;
  const rate = ((kills / elapsedMs) * 1000).toFixed(2);
  return `  ${kills} of ${wanted} kills (${rate}/s${left}) · ${orders} orders, ${acknowledged} writes acknowledged · ${last}`;
};

const table = (title: string, counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(counts).map(
    ([name, count], index) => `  ${(index === 0 ? title : '').padEnd(16)}${String(count).padStart(7)}  ${name}`,
  );

const LONGEST_TRACE = 60;

/** The end of a run, for people. */
export const reportLines = (report: Report, verdict: Verdict, paint: Paint): readonly string[] => {
  const { kills, orders, acknowledged, lost, violations, restartMs } = report;
  return [
    '',
    ...table('killed', report.byPoint),
    ...table('checked', report.checks),
    ...table('orders at rest', report.rest),
    ...table('courses gone', report.courses),
    ...table('happened', report.happened),
    '',
    `  restart           p50 ${restartMs.p50} ms, p95 ${restartMs.p95} ms`,
    `  resumed           ${report.resumedInvocations} calls of functions that a kill had cut off`,
    `  broken            ${report.brokenConnections} connections; each request was sent again with the same key`,
    `  outages           ${report.outages} restarts that skipped the time of leases and backoffs`,
    `  mails doubled     ${report.declaredDoubleMails}, between SES's answer and the note of it`,
    '',
    ...(report.missing.length === 0 ? [] : [paint('red', `  ✗ never happened: ${report.missing.join(', ')}`), '']),
    ...violations.flatMap(({ what, seed, kill, point, trace }) => [
      paint('red', `  ✗ ${what}`),
      `    seed ${seed}, kill ${kill}, the last one ${point}`,
      ...trace.slice(0, LONGEST_TRACE).map((line) => `    ${line}`),
    ]),
    paint(
      verdict.ok ? 'green' : 'red',
      `  ${kills} kills, ${orders} orders, ${acknowledged} writes acknowledged, ${lost} lost`,
    ) + `, ${violations.length} violations, in ${minutes(verdict.seconds * 1000)} (seed ${report.seed})`,
    ...(report.kept === undefined ? [] : [`  what the platform held is kept in ${report.kept}`]),
  ];
};
