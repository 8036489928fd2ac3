import { type Language, LANGUAGES } from '@orderwire/kernel/languages';
import type { ShopTime } from '@orderwire/kernel/shop-time';
import { invariant } from '@orderwire/kernel/invariant';
import type { ShippingRule } from '../domain/follow.ts';
import { lastDayAfter, type ReturnRules } from '../domain/rules.ts';

interface Settings {
  readonly days: number;
  readonly approval: string;
  /** The lines of each are parted by `|`. */
  readonly instructions: Readonly<Record<Language, string | undefined>>;
  readonly labelUrl: string | undefined;
}

const linesOf = (text: string): string =>
  text
    .split('|')
    .map((line) => line.trim())
    .join('\n');

/** How the shop takes goods back, from its settings. @throws InvariantError for a word that it does not know */
export const rulesFrom = ({ days, approval, instructions, labelUrl }: Settings, shopTime: ShopTime): ReturnRules => {
  invariant(approval === 'staff' || approval === 'automatic', 'RETURN_APPROVAL is staff or automatic.');
  return {
    approval,
    dayOf: shopTime.dayOf,
    lastDayAfter: lastDayAfter(shopTime, days),
    instructions: Object.fromEntries(
      LANGUAGES.flatMap((language) => {
        const text = instructions[language];
        return text === undefined ? [] : [[language, linesOf(text)]];
      }),
    ),
    ...(labelUrl !== undefined && { labelUrl }),
  };
};

/** @throws InvariantError for a word that it does not know */
export const shippingRuleFrom = (word: string): ShippingRule => {
  invariant(word === 'when_all_is_back' || word === 'never', 'REFUND_SHIPPING is when_all_is_back or never.');
  return word;
};
