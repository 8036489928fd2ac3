import type { Work } from '../contract.ts';
import { countWhile } from '../count-while.ts';

/** Pending work with what the engine needs to know about it beyond the contract. */
export interface Entry extends Work {
  /** Set when starting it takes one of this function's concurrent executions. */
  readonly functionName?: string;
  /** Place among entries of the same time: the order in which they became pending. */
  readonly number: number;
}

export interface AgendaState {
  /** By time, then by the order in which they became pending. Those before `head` are done and will be cut off. */
  readonly entries: Entry[];
  head: number;
  nextNumber: number;
}

export type NewWork = Omit<Entry, 'number'>;

/** All pending work of the engine, ordered. */
export interface Agenda {
  /** Adds work, or moves work with the same id; does nothing when it is there already for the same time. */
  readonly put: (work: NewWork) => void;
  readonly remove: (id: string) => void;
  readonly get: (id: string) => Entry | undefined;
  /** What is due at `now` in order, as a copy; `mayStart` says how many more executions a function may begin. */
  readonly due: (now: number, mayStart: (functionName: string) => number) => readonly Work[];
  /** How many entries are due at `now` and are no work of a `busy` function: one lookup, as long as none is busy. */
  readonly countDue: (now: number, busy: ReadonlySet<string>) => number;
  /** The one at this place among them, from 0. */
  readonly dueAt: (now: number, index: number, busy: ReadonlySet<string>) => Work | undefined;
  /** The earliest time after `now` at which something becomes due. */
  readonly nextAfter: (now: number) => number | undefined;
}

export const makeAgendaState = (): AgendaState => ({ entries: [], head: 0, nextNumber: 0 });

/** The index of the first pending entry that comes at or after (at, number). */
const indexOf = ({ entries, head }: AgendaState, at: number, number: number): number =>
  countWhile(entries, (entry) => entry.at < at || (entry.at === at && entry.number < number), head);

const SMALLEST_CUT = 512;

/** Takes the first entry away without moving the others each time. */
const dropFirst = (state: AgendaState): void => {
  state.head += 1;
  if (state.head < SMALLEST_CUT || state.head * 2 < state.entries.length) return;
  state.entries.splice(0, state.head);
  state.head = 0;
};

/**
 * One sorted array: nearly all work is due at once and leaves at the front, so that insertion and removal touch few
 * elements, and listing is a copy of a prefix.
 */
export const makeAgenda = (state: AgendaState, onPut: () => void): Agenda => {
  const { entries } = state;
  const byId = new Map(entries.slice(state.head).map((entry) => [entry.id, entry]));

  const remove = (id: string): void => {
    const entry = byId.get(id);
    if (entry === undefined) return;
    byId.delete(id);
    const index = indexOf(state, entry.at, entry.number);
    if (index === state.head) dropFirst(state);
    else entries.splice(index, 1);
  };

  const put = (work: NewWork): void => {
    const present = byId.get(work.id);
    if (present?.at === work.at) return;
    remove(work.id);
    const { id, kind, subject, at, functionName } = work;
    const number = state.nextNumber++;
    const entry: Entry =
      functionName === undefined ? { id, kind, subject, at, number } : { id, kind, subject, at, number, functionName };
    byId.set(id, entry);
    const index = indexOf(state, at, number);
    if (index === entries.length) entries.push(entry);
    else entries.splice(index, 0, entry);
    onPut();
  };

  const due: Agenda['due'] = (now, mayStart) => {
    const left = new Map<string, number>();
    const listed: Work[] = [];
    const end = indexOf(state, now, Infinity);
    for (let index = state.head; index < end; index += 1) {
      const entry = entries[index] as Entry;
      if (entry.functionName !== undefined) {
        const slots = left.get(entry.functionName) ?? mayStart(entry.functionName);
        left.set(entry.functionName, slots - 1);
        if (slots <= 0) continue;
      }
      listed.push(entry);
    }
    return listed;
  };

  const isOf = ({ functionName }: Entry, busy: ReadonlySet<string>): boolean =>
    functionName !== undefined && busy.has(functionName);

  const countDue: Agenda['countDue'] = (now, busy) => {
    const end = indexOf(state, now, Infinity);
    let count = end - state.head;
    if (busy.size > 0)
      for (let index = state.head; index < end; index += 1) if (isOf(entries[index] as Entry, busy)) count -= 1;
    return count;
  };

  const dueAt: Agenda['dueAt'] = (now, index, busy) => {
    let at = state.head + index;
    if (busy.size > 0) {
      at = state.head;
      for (let left = index; at < entries.length; at += 1) {
        if (isOf(entries[at] as Entry, busy)) continue;
        if (left === 0) break;
        left -= 1;
      }
    }
    const entry = entries[at];
    return entry !== undefined && entry.at <= now ? entry : undefined;
  };

  return {
    put,
    remove,
    due,
    countDue,
    dueAt,
    get: (id) => byId.get(id),
    nextAfter: (now) => entries[indexOf(state, now, Infinity)]?.at,
  };
};
