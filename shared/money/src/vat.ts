import { invariant } from '@orderwire/kernel/invariant';
import type { Charges, Taxed } from './charges.ts';
import type { VatCategory } from './rates.ts';
import { vatPrefixOf } from './vat-id.ts';
import type { VatClass } from './vat-classes.ts';
import { areaOf, isInUnion, type Place, rateIn, type VatRates } from './vat-rates.ts';

/** What a shop says of itself, once. */
export interface Seller {
  /** ISO 3166-1: where it is, and where its goods are sent from. */
  readonly country: string;
  readonly prices: Charges['prices'];
  /** Below the limit for small businesses: it charges no VAT, and its documents say why. */
  readonly isSmallBusiness: boolean;
  /** It declares in the One-Stop Shop: consumers in other member states pay their own country's rates. */
  readonly usesOneStopShop: boolean;
  readonly rates: VatRates;
}

/** The member state of an area: the regions of Portugal are Portugal's. */
const stateOf = (area: string): string => area.slice(0, 2);

/**
 * How an item is taxed: by where it goes, and who buys it. Of goods: they are sent, and arrive.
 *
 * - A small business charges nothing to anybody: E.
 * - Goods that stay in the country: its rates, S or Z; in a region of its own rates, those.
 * - Goods that leave the union, or the seller's country outside the union: export, G.
 * - To another member state, a buyer with a VAT id of another member state than the seller's: intra-community supply, K (Art.
 *   138 of the VAT directive). Reverse charge (AE) is for services and for goods that stay where they are: not what a shop
 *   sends, so it is never said here.
 * - To another member state, anybody else: the seller's rates, or the buyer's with the One-Stop Shop.
 *
 * Northern Ireland is treated as a member state (XI); Greece has VAT ids in EL; the Canary Islands and the like are exports.
 * @param vatId as `vatIdOf` gives it, of who is billed
 * @throws InvariantError when the rates of the seller's own country are not known: a setting that is checked before
 */
export const taxedAs = (seller: Seller, place: Place, vatId: string | undefined, vatClass: VatClass): Taxed => {
  const [home, there] = [seller.country, areaOf(place)];
  if (seller.isSmallBusiness) return { category: 'E', rate: 0, relieved: 0 };
  const stays = stateOf(there) === home;
  // Zero is what the seller's own law says of an item. Elsewhere it is taxed at that country's lowest rate.
  const rateAt = (area: string): number => {
    const rate = stays && vatClass === 'zero' ? 0 : rateIn(seller.rates, area, vatClass);
    invariant(rate !== undefined, `The VAT rates of ${area} are not known.`);
    return rate;
  };
  const taxed = (area: string): Taxed => ({
    category: rateAt(area) === 0 ? 'Z' : 'S',
    rate: rateAt(area),
    relieved: 0,
  });
  const relieved = (category: VatCategory): Taxed => ({
    ...{ category, rate: 0 },
    relieved: seller.prices === 'gross' ? rateAt(home) : 0,
  });

  if (stays) return taxed(there);
  if (!isInUnion(there) || !isInUnion(home)) return relieved('G');
  if (vatId !== undefined && !vatId.startsWith(vatPrefixOf(home))) return relieved('K');
  return taxed(seller.usesOneStopShop ? there : home);
};
