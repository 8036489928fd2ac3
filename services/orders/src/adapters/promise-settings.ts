import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { type Span, spanOf } from '@orderwire/kernel/span';
import type { Config } from '@orderwire/lambda/config';
import type { Promises } from '../domain/deadlines.ts';
import type { ReviewRules } from '../domain/review.ts';

const spanIn = (config: Config, name: string): Span => {
  const span = spanOf(config.required(name));
  if (span === undefined) throw new Error(`The setting ${name} is wrong: give it a time, such as 2 days or 4 hours.`);
  return span;
};

/** What the shop promises, from the settings that the deployment has checked. @throws Error that names the setting that is wrong */
export const promisesFrom = (config: Config): Promises => ({
  packWithin: spanIn(config, 'PACK_WITHIN'),
  deliverWithin: spanIn(config, 'DELIVER_WITHIN'),
  authorizationLasts: spanIn(config, 'AUTHORIZATION_LASTS'),
  shopTime: shopTimeIn(config.required('SHOP_TIME_ZONE')),
});

/** Which orders somebody looks at before they are confirmed. */
export const reviewRulesFrom = (config: Config): ReviewRules => {
  const overMinor = config.optional('REVIEW_OVER_MINOR');
  const countries = config.optional('REVIEW_COUNTRIES') ?? '';
  return {
    overMinor: overMinor === undefined ? undefined : config.integer('REVIEW_OVER_MINOR'),
    ofFirstOrder: config.required('REVIEW_FIRST_ORDER') === 'yes',
    countries: new Set(countries.split(/[\s,]+/).filter((country) => country !== '')),
  };
};
