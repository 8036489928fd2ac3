import type { Language } from '@orderwire/kernel/languages';
import type { ShopTime } from '@orderwire/kernel/shop-time';

/** How the shop takes goods back. */
export interface ReturnRules extends Pick<ShopTime, 'dayOf'> {
  readonly approval: 'staff' | 'automatic';
  /** The last day, in the shop's place, on which goods delivered then may be sent back: `2026-04-01`. */
  readonly lastDayAfter: (deliveredAt: number) => string;
  /** Where customers send goods, and how, in each language that the shop has written it in. */
  readonly instructions: Readonly<Partial<Record<Language, string>>>;
  /** `{returnId}` in it stands for the return. */
  readonly labelUrl?: string;
}

const DAY_MS = 24 * 60 * 60_000;

/** @param days whole days after the day of the delivery */
export const lastDayAfter =
  ({ dayOf }: Pick<ShopTime, 'dayOf'>, days: number) =>
  (deliveredAt: number): string =>
    new Date(Date.parse(dayOf(deliveredAt)) + days * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
