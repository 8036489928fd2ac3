import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../../invariants/books.ts';
import type { StaffWrite, StaffWrites } from '../watch/staff-writes.ts';
import { canariesOf } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface Change {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What people look for: where it differs it is told with its values. */
const ALWAYS_SHOWN = new Set([
  ...['status', 'priceMinor', 'title', 'vatClass', 'off', 'limit', 'onHand', 'closedAt', 'attentionState'],
]);

/** What is shown of a value is in it: the whole, or some of its members. */
const isPartOf = (shown: unknown, whole: unknown): boolean => {
  if (Array.isArray(shown))
    return Array.isArray(whole) && shown.length === whole.length && shown.every((one, at) => isPartOf(one, whole[at]));
  if (typeof shown !== 'object' || shown === null) return isDeepStrictEqual(shown, whole);
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(shown).every(([name, part]) => isPartOf(part, (whole as Row)[name]));
};

const isSideOf = (change: Change, side: 'before' | 'after', row: Row): boolean =>
  side in change ? isPartOf(change[side], row[change.field]) : row[change.field] === undefined;

/** Each field that differs is told once: with both sides as they were, or by its name. */
const tells = (row: Row, { before, after, differ }: StaffWrite): boolean => {
  const changes = row['changes'] as readonly Change[];
  const withheld = row['withheld'] as readonly string[];
  const shown = changes.map(({ field }) => field);
  return (
    isDeepStrictEqual([...shown, ...withheld].sort(), differ) &&
    changes.every((change) => isSideOf(change, 'before', before) && isSideOf(change, 'after', after)) &&
    changes.every((change) => !isDeepStrictEqual(change.before, change.after)) &&
    withheld.every((field) => !ALWAYS_SHOWN.has(field))
  );
};

/** Where staff have to say why, it is kept. */
const reasonIn = ({ after }: StaffWrite): unknown => (after['closing'] as { readonly note?: string } | undefined)?.note;

/** The audit list is what staff wrote, and no other write; nothing in it is of a customer. */
export const checkAudit = (world: World, { writes, checkRest }: StaffWrites): void => {
  const { checks } = world;
  checkRest();
  const rows = rowsOf(world, 'AuditTable');
  checks.that(
    '22-audit',
    rows.length === writes.size,
    () => `staff have written ${String(writes.size)} times, and the list has ${String(rows.length)} entries`,
  );
  for (const row of rows)
    checks.that('22-audit', writes.has(String(row['id'])), () => `nobody of the shop did ${JSON.stringify(row)}`);
  const entries = new Map(rows.map((row) => [row['id'], row]));
  for (const [id, write] of writes) {
    const row = entries.get(id);
    const { by, cause, service, subject } = write;
    const isWhole =
      row !== undefined &&
      isDeepStrictEqual(
        [row['actor'], row['cause'], row['service'], row['subject']],
        [by, cause, service, subject.slice(subject.lastIndexOf('/') + 1)],
      ) &&
      (reasonIn(write) === undefined || row['reason'] === reasonIn(write)) &&
      tells(row, write);
    checks.that('22-audit', isWhole, () => `${id} by ${by} is in the list as ${JSON.stringify(row)}`, subject);
  }
  const text = JSON.stringify(rows);
  const leaked = canariesOf().find((canary) => text.includes(canary));
  checks.that('11-privacy', leaked === undefined, () => `the audit list says ${leaked ?? ''}`);
};
