import fc from 'fast-check';
import { chargesOf, type Charges } from '@orderwire/money/charges';
import { CURRENCIES, digitsOf } from '@orderwire/money/currencies';
import { decimalOf, priceMinorOf } from '@orderwire/money/price';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { type Case, caseArb } from './baskets.ts';
import { judgeDocument, judgeOrder, judgeParts } from './judge.ts';
import { divide, rollOf } from './parts.ts';

interface Judged {
  readonly order: Pick<Charges, 'taxes' | 'discount'>;
  readonly shipments: readonly Charges[];
  readonly refunds: readonly Charges[];
  readonly faults: readonly string[];
}

/** Places a basket, ships it in up to four parcels, and takes back each parcel in up to three refunds. */
export const documentsOf = ({ basket, dice }: Case) => {
  const roll = rollOf(dice);
  const order = chargesOf(basket);
  const shipped = divide(order, roll, 1 + (roll() % 4));
  const refunded = shipped.parts.map((shipment) => divide(shipment, roll, 1 + (roll() % 3)));
  return { order, shipped, refunded };
};

const judge = (one: Case): Judged => {
  try {
    return judgeAll(one);
  } catch (error) {
    return { order: { taxes: [], discount: 0 }, shipments: [], refunds: [], faults: [`it throws: ${String(error)}`] };
  }
};

const judgeAll = (one: Case): Judged => {
  const { order, shipped, refunded } = documentsOf(one);
  const refunds = refunded.flatMap(({ parts }) => parts);
  const faults = [
    ...judgeOrder(one.basket, order),
    ...[order, ...shipped.parts, ...refunds].flatMap(judgeDocument),
    ...[shipped, ...refunded].flatMap(judgeParts),
  ];
  return { order, shipments: shipped.parts, refunds, faults: [...new Set(faults)] };
};

/** Amounts as decimals and back, the same text again: for each currency the smallest, the largest and some between. */
const roundTrips = (seed: number) => {
  const texts = CURRENCIES.flatMap((currency) => {
    const digits = digitsOf(currency) ?? 0;
    const amounts = [0, 1, 9, 10 ** digits, 129_999, Number.MAX_SAFE_INTEGER];
    const some = fc.sample(fc.maxSafeNat(), { seed, numRuns: 20 });
    return [...amounts, ...some].map((amount) => {
      const text = String(amount).padStart(digits + 1, '0');
      return { currency, text: digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}` };
    });
  });
  const same = texts.filter(({ currency, text }) => {
    const minor = priceMinorOf(text, currency);
    return minor.ok && decimalOf(minor.value, currency) === text;
  });
  return { asked: texts.length, same: same.length };
};

const SHOWN = 10;

/** @param cases how many baskets. @param seed of the generator */
export const provePrices = (cases: number, seed: number): Found => {
  const judged = fc.sample(caseArb, { numRuns: cases, seed }).map((one) => ({ one, ...judge(one) }));
  const wrong = judged.filter(({ faults }) => faults.length > 0);
  const trips = roundTrips(seed);
  const count = (of: (one: (typeof judged)[number]) => number): number =>
    judged.reduce((all, each) => all + of(each), 0);
  const counts = {
    cases: judged.length,
    currencies: new Set(judged.map(({ one }) => one.basket.currency)).size,
    rates: new Set(judged.flatMap(({ order }) => order.taxes.map(({ rate }) => rate))).size,
    gross: count(({ one }) => (one.basket.prices === 'gross' ? 1 : 0)),
    net: count(({ one }) => (one.basket.prices === 'net' ? 1 : 0)),
    discounted: count(({ order }) => (order.discount > 0 ? 1 : 0)),
    shipments: count(({ shipments }) => shipments.length),
    refunds: count(({ refunds }) => refunds.length),
  };
  const mismatches = wrong.slice(0, SHOWN).map(({ one: { basket, dice }, faults }) => ({
    faults,
    basket: { ...basket, discount: basket.discount && { ...basket.discount, itemIds: [...basket.discount.itemIds] } },
    dice,
  }));
  return {
    holds: wrong.length === 0 && trips.same === trips.asked && Object.values(counts).every((one) => one > 0),
    report: { ...counts, seed, mismatches, roundTrips: trips },
    lines: ({ ok, seconds }, paint) => [
      ...mismatches.map(({ faults, basket }) => `${paint('red', faults.join('; '))}\n${JSON.stringify(basket)}`),
      `${counts.cases} baskets in ${counts.currencies} currencies at ${counts.rates} rates, ${counts.gross} gross and ${counts.net} net: ` +
        `${wrong.length} are not what the rules say (seed ${seed})`,
      `${counts.shipments} shipments and ${counts.refunds} refunds; ${trips.same} of ${trips.asked} prices are the same text again`,
      `${ok ? paint('green', 'prices hold') : paint('red', 'prices do not hold')} (${seconds} s)`,
    ],
  };
};
