import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A script for `node --require` that makes a process and its threads live `aheadMs` later than everybody else: so the
 * machine was off for a while, and leases, timeouts and backoffs have run out.
 */
const scriptOf = (aheadMs: number): string => `'use strict';
const workers = require('node:worker_threads');
const Real = Date;
const now = () => Real.now() + ${aheadMs};
globalThis.Date = new Proxy(Real, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
  apply: () => new Real(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
const RealWorker = workers.Worker;
workers.Worker = class extends RealWorker {
  constructor(file, options = {}) {
    const execArgv = [...(options.execArgv ?? process.execArgv), '--require', __filename];
    super(file, { ...options, execArgv });
  }
};
require('node:module').syncBuiltinESMExports();
`;

/** @returns the script's path; undefined when nobody is ahead */
export const writeOutage = (folder: string, aheadMs: number): string | undefined => {
  if (aheadMs === 0) return undefined;
  const file = join(folder, `ahead-${aheadMs}.cjs`);
  writeFileSync(file, scriptOf(aheadMs));
  return file;
};
