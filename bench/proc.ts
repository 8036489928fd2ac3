import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc/<pid>/stat` and `/proc/<pid>/task/<tid>/stat` say. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export interface Stat {
  readonly id: number;
  readonly name: string;
  readonly parent: number;
  /** User and system time, in milliseconds. */
  readonly cpuMs: number;
  /** The same of children that have ended and were waited for; of a thread nothing. */
  readonly childrenMs: number;
}

/** A tick of Linux's accounting on all machines that Node runs on (`getconf CLK_TCK` is 100). */
const MS_PER_TICK = 10;

/** A name may hold spaces and brackets: what counts is after the last bracket. */
export const parseStat = (text: string): Stat => {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const fields = text.slice(close + 2).split(' ');
  // The first field here is number 3 of the manual.
  const field = (number: number): number => Number(fields[number - 3]);
  const [cpu, children] = [field(14) + field(15), field(16) + field(17)];
  if (open < 0 || !Number.isFinite(children)) throw new Error(`This is no line of /proc/…/stat: ${text}`);
  return {
    id: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    parent: field(4),
    cpuMs: cpu * MS_PER_TICK,
    childrenMs: children * MS_PER_TICK,
  };
};

export type ThreadKind = 'main' | 'helper' | 'worker';

/** Node starts V8's platform first: four workers and a scheduler of delayed tasks. */
const V8_THREADS = 5;

/**
 * The kinds of a process's threads, in the order of their numbers. Newer Nodes name V8's threads; older ones call all of
 * them `node`, and there the first ones after the main thread are V8's.
 */
export const kindsOf = (threads: readonly { readonly id: number; readonly name: string }[]): readonly ThreadKind[] => {
  const named = threads.some(({ name }) => name.startsWith('V8'));
  return threads.map(({ name }, index) => {
    if (index === 0) return 'main';
    const isHelper = named ? name.startsWith('V8') || name === 'DelayedTaskSche' : index <= V8_THREADS;
    return isHelper ? 'helper' : 'worker';
  });
};

export interface CpuTimes {
  /** With threads and processes that have ended. */
  readonly allMs: number;
  readonly mainMs: number;
  readonly helpersMs: number;
  /** All the rest: worker threads, ended ones too, and libuv's. */
  readonly workersMs: number;
}

const statOf = (path: string): Stat | undefined => {
  try {
    return parseStat(readFileSync(`${path}/stat`, 'utf8'));
  } catch (error) {
    // What has ended in the meantime is counted by its process, or by its parent.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};

const numbersIn = (folder: string): readonly number[] =>
  readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((one, other) => one - other);

/** A process and all that descend from it. */
export const treeOf = (pid: number): readonly Stat[] => {
  const all = numbersIn('/proc').flatMap((id) => statOf(`/proc/${id}`) ?? []);
  const family = new Set([pid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  return all.filter(({ id }) => family.has(id));
};

const threadsOf = (pid: number): readonly Stat[] => {
  const folder = `/proc/${pid}/task`;
  return numbersIn(folder).flatMap((id) => statOf(`${folder}/${id}`) ?? []);
};

/** CPU of a process tree since it began. */
export const cpuOf = (pid: number): CpuTimes => {
  const tree = treeOf(pid);
  const threads = tree.flatMap(({ id }) => {
    const own = threadsOf(id);
    const kinds = kindsOf(own);
    return own.map(({ cpuMs }, index) => ({ cpuMs, kind: kinds[index] }));
  });
  const of = (wanted: ThreadKind): number =>
    threads.filter(({ kind }) => kind === wanted).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const allMs = tree.reduce((sum, { cpuMs, childrenMs }) => sum + cpuMs + childrenMs, 0);
  const [mainMs, helpersMs] = [of('main'), of('helper')];
  return { allMs, mainMs, helpersMs, workersMs: allMs - mainMs - helpersMs };
};

/** CPU of this process's children that have ended, in milliseconds. */
export const endedChildrenMs = (): number => statOf('/proc/self')?.childrenMs ?? 0;

/** Resident memory of a process tree, in bytes. Pages that two processes share count twice. */
export const rssOf = (pid: number): number =>
  treeOf(pid).reduce((sum, { id }) => {
    const [, kB = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return sum + Number(kB) * 1024;
  }, 0);
