import { CURRENCIES, digitsOf } from '@orderwire/money/currencies';
import type { Basket, Discount, PricedLine, Taxed } from '@orderwire/money/charges';
import fc from 'fast-check';

/** What becomes of a basket: each piece and each minor unit of shipping goes with a shipment, and some come back. */
export interface Case {
  readonly basket: Basket;
  /** What decides how pieces are divided: whole numbers, as many as are asked for. */
  readonly dice: readonly number[];
}

/** Thousandths of a percent: rates of European countries, and finer ones. */
const RATES = [
  ...[2_100, 4_800, 4_900, 5_000, 5_500, 7_000, 8_100, 9_500, 10_000, 13_500, 17_000, 19_000, 20_000, 24_000, 25_500],
  ...[27_000, 8_875, 19_250, 1, 99_999],
] as const;

const rateArb = fc.constantFrom(...RATES);
const charged = (category: Taxed['category'], rate: number, relieved = 0): Taxed => ({ category, rate, relieved });

/** What a buyer may be charged for the goods of one order. */
const taxedArb = (prices: Basket['prices']): fc.Arbitrary<readonly Taxed[]> => {
  const relieved = (category: Taxed['category']) =>
    rateArb.map((rate) => charged(category, 0, prices === 'gross' ? rate : 0));
  const several = (one: fc.Arbitrary<Taxed>) => fc.array(one, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 6, arbitrary: several(rateArb.map((rate) => charged('S', rate))) },
    {
      weight: 2,
      arbitrary: several(
        fc.oneof(
          rateArb.map((rate) => charged('S', rate)),
          fc.constant(charged('Z', 0)),
        ),
      ),
    },
    { weight: 1, arbitrary: fc.constant([charged('E', 0)]) },
    { weight: 1, arbitrary: several(relieved('G')) },
    { weight: 1, arbitrary: several(fc.oneof(relieved('K'), relieved('AE'))) },
  );
};

/** Mostly what things cost; sometimes next to nothing, nothing, or a fortune. */
const unitPriceArb = (currency: string): fc.Arbitrary<number> => {
  const major = 10 ** (digitsOf(currency) ?? 0);
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }).map((price) => price * major - (major > 1 ? 1 : 0)) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 100 * major }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200_000_000_000 }) },
  );
};

const discountArb = (lines: readonly PricedLine[], most: number): fc.Arbitrary<Discount | undefined> => {
  const itemIds = fc.subarray(lines.map(({ itemId }) => itemId)).map((ids) => new Set(ids));
  const percent = fc.oneof(fc.constantFrom(5_000, 10_000, 33_333, 100_000), fc.integer({ min: 1, max: 100_000 }));
  const off = fc.oneof(
    percent.map((part) => ({ percent: part })),
    fc.integer({ min: 1, max: most }).map((amount) => ({ amount })),
  );
  return fc.option(fc.record({ itemIds, off }), { nil: undefined, freq: 2 });
};

const countArb = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 99 }));

export const basketArb: fc.Arbitrary<Basket> = fc
  .tuple(fc.constantFrom('gross', 'net'), fc.constantFrom('EUR', ...CURRENCIES))
  .chain(([prices, currency]) => {
    const one = fc.tuple(countArb, unitPriceArb(currency), fc.nat());
    const many = fc.oneof(
      { weight: 20, arbitrary: fc.array(one, { minLength: 1, maxLength: 6 }) },
      { weight: 1, arbitrary: fc.array(one, { minLength: 40, maxLength: 40 }) },
    );
    const shipping = fc.oneof(fc.constant(0), fc.constant(490), fc.integer({ min: 1, max: 5_000 }));
    const terms = fc.record({ shipping, shippingTax: fc.constantFrom('shared', 'highest') });
    return fc.tuple(taxedArb(prices), many, terms).chain(([kinds, ones, { shipping: fee, shippingTax }]) => {
      const lines = ones.map(([count, unitPrice, pick], at): PricedLine => {
        const kind = kinds[pick % kinds.length] ?? charged('S', 0);
        return { itemId: `item-${at}`, count, unitPrice, ...kind };
      });
      return discountArb(lines, 10_000).map((discount) => ({
        ...{ country: 'DE', currency, prices, lines, shipping: fee, shippingTax, discount },
      }));
    });
  });

export const caseArb: fc.Arbitrary<Case> = fc.record({
  basket: basketArb,
  dice: fc.array(fc.nat({ max: 1_000 }), { minLength: 60, maxLength: 60 }),
});
