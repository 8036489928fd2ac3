import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { spanFrom } from '@orderwire/kernel/span';
import type { Promises } from '../domain/deadlines.ts';
import type { ReviewRules } from '../domain/review.ts';

/** What the shop promises, from the settings that the deployment has checked. @throws Error that says which is wrong */
export const promisesFrom = (settings: {
  readonly packWithin: string;
  readonly deliverWithin: string;
  readonly authorizationLasts: string;
  readonly timeZone: string;
}): Promises => ({
  packWithin: spanFrom(settings.packWithin),
  deliverWithin: spanFrom(settings.deliverWithin),
  authorizationLasts: spanFrom(settings.authorizationLasts),
  shopTime: shopTimeIn(settings.timeZone),
});

/** Which orders somebody looks at before they are confirmed. */
export const reviewRulesFrom = (settings: {
  readonly overMinor: number | undefined;
  readonly firstOrder: string;
  readonly countries: string | undefined;
}): ReviewRules => ({
  overMinor: settings.overMinor,
  ofFirstOrder: settings.firstOrder === 'yes',
  countries: new Set((settings.countries ?? '').split(/[\s,]+/).filter((country) => country !== '')),
});
