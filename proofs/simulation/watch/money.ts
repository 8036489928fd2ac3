import type { Basket } from '@orderwire/money/charges';
import { type Expected, expectedOf } from '../../prices/oracle.ts';
import { TAKES } from '../world/discounts.ts';
import type { ShopOfRun } from '../world/shops.ts';
import { dueOn, type Sold } from './taxes.ts';

export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Item;
  readonly L?: readonly Value[];
}
export type Item = Readonly<Record<string, Value>>;

export const numberOf = (item: Item | undefined, name: string): number => Number(item?.[name]?.N);

const taxesIn = (order: Item): readonly (readonly Value[])[] =>
  (order['charges']?.M?.['taxes']?.L ?? []).map(({ L = [] }) => L);

/** The lines of an order's row, each with its class: which of those that its taxes name, the first unless it says so. */
export const linesIn = (order: Item): readonly (Item & { readonly vatClass: Value })[] => {
  const classes = taxesIn(order).flatMap(([, , , , ...named]) => named);
  return (order['lines']?.L ?? []).map(({ M: line = {} }) => ({
    ...line,
    vatClass: classes[Number(line['vat']?.N ?? 0)] ?? {},
  }));
};

const soldIn = (order: Item): Sold => {
  const address = order['recipient']?.M?.['address']?.M;
  const vatId = order['billing']?.M?.['vatId']?.S;
  return { country: address?.['country']?.S ?? '', postalCode: address?.['postalCode']?.S ?? '', vatId };
};

/** What the lines of a new order's row cost, by the rules; shipping is as the shop has it. */
const expectedIn = (order: Item, shop: ShopOfRun, shipping: number): Expected =>
  expectedOf({
    ...{ country: '', currency: '', prices: shop.PRICES, shippingTax: shop.SHIPPING_TAX, shipping },
    lines: linesIn(order).map((line) => ({
      itemId: line['itemId']?.S ?? '',
      count: numberOf(line, 'count'),
      unitPrice: numberOf(line, 'unitPrice'),
      ...dueOn(shop, soldIn(order), line.vatClass.S ?? ''),
    })),
    discount: discountIn(order),
  });

/** What the order's code takes off, by its terms. */
const discountIn = (order: Item): Basket['discount'] => {
  const terms = TAKES[order['discountCode']?.S ?? ''];
  const itemIds = linesIn(order).map((line) => line['itemId']?.S ?? '');
  return terms && { itemIds: new Set(itemIds.filter(terms.isMeant)), off: terms.off };
};

/** As services/orders/serverless.yml has them: a flat rate, and from what value of the goods on it falls away. */
const [FLAT, FREE_FROM] = [490, 5_000];

/** What is wrong with what an order's row says that it costs where it goes; undefined where nothing is. */
export const faultOfCharges = (order: Item, shop: ShopOfRun): string | undefined => {
  const charges = order['charges']?.M;
  const said = taxesIn(order).map(([category, rate, taxable, tax]) =>
    [`${category?.S ?? ''}/${rate?.N ?? ''}`, taxable?.N, tax?.N].join(' '),
  );
  if (said.length === 0) return 'the order says no taxes';
  const worth = linesIn(order).reduce((sum, line) => sum + numberOf(line, 'unitPrice') * numberOf(line, 'count'), 0);
  const { taxes, total, shipping } = expectedIn(order, shop, worth >= FREE_FROM ? 0 : FLAT);
  const due = [...taxes].map(([kind, { taxable, tax }]) => [kind, taxable, tax].join(' '));
  const sums = [charges?.['total']?.N, charges?.['shipping']?.N];
  const [is, should] = [[...said.sort(), ...sums].join(', '), [...due.sort(), total, shipping].join(', ')];
  if (is !== should) return `it costs ${should}, the order says ${is}`;
  const isGross = charges?.['nets'] !== undefined;
  return isGross === (shop.PRICES === 'gross') ? undefined : `its prices are not ${shop.PRICES}`;
};
