import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

interface InvoiceRow {
  readonly orderId: string;
  readonly status: string;
  readonly number?: string;
  readonly objectKey?: string;
  readonly totals: { readonly total: number };
}

/** Numbers, files and announcements of all invoices. */
export const checkInvoices = (world: World): void => {
  const { checks, ledger, simulator } = world;
  const rows = rowsOf(world, 'InvoicesTable').filter((row) => row['orderId'] !== undefined);
  const invoices = rows as unknown as readonly InvoiceRow[];
  const numbers = invoices
    .flatMap(({ number }) => (number === undefined ? [] : [Number(number.slice(-6))]))
    .sort((one, other) => one - other);
  checks.that(
    '05-invoices',
    numbers.every((number, index) => number === index + 1),
    () => `the numbers are ${numbers.join(', ')}`,
  );

  const files = new Set([...simulator.engine().state.blob.buckets.values()].flatMap((bucket) => [...bucket.keys()]));
  const announced = [...ledger.published.values()].filter(({ type }) => type === 'InvoiceIssued');
  for (const { orderId, status, number = '', objectKey = '', totals } of invoices) {
    const that = (holds: boolean, what: string): void => checks.that('05-invoices', holds, () => what, orderId);
    const events = announced.filter(({ data }) => data['orderId'] === orderId);
    that(events.length === (status === 'issued' ? 1 : 0), `${status}, and announced ${String(events.length)} times`);
    if (status !== 'issued') continue;
    const [{ data } = { data: {} as Record<string, unknown> }] = events;
    that(
      data['number'] === number && data['total'] === totals.total,
      `${number} was announced as ${String(data['number'])} of ${String(data['total'])}`,
    );
    that(
      objectKey.includes(number) && files.has(objectKey),
      `the file of ${number} is ${objectKey}, which is not there`,
    );
  }
};
