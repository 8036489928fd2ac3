import { type Expected, expectedOf } from '../../prices/oracle.ts';

export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Item;
  readonly L?: readonly Value[];
}
export type Item = Readonly<Record<string, Value>>;

export const numberOf = (item: Item | undefined, name: string): number => Number(item?.[name]?.N);

/** What the lines of an order's row cost, by the rules: all prices are net, and shipping is as the row says it. */
const expectedIn = (order: Item): Expected => {
  const lines = new Map<string, { count: number; unitPrice: number; rate: number }>();
  for (const { M: line } of order['lines']?.L ?? []) {
    const itemId = line?.['itemId']?.S ?? '';
    const count = numberOf(line, 'count') + (lines.get(itemId)?.count ?? 0);
    lines.set(itemId, { count, unitPrice: numberOf(line, 'unitPrice'), rate: numberOf(line, 'vatRate') });
  }
  return expectedOf({
    ...{ country: '', currency: '', prices: 'net', shippingTax: 'shared' },
    lines: [...lines].map(([itemId, line]) => ({ itemId, ...line, category: 'S', relieved: 0 })),
    shipping: numberOf(order['charges']?.M, 'shipping'),
  });
};

/** What is wrong with what an order's row says that it costs; undefined where nothing is. */
export const faultOfCharges = (order: Item): string | undefined => {
  const charges = order['charges']?.M;
  const said = (charges?.['taxes']?.L ?? []).map(({ L: [category, rate, taxable, tax] = [] }) =>
    [`${category?.S ?? ''}/${rate?.N ?? ''}`, taxable?.N, tax?.N].join(' '),
  );
  if (said.length === 0) return 'the order says no taxes';
  const { taxes, total } = expectedIn(order);
  const due = [...taxes].map(([kind, { taxable, tax }]) => [kind, taxable, tax].join(' '));
  const [is, should] = [[...said.sort(), charges?.['total']?.N].join(', '), [...due.sort(), String(total)].join(', ')];
  return is === should ? undefined : `it costs ${should}, the order says ${is}`;
};
