import type { Checks } from '../invariants/claims.ts';
import { makeGate } from './gate.ts';
import { makeLedger, orderIdOf, type Story } from './ledger.ts';
import { findPorts } from './life.ts';
import { readCatalogue } from './load.ts';
import { makeLives } from './platform-lives.ts';
import { makeTally, traceOf } from './report.ts';

export interface RunOptions {
  readonly root: string;
  /** An empty folder: what the platform keeps is under it. */
  readonly folder: string;
  readonly kills: number;
  readonly orders: number;
  readonly seed: number;
  /** Options of `npm start` for where it keeps its state. */
  readonly store: readonly string[];
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly kills: number;
  readonly orders: number;
  readonly acknowledged: number;
  readonly last: string;
}

/** Everything that a run is about. */
export type World = Awaited<ReturnType<typeof makeWorld>>;

/** Nothing is started yet; two ports are chosen. */
export const makeWorld = async (options: RunOptions) => {
  const { root, folder, store, seed } = options;
  const gate = makeGate();
  const ledger = makeLedger();
  const tally = makeTally();
  const lives = makeLives({ root, ports: await findPorts(), store, folder, gate, tally });
  const violate = (what: string, story?: Story, orderId = story && orderIdOf(story)): void =>
    tally.violate({
      ...{ what, seed, kill: tally.kills(), point: lives.lastEnd(), trace: traceOf(story, []) },
      ...(orderId !== undefined && { orderId }),
    });
  const catalogue = readCatalogue(root);
  /** Everything that must hold is counted, and what does not is told. */
  const checks: Checks = {
    that: (invariant, holds, detail, orderId) => {
      tally.check(invariant);
      if (holds) return;
      const story = ledger.stories.find(({ placed }) => placed !== undefined && placed.orderId === orderId);
      violate(`${invariant}: ${orderId === undefined ? '' : `${orderId} `}${detail()}`, story, orderId);
    },
  };
  return { options, gate, ledger, tally, lives, violate, catalogue, checks };
};
