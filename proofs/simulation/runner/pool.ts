import { generateKeyPairSync } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Job, SeedResult } from '../job.ts';

/**
 * Megabytes for what is new. A run leaves little behind and throws much away: in the usual 16 MB it is copied before it
 * is thrown away.
 */
const YOUNG_MB = 64;

/** A run that takes longer than this never ends. */
const LONGEST_RUN_MS = 120_000;

export interface Pool {
  /** Resolves in any order. Rejects when the simulator itself breaks. */
  readonly run: (job: Job) => Promise<SeedResult>;
  readonly stop: () => Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (result: SeedResult) => void;
  readonly reject: (error: Error) => void;
}

interface Member {
  worker: Worker;
  waiting: Waiting | undefined;
  timer: NodeJS.Timeout | undefined;
}

type Message = { readonly result: SeedResult } | { readonly error: string };

/** One key for all runs: making one takes longer than a run. */
const newSigningKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

/** Worker threads that run seeds, `size` at a time. */
export const makePool = (code: string, model: CloudModel, size: number): Pool => {
  setFlagsFromString(`--min-semi-space-size=${String(YOUNG_MB)}`);
  setFlagsFromString(`--max-semi-space-size=${String(YOUNG_MB)}`);
  const queue: Waiting[] = [];
  const workerData = { model, signingKey: newSigningKey() };
  let stopped = false;

  const next = (member: Member): void => {
    const waiting = queue.shift();
    member.waiting = waiting;
    if (waiting === undefined) return;
    member.timer = setTimeout(() => replace(member, `seed ${String(waiting.job.seed)} does not end`), LONGEST_RUN_MS);
    member.worker.postMessage(waiting.job);
  };

  const done = (member: Member): Waiting | undefined => {
    clearTimeout(member.timer);
    const { waiting } = member;
    member.waiting = undefined;
    return waiting;
  };

  const replace = (member: Member, why: string): void => {
    void member.worker.terminate();
    const waiting = done(member);
    waiting?.reject(new Error(why));
    if (stopped) return;
    member.worker = hire(member);
    next(member);
  };

  const hire = (member: Member): Worker => {
    const worker = new Worker(code, { eval: true, workerData });
    worker.on('message', (message: Message) => {
      const waiting = done(member);
      if ('result' in message) waiting?.resolve(message.result);
      else waiting?.reject(new Error(`seed ${String(waiting.job.seed)}: ${message.error}`));
      next(member);
    });
    worker.on('error', (error) => replace(member, error.stack ?? error.message));
    return worker;
  };

  const members = Array.from({ length: size }, (): Member => {
    const member = { waiting: undefined, timer: undefined } as unknown as Member;
    member.worker = hire(member);
    return member;
  });

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        const free = members.find(({ waiting }) => waiting === undefined);
        if (free !== undefined) next(free);
      }),
    stop: async () => {
      stopped = true;
      for (const { timer } of members) clearTimeout(timer);
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
};
