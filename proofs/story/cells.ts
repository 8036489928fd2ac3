import { isDeepStrictEqual } from 'node:util';
import { eventOf } from '../actors/feed.ts';
import type { CallbackPath } from '../actors/order.ts';
import { report, shown, type Stage } from './stage.ts';
import { type Status, STATUSES, WAYS } from './ways.ts';

type Result = 'applied' | 'duplicate' | 'superseded' | 'held' | 'stop' | 'conflict' | 'refused';

/** What a partner is told, as docs/partners.md promises it. A column each, in the order of `STATUSES`. */
const TOLD: Readonly<Record<CallbackPath, string>> = {
  orderpacked: 'held applied duplicate superseded superseded superseded superseded stop stop',
  ordershipped: 'held held applied duplicate applied superseded superseded stop stop',
  orderdelivered: 'held held applied applied applied duplicate conflict conflict conflict',
  orderdeliveryfailed: 'held held held applied applied conflict superseded conflict conflict',
  orderreturned: 'refused refused refused applied applied conflict duplicate conflict conflict',
};

const HTTP: Readonly<Record<Result, number>> = {
  ...{ applied: 200, duplicate: 200, superseded: 200, held: 202 },
  ...{ stop: 409, conflict: 409, refused: 409 },
};

const BECOMES: Readonly<Record<CallbackPath, Status>> = {
  orderpacked: 'packed',
  ordershipped: 'shipped',
  orderdelivered: 'delivered',
  orderdeliveryfailed: 'delivery_failed',
  orderreturned: 'returned',
};

export interface Cell {
  readonly path: CallbackPath;
  readonly status: Status;
  readonly result: Result;
}

/** Every cell of the callback table. */
export const CELLS: readonly Cell[] = Object.entries(TOLD).flatMap(([path, row]) =>
  row.split(' ').map((result, column) => ({
    path: path as CallbackPath,
    status: STATUSES[column] ?? 'placed',
    result: result as Result,
  })),
);

export const nameOf = ({ path, status }: Cell): string => `${path} when ${status}`;

/** What a report says beside the bare fact: after a failed delivery the next one is another attempt. */
const bodyOf = ({ path, status }: Cell): object => {
  const isNext = status === 'delivery_failed' && (path === 'ordershipped' || path === 'orderdeliveryfailed');
  return { ...(isNext && { attempt: 2 }), ...(path === 'orderreturned' && { reason: 'refused' }) };
};

/** What an order has published by its own account. */
const published = ({ feed }: Stage, orderId: string): readonly string[] =>
  feed
    .of(orderId)
    .flatMap((happening) => eventOf(happening) ?? [])
    .filter(({ meta }) => meta.subject === orderId)
    .map(({ meta }) => meta.type);

/**
 * Takes an order of its own to the status and reports. @returns what differs from the table; empty: the cell was reached
 */
export const reach = async (stage: Stage, cell: Cell): Promise<readonly string[]> => {
  const { path, status, result } = cell;
  const orderId = await WAYS[status](stage);
  const before = await shown(stage, orderId);
  const answer = await report(stage, path, orderId, bodyOf(cell));
  const after = await shown(stage, orderId);
  const isApplied = result === 'applied';
  const expected: readonly (readonly [string, unknown, unknown])[] = [
    ['the order was', before.status, status],
    ['HTTP status', answer.status, HTTP[result]],
    ['result', answer.body.result, result],
    ['instruction', answer.body.instruction, result === 'stop' ? 'do_not_ship' : undefined],
    ['the order is', after.status, isApplied ? BECOMES[path] : status],
    ['and the partner was told', answer.body.status, after.status],
    // What is neither applied nor kept nor recorded leaves the order as it was, in every field.
    ...(isApplied || result === 'held' || result === 'conflict'
      ? []
      : [['the order is', isDeepStrictEqual(after, before) ? 'as it was' : 'changed', 'as it was'] as const]),
  ];
  const faults = expected.filter(([, got, wanted]) => got !== wanted);
  if (result === 'conflict') {
    await stage.settled();
    const calls = published(stage, orderId).filter((type) => type === 'OrderNeedsAttention').length;
    if (calls !== 1) faults.push(['calls for people', calls, 1]);
  }
  return faults.map(([what, got, wanted]) => `${nameOf(cell)}: ${what} ${String(got)} instead of ${String(wanted)}`);
};
