import { type Clock, isoTime } from './clock.ts';
import { AGAIN, untilDecided } from './decide.ts';
import { RetryLaterError } from './retry-later-error.ts';

/**
 * The row of a message that goes out once: a mail, a webhook. Whoever sends it holds its lease, and nobody else sends
 * meanwhile. Times are in milliseconds since the epoch.
 */
export interface LeasedRow {
  /** `failed`: given up; it is sent again only when somebody redrives its event. */
  readonly status: 'pending' | 'sent' | 'failed' | 'stopped';
  /** Tries that began. */
  readonly attempts: number;
  /** Until then a try may be in flight. */
  readonly leaseUntil?: number;
  /** The next try is not before then. */
  readonly notBefore?: number;
  /** 0 where no row is stored yet. */
  readonly version: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** What a row says that nobody has written yet. */
export const UNWRITTEN = { status: 'pending', attempts: 0, version: 0, updatedAt: '' } as const satisfies LeasedRow;

/** The row's next version. It has no lease and no pause, unless the change says so. */
const next = <Row extends LeasedRow>(
  row: Row,
  now: number,
  change: Partial<LeasedRow>,
  note: Partial<Row> = {},
): Row => {
  const { leaseUntil: _leaseUntil, notBefore: _notBefore, ...rest } = row;
  const version = row.version + 1;
  // Each part has the types that it has in a Row. TypeScript cannot see that together they are a Row again.
  return { ...rest, ...note, ...change, version, updatedAt: isoTime(now) } as unknown as Row;
};

/** Whether a try may be in flight. */
export const isHeld = ({ leaseUntil }: LeasedRow, now: number): boolean => leaseUntil !== undefined && now < leaseUntil;

export type Claim<Row> =
  | { readonly do: 'send'; readonly row: Row }
  | { readonly do: 'nothing' }
  /** `untilMs`: since the epoch; without it until the try in flight has ended. */
  | { readonly do: 'wait'; readonly untilMs?: number };

/**
 * Whether a try may begin. One whose lease has run out may have crashed after it had sent: it is sent again.
 * @param leaseMs longer than any try can last
 * @param last no further try will come: it does not wait for the end of a pause
 */
export const claim = <Row extends LeasedRow>(
  row: Row,
  { now, leaseMs, last = false }: { readonly now: number; readonly leaseMs: number; readonly last?: boolean },
): Claim<Row> => {
  if (row.status === 'sent' || row.status === 'stopped') return { do: 'nothing' };
  if (isHeld(row, now)) return { do: 'wait' };
  if (!last && row.notBefore !== undefined && now < row.notBefore) return { do: 'wait', untilMs: row.notBefore };
  const attempts = row.attempts + 1;
  return { do: 'send', row: next(row, now, { status: 'pending', attempts, leaseUntil: now + leaseMs }) };
};

/** What a try has come to. `pending`: it is tried again, but not before `notBefore`. */
export type TryOutcome =
  { readonly status: 'sent' | 'failed' } | { readonly status: 'pending'; readonly notBefore?: number };

/**
 * The row once a try is over; undefined when it is not this try's to say any more. What was sent is sent, even if another
 * try has begun or it was stopped meanwhile. What was stopped and not sent stays stopped.
 * @param row as it is now
 * @param mine as this try claimed it
 * @param note what else the row keeps of the try
 */
export const settle = <Row extends LeasedRow>(
  row: Row,
  mine: Row,
  outcome: TryOutcome,
  { now, note = {} }: { readonly now: number; readonly note?: Partial<Row> },
): Row | undefined => {
  if (row.status === 'sent') return undefined;
  if (outcome.status !== 'sent' && row.leaseUntil !== mine.leaseUntil) return undefined;
  return next(row, now, outcome.status !== 'sent' && row.status === 'stopped' ? {} : outcome, note);
};

/**
 * The row that keeps a message from being sent (again); undefined when there is nothing left to stop. A try in flight
 * keeps its lease. A row without attempts says that nobody ever heard of it.
 */
export const stop = <Row extends LeasedRow>(row: Row, now: number): Row | undefined => {
  if (row.status === 'sent' || row.status === 'stopped') return undefined;
  const { leaseUntil } = row;
  return next(row, now, { status: 'stopped', ...(leaseUntil !== undefined && { leaseUntil }) });
};

/** Writes a row's next version. Undefined when it is written; otherwise somebody else was faster: the row as it is now. */
export type Save<Row> = (row: Row) => Promise<Row | undefined>;

const MAX_ROUNDS = 5;

/**
 * Changes a row that others change, too. It is not read before: a write that comes too late tells how the row is now, and
 * the change is decided again.
 * @param what names the row, for the log: an id, never personal data
 * @param row as it is known
 * @param change the row's next version; undefined when nothing is to be written
 * @returns the row as it is now, and whether this call wrote it
 * @throws ContentionError when others were faster every time, and whatever `change` and `save` throw
 */
export const changeRow = <Row>(
  what: string,
  row: Row,
  change: (row: Row) => Row | undefined,
  save: Save<Row>,
): Promise<{ readonly row: Row; readonly isWritten: boolean }> => {
  let known = row;
  return untilDecided(what, MAX_ROUNDS, async () => {
    const changed = change(known);
    if (!changed) return { row: known, isWritten: false };
    const inTheWay = await save(changed);
    if (!inTheWay) return { row: changed, isWritten: true };
    known = inTheWay;
    return AGAIN;
  });
};

/**
 * Begins a try: claims the row.
 * @returns the row as it was claimed; undefined when nothing is to be sent
 * @throws Error while another try may be in flight, RetryLaterError during a pause, and whatever `changeRow` throws
 */
export const begin = async <Row extends LeasedRow>({
  what,
  row,
  claiming,
  save,
  clock,
}: {
  /** Names the row, for the log. */
  readonly what: string;
  /** As it is known: one that nobody has written yet, where nothing is. */
  readonly row: Row;
  readonly claiming: (row: Row, now: number) => Claim<Row>;
  readonly save: Save<Row>;
  readonly clock: Clock;
}): Promise<Row | undefined> => {
  const claimed = (known: Row): Row | undefined => {
    const now = clock();
    const claim = claiming(known, now);
    if (claim.do !== 'wait') return claim.do === 'send' ? claim.row : undefined;
    if (claim.untilMs === undefined) throw new Error(`${what} may be in flight.`);
    throw new RetryLaterError(`${what} has to wait.`, claim.untilMs - now);
  };
  const begun = await changeRow(what, row, claimed, save);
  return begun.isWritten ? begun.row : undefined;
};
