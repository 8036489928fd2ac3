import { Worker } from 'node:worker_threads';

/** Loads a module as the worker of a function does, and answers with what it lacks. */
const PROBE = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = require(workerData.file);
parentPort.postMessage(workerData.names.filter((name) => typeof loaded[name] !== 'function'));
`;

const LIMIT_MS = 5_000;

export interface ProbeOptions {
  /** Absolute path of the bundle, CommonJS. */
  readonly file: string;
  /** The functions that it must export. */
  readonly names: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

/**
 * Loads a bundle in a thread of its own that is thrown away; what it writes is lost.
 * @returns why no function could run on it, or undefined when all is well
 */
export const probe = async ({
  file,
  names,
  environment,
  limitMs = LIMIT_MS,
}: ProbeOptions): Promise<string | undefined> => {
  const thread = new Worker(PROBE, {
    eval: true,
    workerData: { file, names },
    env: { ...environment },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const limit = { timer: undefined as NodeJS.Timeout | undefined };
  const reason = await new Promise<string | undefined>((resolve) => {
    thread.on('message', (missing: readonly string[]) =>
      resolve(missing.length === 0 ? undefined : `it has no exported function ${missing.join(', ')}`),
    );
    thread.on('error', (error) => resolve(`${error.name}: ${error.message}`));
    thread.on('exit', (code) => resolve(`it ended the process with ${code} while it was loaded`));
    limit.timer = setTimeout(() => resolve(`it was not loaded within ${limitMs / 1000} s`), limitMs);
  });
  clearTimeout(limit.timer);
  await thread.terminate();
  return reason;
};
