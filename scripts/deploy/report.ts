import type { Standing } from './go-through.ts';
import type { Stack } from './stacks.ts';
import { wayOut } from './statuses.ts';

const UNKNOWN = 'unknown';

const versionOf = (stack: Stack | undefined): string => (stack === undefined ? '–' : (stack.version ?? UNKNOWN));

const did = ({ did: what, after }: Standing): string => {
  const left = after === undefined ? 'no stack' : after.status;
  if (what === 'failed') return `failed: ${left}`;
  if (what === 'not begun') return after === undefined ? 'not begun, no stack' : 'not begun';
  return what === 'unchanged' ? 'unchanged' : 'deployed';
};

/** One line a stack: service, version, what was done. */
export const deploymentLines = (standings: readonly Standing[]): readonly string[] => {
  const width = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const services = width(standings.map(({ service }) => service));
  const versions = width(standings.map(({ after }) => versionOf(after)));
  return standings.map(
    (one) => `  ${one.service.padEnd(services)}  ${versionOf(one.after).padEnd(versions)}  ${did(one)}`,
  );
};

const wayBack = (standings: readonly Standing[], stage: string, command: string): string => {
  const before = standings.flatMap(({ before: stack }) => (stack === undefined ? [] : [stack]));
  if (before.length === 0) return `nothing stood before: npm run remove -- --stage ${stage}`;
  const versions = [...new Set(before.map(versionOf))];
  if (versions.length > 1 || versions[0] === UNKNOWN || versions[0]?.includes(' ') === true)
    return `check out what stood before (${versions.join(', ')}), then ${command}`;
  return `git checkout ${versions[0] ?? ''}, then ${command}`;
};

const CLASH = /already exists?\b|AlreadyExists|ResourceExists/i;

/** How to go on from a deployment that stopped, and how to go back. */
export const waysFrom = (standings: readonly Standing[], stage: string): readonly string[] => {
  const failed = standings.find(({ did: what }) => what === 'failed');
  const command = `npm run deploy -- --stage ${stage}`;
  const way = failed?.after === undefined ? undefined : wayOut(failed.after);
  return [
    ...(CLASH.test(failed?.words ?? '')
      ? ['That name is taken, perhaps by what a removed stage left: README.md, "Remove a stage".']
      : []),
    ...(way === undefined ? [] : [`First: ${way}`]),
    `On:    correct what failed, then ${command} (what stands and has not changed is left as it is)`,
    `Back:  ${wayBack(standings, stage, command)}`,
  ];
};
