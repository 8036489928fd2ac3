import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A script for `node --require` that makes a process and its threads live later than everybody else: so leases, timeouts and
 * backoffs have run out. A parent that talks to it (`stdio: 'ipc'`) sends milliseconds to put it forward while it runs. Every
 * thread has the same clock, in memory that all of them share.
 */
const scriptOf = (aheadMs: number): string => `'use strict';
const workers = require('node:worker_threads');
const AHEAD = 'ahead';
if (workers.isMainThread)
  workers.setEnvironmentData(AHEAD, new Float64Array(new SharedArrayBuffer(8)).fill(${aheadMs}));
const ahead = workers.getEnvironmentData(AHEAD);
const Real = Date;
const now = () => Real.now() + ahead[0];
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
if (workers.isMainThread && process.channel) {
  process.on('message', (milliseconds) => {
    ahead[0] += milliseconds;
    process.send('later');
  });
  process.channel.unref();
}
`;

/** @returns the script's path */
export const writeClock = (folder: string, aheadMs: number): string => {
  const file = join(folder, `ahead-${aheadMs}.cjs`);
  writeFileSync(file, scriptOf(aheadMs));
  return file;
};
