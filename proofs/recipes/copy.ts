import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command, copyRepository } from '@orderwire/local-cloud/dev/testing/command';
import { describePlatform, type Platform } from '../actors/platform.ts';
import { findPorts, type Ready, startLife } from '../crash/life.ts';

/** What came of a recipe of CONTRIBUTING.md that was followed in a copy. */
export interface Followed {
  readonly name: string;
  /** How many files differ from this checkout. */
  readonly filesTouched: number;
  /** The copy packages, starts, and does what the recipe was for. */
  readonly answered: boolean;
  /** Why it does not. */
  readonly problem?: string;
}

/** A throw-away copy of this repository, in which a recipe is followed. */
export interface Copy {
  readonly folder: string;
  /** Changes a file. @throws Error when it does not hold `from` */
  readonly change: (file: string, from: string | RegExp, to: string) => void;
  /** Makes a new file, and its folder. @throws Error when it is there */
  readonly write: (file: string, text: string) => void;
  /** The files that were changed or made. */
  readonly touched: () => readonly string[];
  /** Deletes the copy. */
  readonly remove: () => void;
}

/** @param root the absolute folder of the repository; what is packaged there is packaged in the copy, too */
export const makeCopy = (root: string): Copy => {
  const { folder, change, remove } = copyRepository(root);
  const touched = new Set<string>();
  return {
    folder,
    change: (file, from, to) => {
      change(file, from, to);
      touched.add(file);
    },
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text, { flag: 'wx' });
      touched.add(file);
    },
    touched: () => [...touched],
    remove,
  };
};

/** Packages the services of the copy that changed. @throws Error with the command's words when one cannot be packaged */
export const packageIn = async ({ folder }: Copy): Promise<void> => {
  const packaging = command(folder, process.execPath, 'scripts/run.mjs', 'package');
  packaging.runsOn();
  const { code, stderr } = await packaging.ended;
  if (code !== 0) throw new Error(`The copy cannot be packaged:\n${stderr}`);
};

/** The platform of a copy, while it runs. */
export interface Running {
  readonly platform: Platform;
  readonly ready: Ready;
  /** Ends it; resolves when no process of it is left. */
  readonly stop: () => Promise<void>;
}

/**
 * `npm start` in the copy: on free ports, with a state of its own; resolves when it says that it is ready.
 * @param environment variables for it, beside those of this process
 * @throws Error with its words when it ends before that
 */
export const startIn = async (
  { folder }: Copy,
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> => {
  const store = ['--data', join(folder, '.orderwire/data'), '--fresh'];
  const life = startLife({ root: folder, ports: await findPorts(), store, environment });
  const ready = await life.ready;
  if (!ready) throw new Error(`The copy does not start:\n${life.said()}`);
  return { ready, platform: await describePlatform(ready.apiUrl), stop: life.kill };
};
