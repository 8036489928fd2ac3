import { isCountry } from '@orderwire/kernel/countries';
import { LANGUAGES } from '@orderwire/kernel/languages';
import { isTimeZone, shopTimeIn } from '@orderwire/kernel/shop-time';
import { promisedBy, spanOf } from '@orderwire/kernel/span';
import { settingsOf } from '@orderwire/local-cloud/dev/packaging/compose';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { type ShopSettings, shopOf } from '@orderwire/money/shop';

type Settings = Readonly<Record<string, string>>;

/** Placeholders of the file as it comes with the repository. */
const requireOwn = (settings: Settings): void => {
  const unset = Object.entries(settings).filter(([, value]) => /(^|[@.])example\.com\b/.test(value));
  if (unset.length === 0) return;
  throw new Problem(
    `The shop's settings are still those of the example: ${unset.map(([name]) => name).join(', ')}.`,
    'write your own into settings.yml, or set variables of these names.',
  );
};

interface Range {
  readonly names: RegExp;
  readonly least: number;
  readonly most: number;
}

const RANGES: readonly Range[] = [
  // https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html
  { names: /^CONCURRENCY_/, least: 2, most: 1_000 },
  // The account's own limits in most regions: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  { names: /^API_RATE_LIMIT$/, least: 1, most: 10_000 },
  { names: /^API_BURST_LIMIT$/, least: 1, most: 5_000 },
  { names: /^RETURN_DAYS$/, least: 0, most: 3_650 },
];

const requireRanges = (settings: Settings): void => {
  for (const { names, least, most } of RANGES) {
    const wrong = Object.entries(settings).find(
      ([name, value]) => names.test(name) && !(/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most),
    );
    if (wrong === undefined) continue;
    throw new Problem(
      `The setting ${wrong[0]} is ${wrong[1]}.`,
      `give it a whole number from ${least} to ${most} in settings.yml.`,
    );
  }
};

interface Word {
  readonly name: string;
  readonly isOne: (value: string) => boolean;
  readonly next: string;
}

const isLabelUrl = (value: string): boolean => {
  const url = value.replaceAll('{returnId}', 'ret_1');
  return url.length <= 500 && URL.canParse(url) && new URL(url).protocol === 'https:';
};

const oneOf = (name: string, values: readonly string[]): Word => ({
  name,
  isOne: (value) => values.includes(value),
  next: `give it one of ${values.join(', ')} in settings.yml.`,
});
const isSpan = (value: string): boolean => spanOf(value) !== undefined;
const A_SPAN = 'give it a time, such as 2 days or 4 hours, in settings.yml.';

const WORDS: readonly Word[] = [
  oneOf('RETURN_APPROVAL', ['staff', 'automatic']),
  oneOf('REFUND_SHIPPING', ['when_all_is_back', 'never']),
  {
    name: 'RETURN_LABEL_URL',
    isOne: (value) => value === 'none' || isLabelUrl(value),
    next: 'give it none or an https URL of at most 500 characters, with {returnId} where the return is named, in settings.yml.',
  },
  ...['RETURN_INSTRUCTIONS_EN', 'RETURN_INSTRUCTIONS_DE'].map((name) => ({
    name,
    isOne: (value: string) => value.length <= 1_000,
    next: 'give it at most 1,000 characters in settings.yml.',
  })),
  oneOf('SHOP_LANGUAGE', LANGUAGES),
  { name: 'SHOP_TIME_ZONE', isOne: isTimeZone, next: 'give it an IANA name, such as Europe/Berlin, in settings.yml.' },
  ...['PACK_WITHIN', 'DELIVER_WITHIN', 'AUTHORIZATION_LASTS'].map((name) => ({ name, isOne: isSpan, next: A_SPAN })),
  {
    name: 'REVIEW_OVER_MINOR',
    isOne: (value) => value === 'none' || /^\d{1,15}$/.test(value),
    next: 'give it an amount in minor units (20000 for 200 euros), or none, in settings.yml.',
  },
  oneOf('REVIEW_FIRST_ORDER', ['yes', 'no']),
  {
    name: 'REVIEW_COUNTRIES',
    isOne: (value) => value === 'none' || value.split(/[\s,]+/).every(isCountry),
    next: 'give it countries of ISO 3166-1 (US, CA), or none, in settings.yml.',
  },
];

const requireWords = (settings: Settings): void => {
  for (const { name, isOne, next } of WORDS) {
    const value = settings[name];
    if (value !== undefined && !isOne(value)) throw new Problem(`The setting ${name} is ${value}.`, next);
  }
};

const HOUR_MS = 3_600_000;
const HOURS_OF_A_WEEK = 7 * 24;
const A_MONDAY = Date.parse('2026-03-02T00:00:00Z');

/** Hours go by the clock and days are working days: so which of the two is longer depends on when an order is placed. */
const requirePromises = ({ PACK_WITHIN = '', DELIVER_WITHIN = '', SHOP_TIME_ZONE = 'UTC' }: Settings): void => {
  const [pack, deliver] = [spanOf(PACK_WITHIN), spanOf(DELIVER_WITHIN)];
  if (pack === undefined || deliver === undefined) return;
  const shopTime = shopTimeIn(SHOP_TIME_ZONE);
  const hours = Array.from({ length: HOURS_OF_A_WEEK }, (_, hour) => A_MONDAY + hour * HOUR_MS);
  if (hours.every((at) => promisedBy(at, deliver, shopTime) >= promisedBy(at, pack, shopTime))) return;
  throw new Problem(
    `The setting DELIVER_WITHIN is ${DELIVER_WITHIN}: some orders are to be there before they are packed (PACK_WITHIN is ${PACK_WITHIN}).`,
    'give DELIVER_WITHIN a longer time in settings.yml.',
  );
};

const SHOP = {
  prices: 'PRICES',
  country: 'SHOP_COUNTRY',
  currency: 'SHOP_CURRENCY',
  shippingTax: 'SHIPPING_TAX',
  oneStopShop: 'ONE_STOP_SHOP',
  smallBusiness: 'SMALL_BUSINESS',
  vatRates: 'VAT_RATES',
} as const satisfies Record<keyof ShopSettings, string>;

/** How the shop prices and taxes. @throws Problem that names the setting that is wrong */
export const requireShop = (settings: Settings): void => {
  const said = Object.fromEntries(Object.entries(SHOP).map(([field, name]) => [field, settings[name] ?? '']));
  const shop = shopOf(said as Record<keyof ShopSettings, string>);
  if (shop.ok) return;
  const { setting, rule } = shop.error;
  throw new Problem(
    `The setting ${SHOP[setting]} is ${settings[SHOP[setting]] ?? 'missing'}.`,
    `give it ${rule}, in settings.yml or in a variable of its name.`,
  );
};

/** The shop's settings of a stage, fit to be deployed. @throws Problem */
export const deployableSettings = (root: string, stage: string): Settings => {
  const settings = settingsOf(root, stage, process.env);
  requireOwn(settings);
  requireRanges(settings);
  requireWords(settings);
  requirePromises(settings);
  requireShop(settings);
  return settings;
};
