import type { Bug } from './bug.ts';
import * as files from './files.ts';

const MOVEMENT = 'services/inventory/src/domain/movement.ts';
const MOVEMENTS = 'services/inventory/src/adapters/dynamo-movements.ts';

/** What people do to what there is, what is out of the range, and prices that change between a cart and its order. */
export const SHELF_BUGS: readonly Bug[] = [
  {
    id: 'receipt-counted-for-each-request',
    what: 'Goods that are taken in twice under one name are counted twice.',
    patches: [
      {
        file: MOVEMENTS,
        find: '...(key === undefined ? [] : [{ Put: putOf(receiptRow(itemId, { ...key, number }), 1) }]),',
        replace: '',
      },
    ],
  },
  {
    id: 'receipt-not-in-the-history',
    what: 'Goods come in, and no entry of the history says so.',
    patches: [{ file: MOVEMENTS, find: '{ Put: putOf(movementRow(movement), 1) },', replace: '' }],
  },
  {
    id: 'correction-below-what-is-reserved',
    what: 'Less is said to be there than orders have reserved, and nobody is asked whether it is so.',
    patches: [
      {
        file: MOVEMENT,
        find: 'if (onHand !== stock.onHand && onHand < reserved && !belowReserved)',
        replace: 'if (onHand < 0 && !belowReserved)',
      },
    ],
  },
  {
    id: 'stated-stock-counts-each-time',
    what: 'The stock that was sent with an item counts again when its event comes again, or late.',
    patches: [
      {
        file: MOVEMENT,
        find: '(stock.statedVersion ?? 0) >= itemVersion',
        replace: '(stock.statedVersion ?? 0) > itemVersion + 1_000',
      },
    ],
    kinds: ['delay', 'reorder', 'duplicate'],
  },
  {
    id: 'stated-stock-undoes-a-delivery',
    what: 'The stock that was sent with an item counts although somebody has counted or taken goods in since.',
    patches: [{ file: MOVEMENT, find: 'stock.movedAt >= saidAt', replace: 'stock.movedAt > saidAt + 86_400_000' }],
    kinds: ['delay', 'reorder', 'duplicate'],
  },
  {
    id: 'retirement-tells-nobody',
    what: 'An item is retired in the catalogue, and no event says so.',
    patches: [
      { file: files.ITEMS, find: "[{ type: 'ItemRetired', data: { ...item, changed: [] } }],", replace: '[],' },
    ],
  },
  {
    id: 'retired-item-is-sold-on',
    what: 'Orders know that an item is retired, and take it.',
    patches: [
      {
        file: files.PRICES,
        find: 'const onSale = rows.map(readCopy).filter(({ isRetired = false }) => !isRetired);',
        replace: 'const onSale = rows.map(readCopy);',
      },
    ],
  },
  {
    id: 'expected-total-not-looked-at',
    what: 'An order is placed at another total than the customer was shown.',
    patches: [
      {
        file: 'services/orders/src/domain/place-order.ts',
        find: 'if (priced.value.charges.total !== expectedTotal)',
        replace: 'if (priced.value.charges.total < 0)',
      },
    ],
  },
];
