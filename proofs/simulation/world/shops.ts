import type { CloudModel } from '@orderwire/local-cloud/template/model';

/** How the shop of a run prices and taxes: the names of its settings. */
export interface ShopOfRun {
  readonly PRICES: 'gross' | 'net';
  readonly SHIPPING_TAX: 'shared' | 'highest';
  readonly ONE_STOP_SHOP: 'yes' | 'no';
  /** `none`, or why no tax is charged. */
  readonly SMALL_BUSINESS: string;
  readonly RETURN_APPROVAL: 'staff' | 'automatic';
  readonly REFUND_SHIPPING: 'when_all_is_back' | 'never';
  readonly PACK_WITHIN: string;
  readonly DELIVER_WITHIN: string;
  readonly AUTHORIZATION_LASTS: string;
  readonly REVIEW_OVER_MINOR: string;
  readonly REVIEW_FIRST_ORDER: 'yes' | 'no';
  readonly REVIEW_COUNTRIES: string;
}

/** In Germany, with gross prices; one in three has net prices, and some are small, or declare in the One-Stop Shop. */
export const shopOf = (seed: number): ShopOfRun => ({
  PRICES: seed % 3 === 1 ? 'net' : 'gross',
  SHIPPING_TAX: seed % 4 === 2 ? 'highest' : 'shared',
  ONE_STOP_SHOP: seed % 5 === 0 ? 'yes' : 'no',
  SMALL_BUSINESS: seed % 7 === 3 ? 'Small business, § 19 UStG' : 'none',
  RETURN_APPROVAL: seed % 4 === 1 ? 'automatic' : 'staff',
  REFUND_SHIPPING: seed % 3 === 2 ? 'never' : 'when_all_is_back',
  // A run lasts for hours: in every other one what was promised is over by its end.
  PACK_WITHIN: seed % 2 === 0 ? '1 hour' : '2 days',
  DELIVER_WITHIN: seed % 2 === 0 ? '2 hours' : '5 days',
  AUTHORIZATION_LASTS: seed % 5 === 2 ? '1 hour' : '7 days',
  REVIEW_OVER_MINOR: seed % 6 === 1 ? '5000' : 'none',
  REVIEW_FIRST_ORDER: seed % 8 === 5 ? 'yes' : 'no',
  REVIEW_COUNTRIES: seed % 7 === 4 ? 'CH, US' : 'none',
});

/** The services as this shop deploys them. */
export const deployedBy = (shop: ShopOfRun, model: CloudModel): CloudModel => {
  const settings = new Map(Object.entries(shop));
  const environmentOf = (declared: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, settings.get(name) ?? value]));
  return {
    ...model,
    functions: model.functions.map((one) => ({ ...one, environment: environmentOf(one.environment) })),
  };
};
