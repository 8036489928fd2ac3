import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** Every write of a stock row: nothing below zero, and what is available is what is neither reserved nor gone. */
export const watchStock = ({ checks, names }: Watch) => {
  const table = names.table('StockTable');
  /** An item is said to be low by the very write that makes it so, and by no other. */
  const checkLow = (before: Item | undefined, after: Item): void => {
    const isLow = (row: Item): boolean => Number(row['available']?.N) <= Number(row['lowAt']?.N ?? 0);
    const became = before !== undefined && !isLow(before) && isLow(after);
    const isSaid = after['outbox']?.S?.includes('"type":"StockLow"') === true;
    checks.that(
      '06-stock',
      became === isSaid && isLow(after) === (after['low'] !== undefined),
      () => `${after['pk']?.S ?? ''} ${became ? 'becomes low untold' : 'is told to be low, or listed, as it is not'}`,
    );
  };
  return (tableName: string, before: Item | undefined, after: Item | undefined): void => {
    if (tableName !== table || after === undefined || after['pk']?.S?.startsWith('item/') !== true) return;
    const [onHand = 0, reserved = 0, available = 0, shipped = 0] = ['onHand', 'reserved', 'available', 'shipped'].map(
      (name) => Number(after[name]?.N ?? 0),
    );
    const holds = [onHand, reserved, available, shipped].every((count) => Number.isSafeInteger(count) && count >= 0);
    checkLow(before, after);
    checks.that(
      '06-stock',
      holds && available === onHand - reserved,
      () =>
        `${after['pk']?.S ?? ''}: on hand ${String(onHand)}, reserved ${String(reserved)}, available ${String(available)}`,
    );
  };
};
