import type { PricedLine } from '@orderwire/money/charges';
import type { ShopOfRun } from '../world/shops.ts';

/** Where the goods of an order go, and who is billed, as its row says. */
export interface Sold {
  readonly country: string;
  readonly postalCode: string;
  readonly vatId: string | undefined;
}

/** Thousandths of a percent, of the areas that orders here go to. */
const RATES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  DE: { standard: 19_000, reduced: 7_000 },
  AT: { standard: 20_000, reduced: 13_000 },
  XI: { standard: 20_000, reduced: 5_000 },
};

/** Heligoland is no part of the union’s area of tax, Northern Ireland is. */
const areaOf = ({ country, postalCode }: Sold): string => {
  if (country === 'DE' && postalCode === '27498') return 'Heligoland';
  return country === 'GB' && postalCode.startsWith('BT') ? 'XI' : country;
};

/** How a German shop has to tax goods of a class, by the rules and not by our code. @throws Error for a class of no rate here */
export const dueOn = (
  shop: ShopOfRun,
  sold: Sold,
  vatClass: string,
): Pick<PricedLine, 'category' | 'rate' | 'relieved'> => {
  const rateIn = (area: string): number => {
    const rate = RATES[area]?.[vatClass];
    if (rate === undefined) throw new Error(`No rate of ${vatClass} in ${area} is known here.`);
    return rate;
  };
  const untaxed = (category: 'E' | 'G' | 'K') => ({
    ...{ category, rate: 0 },
    relieved: shop.PRICES === 'gross' && category !== 'E' ? rateIn('DE') : 0,
  });
  if (shop.SMALL_BUSINESS !== 'none') return untaxed('E');
  const area = areaOf(sold);
  if (area !== 'DE' && RATES[area] === undefined) return untaxed('G');
  if (area !== 'DE' && sold.vatId !== undefined) return untaxed('K');
  return { category: 'S', rate: rateIn(shop.ONE_STOP_SHOP === 'yes' ? area : 'DE'), relieved: 0 };
};
