import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { type Span, spanOf } from '@orderwire/kernel/span';
import type { Promises } from '../domain/deadlines.ts';
import type { ReviewRules } from '../domain/review.ts';

const spanIn = (text: string): Span => {
  const span = spanOf(text);
  if (span === undefined) throw new Error(`The setting ${text} is wrong: give it a time, such as 2 days or 4 hours.`);
  return span;
};

/** What the shop promises, from the settings that the deployment has checked. @throws Error that says which is wrong */
export const promisesFrom = (settings: {
  readonly packWithin: string;
  readonly deliverWithin: string;
  readonly authorizationLasts: string;
  readonly timeZone: string;
}): Promises => ({
  packWithin: spanIn(settings.packWithin),
  deliverWithin: spanIn(settings.deliverWithin),
  authorizationLasts: spanIn(settings.authorizationLasts),
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
