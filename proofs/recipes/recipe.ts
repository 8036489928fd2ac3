import { command } from '@orderwire/local-cloud/dev/testing/command';
import { until } from '@orderwire/local-cloud/dev/until';
import type { Platform } from '../actors/platform.ts';
import { type Copy, type Followed, makeCopy, packageIn, startIn } from './copy.ts';

/** A file that the recipe makes, or places in one that is there. */
export type Edit =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly changes: readonly { readonly find: string; readonly replace: string }[] };

/** What CONTRIBUTING.md tells a newcomer to do: the edits by hand, and how to see that it works. */
export interface Recipe {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Commands of npm that it asks for after the edits: `schemas`. */
  readonly commands?: readonly string[];
  /** Variables that `npm start` is to see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Resolves when the platform does what was added. @throws Error when it does not */
  readonly seen: (platform: Platform) => Promise<void>;
}

const apply = (copy: Copy, edit: Edit): void => {
  if ('text' in edit) copy.write(edit.file, edit.text);
  else for (const { find, replace } of edit.changes) copy.change(edit.file, find, replace);
};

const run = async ({ folder }: Copy, name: string): Promise<void> => {
  const { code, stderr } = await command(folder, process.execPath, 'scripts/run.mjs', name).ended;
  if (code !== 0) throw new Error(`npm run ${name} ended with ${String(code)}: ${stderr}`);
};

/** Follows a recipe in a copy of the checkout: it packages, starts, and does what was added. The copy is removed. */
export const follow = async (root: string, recipe: Recipe): Promise<Followed> => {
  const { name, edits, commands = [], environment, seen } = recipe;
  const copy = makeCopy(root);
  try {
    for (const edit of edits) apply(copy, edit);
    for (const one of commands) await run(copy, one);
    await packageIn(copy);
    const { platform, stop } = await startIn(copy, environment);
    try {
      await seen(platform);
    } finally {
      await stop();
    }
    return { name, filesTouched: copy.touched().length, answered: true };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { name, filesTouched: copy.touched().length, answered: false, problem };
  } finally {
    copy.remove();
  }
};

/** Asks for up to a minute until the answer is as it has to be. @throws Error that names what was waited for */
export const untilSeen = (what: string, ask: () => Promise<boolean>): Promise<boolean> => until(what, ask, 60_000);
