import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string } | undefined>>;

const STEPS = ['draft', 'shipped', 'numbered', 'issued'];

/** All that is in the row beside when it expires. */
const withoutExpiry = ({ expiresAt: _, ...row }: Item): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The draft of an order that has ended, and whose customer was erased, expires sooner than it would have. */
const isForgotten = (before: Item, after: Item | undefined): boolean =>
  after !== undefined &&
  after['status']?.S === 'draft' &&
  Number(after['expiresAt']?.N) < Number(before['expiresAt']?.N) &&
  withoutExpiry(before) === withoutExpiry(after);

/** Every write of an invoice: what has a number keeps it and everything else, and goes forward only. */
export const watchInvoices = ({ checks, names }: Watch) => {
  const table = names.table('InvoicesTable');
  return (tableName: string, before: Item | undefined, after: Item | undefined): void => {
    const id = (after ?? before)?.['id']?.S ?? '';
    if (tableName !== table || before === undefined || !id.startsWith('order/')) return;
    if (isForgotten(before, after)) return;
    const was = STEPS.indexOf(before['status']?.S ?? '');
    const is = STEPS.indexOf(after?.['status']?.S ?? '');
    checks.that(
      '05-invoices',
      is === was + 1,
      () => `an invoice that was ${before['status']?.S ?? ''} became ${after?.['status']?.S ?? 'nothing'}`,
      id.slice('order/'.length),
    );
    // Who buys never changes, what was shipped does not once it is known, and nothing does once there is a number.
    const fixed = [
      'billing',
      ...(was > 0 ? ['lines', 'charges'] : []),
      ...(was > 1 ? ['number', 'issuedAt', 'objectKey'] : []),
    ];
    const differing = fixed.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after?.[name]));
    checks.that(
      '05-invoices',
      differing.length === 0,
      () => `an invoice that was ${STEPS[was] ?? ''} changed its ${differing.join(', ')}`,
      id.slice('order/'.length),
    );
  };
};
