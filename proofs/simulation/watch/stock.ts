import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** Every write of a stock row: nothing below zero, and what is available is what is neither reserved nor gone. */
export const watchStock = ({ checks, names }: Watch) => {
  const table = names.table('StockTable');
  return (tableName: string, _before: Item | undefined, after: Item | undefined): void => {
    if (tableName !== table || after === undefined || after['pk']?.S?.startsWith('item/') !== true) return;
    const [onHand = 0, reserved = 0, available = 0, shipped = 0] = ['onHand', 'reserved', 'available', 'shipped'].map(
      (name) => Number(after[name]?.N ?? 0),
    );
    const holds = [onHand, reserved, available, shipped].every((count) => Number.isSafeInteger(count) && count >= 0);
    checks.that(
      '06-stock',
      holds && available === onHand - reserved,
      () =>
        `${after['pk']?.S ?? ''}: on hand ${String(onHand)}, reserved ${String(reserved)}, available ${String(available)}`,
    );
  };
};
