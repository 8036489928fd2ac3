import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { until } from '../until.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command as somebody runs it in a terminal: everything that it starts is in a process group of its own. */
export interface Command {
  /** Its end. It is killed after 50 s, unless it may run on. */
  readonly ended: Promise<Ended>;
  /** What it wrote to standard output, once that holds the text; waits for half a minute, or as long as is said. */
  readonly says: (text: string, timeoutMs?: number) => Promise<string>;
  /** What it wrote to standard error from a place on, once that holds the text after it. */
  readonly tells: (text: string, from?: number) => Promise<string>;
  /** It may run for as long as the tests do. */
  readonly runsOn: () => void;
  /** Ctrl-C: the terminal sends it to the whole group. */
  readonly interrupt: () => void;
  /** Resolves when no process of the group is left. */
  readonly gone: () => Promise<void>;
}

const LIMIT_MS = 50_000;
const groups = new Set<number>();

const signal = (group: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
};

const endOf = async (child: ChildProcess, stdout: () => string, stderr: () => string): Promise<Ended> =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, name) => {
      resolve({ code, signal: name, stdout: stdout(), stderr: stderr() });
    });
  });

/** Starts a command in a folder; without the variables by which an outer npm or Jest would show through. */
export const command = (folder: string, file: string, ...args: readonly string[]): Command => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_ENV$)/.test(name)));
  const child = spawn(file, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = child.pid ?? 0;
  groups.add(group);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = endOf(
    child,
    () => stdout,
    () => stderr,
  );
  const limit = setTimeout(() => signal(group, 'SIGKILL'), LIMIT_MS);
  return {
    ended: ended.finally(() => clearTimeout(limit)),
    runsOn: () => clearTimeout(limit),
    says: (text, timeoutMs) =>
      until(
        `"${text}" on standard output`,
        () => {
          if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${stderr}`);
          return stdout.includes(text) && stdout;
        },
        timeoutMs,
      ),
    tells: (text, from = 0) =>
      until(`"${text}" on standard error`, () => {
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${stderr}`);
        return stderr.includes(text, from) && stderr.slice(from);
      }),
    interrupt: () => void signal(group, 'SIGINT'),
    gone: async () => {
      await until('its processes to end', () => !signal(group, 0), 10_000);
      groups.delete(group);
    },
  };
};

/** `npm …`, as a stranger types it. */
export const npm = (folder: string, ...args: readonly string[]): Command => command(folder, 'npm', ...args);

/** Ends whatever a failed test has left running. */
export const killAll = (): void => {
  for (const group of groups) signal(group, 'SIGKILL');
};

const LEFT_OUT = new Set(['node_modules', '.git', '.esbuild']);
/** Of the working folder only what says which packages are current: other tests write into it at the same time. */
const isCopied = (path: string): boolean =>
  !LEFT_OUT.has(basename(path)) && (basename(dirname(path)) !== '.orderwire' || basename(path) === 'packages.json');

/** A throw-away copy of this repository: what is packaged is packaged there too, what is installed is linked. */
export interface Copy {
  readonly folder: string;
  /** Changes a file. Undone by `restore`. */
  readonly change: (file: string, from: string | RegExp, to: string) => void;
  readonly restore: () => void;
  readonly remove: () => void;
}

interface Entry {
  readonly writtenAt: number;
}

/** The copied packages are as current as the ones here: only the time at which they were written is another. */
const adoptPackages = (folder: string): void => {
  const file = join(folder, '.orderwire/packages.json');
  if (!existsSync(file)) return;
  const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>);
  const adopted = entries.map(([path, entry]) => {
    const state = statSync(join(folder, path, '.serverless/serverless-state.json'), { throwIfNoEntry: false });
    return [path, { ...entry, writtenAt: state?.mtimeMs ?? 0 }];
  });
  writeFileSync(file, JSON.stringify(Object.fromEntries(adopted)));
};

/** What is installed is linked; the packages of this repository are the copied ones. */
const linkInstalled = (root: string, folder: string): void => {
  const [installed, linked] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(linked, '@orderwire'), { recursive: true });
  for (const entry of readdirSync(installed, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isFile()) cpSync(join(installed, name), join(linked, name));
    else if (name !== '@orderwire') symlinkSync(join(installed, name), join(linked, name), 'junction');
  }
  for (const name of readdirSync(join(installed, '@orderwire'))) {
    const path = relative(root, realpathSync(join(installed, '@orderwire', name)));
    symlinkSync(join(folder, path), join(linked, '@orderwire', name), 'junction');
  }
};

export const copyRepository = (root: string): Copy => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-copy-')));
  cpSync(root, folder, { recursive: true, filter: (path) => path === root || isCopied(path) });
  linkInstalled(root, folder);
  adoptPackages(folder);
  const originals = new Map<string, string>();
  return {
    folder,
    change: (file, from, to) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!originals.has(path)) originals.set(path, text);
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`${file} does not hold ${String(from)}.`);
      writeFileSync(path, changed);
    },
    restore: () => {
      for (const [path, text] of originals) writeFileSync(path, text);
      originals.clear();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
