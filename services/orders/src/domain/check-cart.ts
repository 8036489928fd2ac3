import type { Charges, Line } from '@orderwire/events-schema/common';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { vatIdOf } from '@orderwire/money/vat-id';
import type { Place } from '@orderwire/money/vat-rates';
import { type Deadlines, deadlinesOf, type Promises } from './deadlines.ts';
import { type Discount, type DiscountRefusal, usable } from './discount.ts';
import { type Price, priceLines, type PricingRefusal, type Terms, type WantedLine } from './pricing.ts';
import type { VatIdInvalid } from './recipient.ts';

export interface CheckCart {
  readonly wanted: readonly WantedLine[];
  /** Absent: the shop's own country. */
  readonly place?: Place | undefined;
  /** Of a business, as it writes it. */
  readonly vatId?: string | undefined;
  /** As the customer wrote it. */
  readonly discountCode?: string | undefined;
}

export interface CheckedCart {
  readonly lines: readonly (Line & { readonly available: number })[];
  readonly charges: Charges;
  readonly discountCode?: string;
  readonly promise: Pick<Deadlines, 'packBy' | 'deliverBy'>;
}

interface CartFacts {
  readonly prices: ReadonlyMap<string, Price>;
  readonly discount: Discount | undefined;
  readonly terms: Terms;
  readonly promises: Promises;
}

type Checked = Omit<CheckedCart, 'lines'> & { readonly lines: readonly Line[] };

/** What an order of these goods would cost if it were placed now, by the same rules. */
export const checkCart = (
  { wanted, place, vatId, discountCode }: CheckCart,
  { prices, discount, terms, promises }: CartFacts,
  at: number,
): Result<Checked, PricingRefusal | DiscountRefusal | VatIdInvalid> => {
  const valid = discountCode === undefined ? undefined : usable(discount, at);
  if (valid?.ok === false) return valid;
  const checked = vatId === undefined ? undefined : vatIdOf(vatId);
  if (checked?.ok === false) return refuse({ code: 'VAT_ID_INVALID', ...checked.error });
  const buyer = { place: place ?? { country: terms.seller.country }, vatId: checked?.value };
  const priced = priceLines(wanted, prices, terms, buyer, valid?.value);
  if (!priced.ok) return priced;
  const { packBy, deliverBy } = deadlinesOf(promises, at);
  return ok({ ...priced.value, ...(valid && { discountCode: valid.value.code }), promise: { packBy, deliverBy } });
};
