import { execFileSync } from 'node:child_process';
import type { Terminal } from './terminal.ts';

/** What every `--json` object says, whatever else stands in it. */
export interface Verdict {
  /** Everything that applies here was done, and held; the exit code agrees. */
  readonly ok: boolean;
  /** With ` with uncommitted edits` where there are some: no commit will bring them back. */
  readonly commit: string;
  readonly seconds: number;
  /** What was to be done and was not. */
  readonly skipped: readonly string[];
}

/** What a proof found, before anybody says it. */
export interface Found {
  readonly holds: boolean;
  readonly skipped?: readonly string[];
  /** Stands in the object beside the verdict. */
  readonly report: object;
  /** For people. */
  readonly lines: (verdict: Verdict, paint: Terminal['paint']) => readonly string[];
}

export const commitOf = (root: string): string => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const edited = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${edited ? ' with uncommitted edits' : ''}`;
  } catch {
    return 'unknown';
  }
};

/** @param begunAt by `performance.now()` */
export const verdictOf = (root: string, begunAt: number, holds: boolean, skipped: readonly string[] = []): Verdict => ({
  ok: holds && skipped.length === 0,
  commit: commitOf(root),
  seconds: Math.round((performance.now() - begunAt) / 100) / 10,
  skipped,
});
