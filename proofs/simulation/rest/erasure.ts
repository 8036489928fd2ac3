import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Row } from '../../invariants/books.ts';
import { canariesOfPerson, contactOf } from '../world/people.ts';
import type { World } from '../world/world.ts';

const ENDED: ReadonlySet<unknown> = new Set(['delivered', 'returned', 'rejected', 'cancelled']);

/** What a contact or a draft is kept after an erasure, and what clocks may differ by. */
const KEPT_SECONDS = 3 * 86_400 + 1_200;

interface Kept {
  readonly table: string;
  readonly row: Row;
}

const keyIn = (row: Row, name: string): string => {
  const key = row[name];
  return typeof key === 'string' ? key : '';
};

const isOpen = (one: Row): boolean => {
  const {
    status,
    lines = [],
    receipts = [],
  } = one as {
    readonly status?: string;
    readonly lines?: readonly { readonly count: number }[];
    readonly receipts?: readonly {
      readonly parts: readonly { readonly lines: readonly { readonly count: number }[] }[];
    }[];
  };
  const counted = (all: readonly { readonly count: number }[]): number =>
    all.reduce((sum, { count }) => sum + count, 0);
  const came = receipts.reduce(
    (sum, { parts }) => sum + parts.reduce((more, part) => more + counted(part.lines), 0),
    0,
  );
  return status === 'requested' || (status === 'approved' && came < counted(lines));
};

/** Of which orders something is under way, or still to come back. */
const openOrders = (rows: readonly Kept[]): ReadonlySet<string> =>
  new Set(
    rows.flatMap(({ row }) => {
      const [kind, orderId = ''] = keyIn(row, 'pk').split('/');
      if (kind !== 'order') return [];
      const returns = (row['returns'] ?? []) as readonly Row[];
      const isUnderWay = row['placedAt'] !== undefined && !ENDED.has(row['status']);
      return isUnderWay || (row['placedAt'] === undefined && returns.some(isOpen)) ? [orderId] : [];
    }),
  );

/** What may still say who it was: what was issued or shipped and has to be, and what expires. */
const mayStay = ({ table, row }: Kept, open: ReadonlySet<string>, nowSeconds: number): boolean => {
  const about = ['orderId', 'id', 'pk'].map((name) => keyIn(row, name));
  if (about.some((key) => [...open].some((orderId) => key.includes(orderId)))) return true;
  if (/Invoices/.test(table) && row['status'] !== 'draft') return true;
  const expiresAt = row['expiresAt'];
  return typeof expiresAt === 'number' && expiresAt <= nowSeconds + KEPT_SECONDS;
};

/** Who was told that they are erased is in no row of any table, whatever happened meanwhile. */
export const checkErasure = (world: World): void => {
  const { simulator, ledger, checks } = world;
  const leavers = [...ledger.leaving].flatMap(([customerId, isDone]) => (isDone ? customerId : []));
  if (leavers.length === 0) return;
  const rows = Object.entries(simulator.engine().state.dynamodb.tables).flatMap(([table, { rows: partitions }]) =>
    [...partitions.values()].flatMap((found) => found.map(({ item }): Kept => ({ table, row: unmarshall(item) }))),
  );
  const open = openOrders(rows);
  const nowSeconds = simulator.now() / 1_000;
  for (const customerId of leavers) {
    const canaries = canariesOfPerson(contactOf(customerId));
    for (const kept of rows) {
      const text = JSON.stringify(kept.row);
      const left = canaries.find((canary) => text.includes(canary));
      checks.that(
        '23-erasure',
        left === undefined || mayStay(kept, open, nowSeconds),
        () => `${left ?? ''} of an erased customer is still in ${kept.table}: ${text.slice(0, 600)}`,
      );
    }
  }
};
