import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { model } from '../../engine/engine.fixture.ts';
import { answer, START } from '../../engine/event-bus/choreography.fixture.ts';
import type { CloudModel } from '../../template/model.ts';
import { compact } from './compact.ts';
import { makeCrashPoints } from './crash-points.ts';
import { keepOnDisk } from './on-disk.ts';
import type { OnDiskOptions } from './on-disk.ts';
import type { Storage } from './storage.ts';

const { privateKey: privateKeyPem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Stands for kill -9 at a crash point: what would have followed does not happen. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Data directories that are gone after the test, and storages that are let go. */
export const makeBench = () => {
  const folders: string[] = [];
  const opened: Storage[] = [];
  let time = START;

  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'data-'));
    folders.push(made);
    return made;
  };

  const open = async (
    directory: string,
    { model: ofDay = model(), crashAt, ...more }: Partial<OnDiskOptions & { model: CloudModel; crashAt: string }> = {},
  ): Promise<Storage> => {
    const storage = await keepOnDisk({
      wishes: { model: ofDay, defaultConcurrency: 10, onDrop: () => undefined },
      onReceived: () => undefined,
      newSigningKey: () => ({ privateKeyPem, kid: 'test' }),
      now: () => time,
      directory,
      fresh: false,
      compact: (job) => Promise.resolve(compact(job)),
      onCompactionError: () => undefined,
      onFailure: () => undefined,
      ...more,
      crash: makeCrashPoints(crashAt, () => {
        throw new Killed(crashAt);
      }),
    });
    opened.push(storage);
    return storage;
  };

  return {
    folder,
    open,
    pass: (milliseconds: number): void => {
      time += milliseconds;
    },
    now: (): number => time,
    /** What the disk holds at this moment, as a kill would leave it. */
    killed: (directory: string): string => {
      const copy = folder();
      for (const name of readdirSync(directory)) if (name !== 'lock') cpSync(join(directory, name), join(copy, name));
      return copy;
    },
    stop: async (): Promise<void> => {
      // A storage whose disk has failed never stops; its socket does not keep the process.
      for (const storage of opened.splice(0)) void storage.stop().catch(() => undefined);
      for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
      await Promise.resolve();
    },
  };
};

/** Starts and finishes whatever is due, and again what comes of it. */
export const drain = ({ engine }: Storage, now: number): void => {
  for (let [work] = engine.due(now); work !== undefined; [work] = engine.due(now)) {
    const invocation = engine.start(work.id);
    if (invocation) engine.finish(invocation.id, answer());
  }
};
