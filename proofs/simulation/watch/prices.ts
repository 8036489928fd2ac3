import { saysOf, type SaidOfItem } from '../ledger.ts';
import { type Item, linesIn, numberOf } from './money.ts';
import type { Watch } from './watch.ts';

const saidIn = (row: Item | undefined, price = 'priceMinor', currency = row?.['currency']?.S): SaidOfItem => ({
  title: row?.['title']?.S ?? '',
  priceMinor: numberOf(row, price),
  vatClass: row?.['vatClass']?.S ?? '',
  currency: currency ?? '',
});

/** Every write of an item, of the copy of its price, and of an order that takes it. */
export const watchPrices = ({ checks, ledger, names }: Watch) => {
  const tables = { items: names.table('ItemsTable'), orders: names.table('OrdersTable') };
  /** Item and version → what it said. */
  const versions = new Map<string, string>();
  const wasSaid = (itemId: string, said: string): boolean =>
    ledger.imports.some((one) => one.itemId === itemId && one.says === said);

  const onItem = (itemId: string, before: Item | undefined, after: Item): void => {
    const [was, is] = [before === undefined ? 0 : numberOf(before, 'version'), numberOf(after, 'version')];
    const said = saysOf(saidIn(after));
    if (is === was) {
      const isSame = versions.get(`${itemId}#${String(is)}`) === said;
      checks.that('18-prices', isSame, () => `version ${String(is)} of ${itemId} became ${said}`);
      return;
    }
    versions.set(`${itemId}#${String(is)}`, said);
    const keepsLevel = before === undefined || before['available']?.N === after['available']?.N;
    checks.that(
      '18-prices',
      is === was + 1 && keepsLevel && wasSaid(itemId, said),
      () => `${itemId}: version ${String(was)} became ${String(is)}, which says ${said}`,
    );
  };

  const onCopy = (itemId: string, before: Item | undefined, after: Item): void => {
    const [was, is] = [before === undefined ? 0 : numberOf(before, 'sequence'), numberOf(after, 'sequence')];
    const said = saysOf(saidIn(after));
    checks.that(
      '18-prices',
      is > was && versions.get(`${itemId}#${String(is)}`) === said,
      () => `the copy of ${itemId} went from version ${String(was)} to ${String(is)}, and says ${said}`,
    );
  };

  const onOrder = (orderId: string, order: Item): void => {
    const currency = order['charges']?.M?.['currency']?.S;
    for (const line of linesIn(order)) {
      const said = saysOf(saidIn(line, 'unitPrice', currency));
      const itemId = line['itemId']?.S ?? '';
      checks.that('18-prices', wasSaid(itemId, said), () => `${itemId} was never ${said}`, orderId);
    }
  };

  return (table: string, before: Item | undefined, after: Item | undefined): void => {
    if (after === undefined) return;
    if (table === tables.items) onItem(after['itemId']?.S ?? '', before, after);
    const [kind = '', id = ''] = table === tables.orders ? (after['pk']?.S ?? '').split('/') : [];
    if (kind === 'item') onCopy(id, before, after);
    if (kind === 'order' && before === undefined) onOrder(id, after);
  };
};
