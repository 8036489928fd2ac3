import { type Item, numberOf } from './money.ts';
import type { Watch } from './watch.ts';

/** Every write of a discount code: never more uses than its limit, never fewer than none. */
export const watchDiscounts = ({ checks, names }: Watch) => {
  const table = names.table('OrdersTable');
  return (tableName: string, after: Item | undefined): void => {
    const pk = after?.['pk']?.S ?? '';
    if (tableName !== table || !pk.startsWith('code/')) return;
    const [uses, limit] = [numberOf(after, 'uses'), Number(after?.['limit']?.N ?? Infinity)];
    checks.that('20-discounts', uses >= 0 && uses <= limit, () => `${pk} has ${String(uses)} uses of ${String(limit)}`);
  };
};
