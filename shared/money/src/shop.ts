import { isCountry } from '@orderwire/kernel/countries';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import type { Basket } from './charges.ts';
import { isCurrency } from './currencies.ts';
import type { Seller } from './vat.ts';
import { rateIn, vatRatesOf } from './vat-rates.ts';

/** What says how a shop prices and taxes, as it stands in the settings. */
export interface ShopSettings {
  readonly prices: string;
  readonly country: string;
  readonly currency: string;
  readonly shippingTax: string;
  readonly oneStopShop: string;
  readonly smallBusiness: string;
  readonly vatRates: string;
}

export interface Shop {
  readonly seller: Seller;
  readonly shippingTax: Basket['shippingTax'];
}

/** `rule` says what the setting has to be: `gross or net`. */
export interface ShopRefusal {
  readonly setting: keyof ShopSettings;
  readonly rule: string;
}

const MAX_REASON = 200;

const wrong = (setting: keyof ShopSettings, rule: string) => refuse({ setting, rule });

/** @returns refused with the first setting that is wrong */
export const shopOf = (settings: ShopSettings): Result<Shop, ShopRefusal> => {
  const { prices, country, currency, shippingTax, oneStopShop, smallBusiness } = settings;
  if (prices !== 'gross' && prices !== 'net') return wrong('prices', 'gross or net');
  if (!isCountry(country)) return wrong('country', 'a country of ISO 3166-1, such as DE');
  if (!isCurrency(currency)) return wrong('currency', 'a currency of ISO 4217, such as EUR');
  if (shippingTax !== 'shared' && shippingTax !== 'highest') return wrong('shippingTax', 'shared or highest');
  if (oneStopShop !== 'yes' && oneStopShop !== 'no') return wrong('oneStopShop', 'yes or no');
  if (smallBusiness.trim() === '' || smallBusiness.length > MAX_REASON)
    return wrong('smallBusiness', `none, or the reason on documents, of at most ${MAX_REASON} characters`);
  const rates = vatRatesOf(settings.vatRates);
  if (!rates.ok) return wrong('vatRates', 'none, or rates such as FR second_reduced 5.5, CH standard 8.1');
  const isSmallBusiness = smallBusiness !== 'none';
  if (!isSmallBusiness && rateIn(rates.value, country, 'standard') === undefined)
    return wrong('vatRates', `the standard rate of ${country}, which is no member state of the union`);
  const seller: Seller = {
    country,
    prices,
    isSmallBusiness,
    usesOneStopShop: oneStopShop === 'yes',
    rates: rates.value,
  };
  return ok({ seller, shippingTax });
};
