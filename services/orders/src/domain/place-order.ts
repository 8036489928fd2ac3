import type { Charges, Line } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { orderNumberOf } from '@orderwire/money/order-number';
import { type Discount, type DiscountRefusal, usable } from './discount.ts';
import { type Promises, deadlinesOf } from './deadlines.ts';
import type { Change } from './order.ts';
import { type Price, type PricingRefusal, type Terms, type WantedLine, priceLines } from './pricing.ts';
import {
  type BillingAddress,
  type Profile,
  type ShippingAddress,
  type VatIdInvalid,
  billingOf,
  recipientOf,
} from './recipient.ts';
import { type ReviewRules, reviewOf } from './review.ts';

/** How an order is paid: the provider's own name for a card or wallet. */
export interface Payment {
  readonly method: string;
  readonly token: string;
}

export interface PlaceOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly wanted: readonly WantedLine[];
  readonly shippingAddress?: ShippingAddress | undefined;
  readonly billingAddress?: BillingAddress | undefined;
  readonly payment?: Payment | undefined;
  /** As the customer wrote it. */
  readonly discountCode?: string | undefined;
  /** As the customer says it for this order. */
  readonly language?: Language | undefined;
  /** The total that the customer was shown, in minor units. */
  readonly expectedTotal?: number | undefined;
  /** What the customer's browser or app asks for. */
  readonly acceptedLanguage?: Language | undefined;
}

/** What we know when we decide. */
export interface PlacingFacts {
  readonly prices: ReadonlyMap<string, Price>;
  readonly profile: Profile;
  readonly terms: Terms;
  readonly shopLanguage: Language;
  readonly promises: Promises;
  readonly reviewRules: ReviewRules;
  /** Known only where `reviewRules` ask for it. */
  readonly isFirstOrder: boolean;
  /** That of the customer's code, where there is one. */
  readonly discount?: Discount | undefined;
  /** Taken when the customer names none. Absent where real money is moved: nobody pays without saying so. */
  readonly defaultPayment?: Payment | undefined;
}

/** Something has become dearer or cheaper since the customer was shown what it costs. */
export interface PriceChanged {
  readonly code: 'PRICE_CHANGED';
  /** In minor units. */
  readonly expectedTotal: number;
  readonly lines: readonly Line[];
  readonly charges: Charges;
}

export type PlacingRefusal =
  | PricingRefusal
  | PriceChanged
  | DiscountRefusal
  | VatIdInvalid
  | { readonly code: 'ADDRESS_MISSING' | 'PAYMENT_MISSING' };

/** Places an order at our prices. Stock and payment are asked afterwards, by those who own them. */
export const placeOrder = (command: PlaceOrder, facts: PlacingFacts, at: number): Result<Change, PlacingRefusal> => {
  const { orderId, customerId, payment = facts.defaultPayment } = command;
  const recipient = recipientOf(facts.profile, command.shippingAddress);
  if (!recipient.ok) return recipient;
  const discount = command.discountCode === undefined ? undefined : usable(facts.discount, at);
  if (discount?.ok === false) return discount;
  const billed = billingOf(facts.profile, command.billingAddress, recipient.value);
  if (!billed.ok) return billed;
  const billing = billed.value;
  const buyer = { place: recipient.value.address, vatId: billing.vatId };
  const priced = priceLines(command.wanted, facts.prices, facts.terms, buyer, discount?.value);
  if (!priced.ok) return priced;
  const { expectedTotal = priced.value.charges.total } = command;
  if (priced.value.charges.total !== expectedTotal)
    return refuse({ code: 'PRICE_CHANGED', expectedTotal, ...priced.value });
  if (!payment) return refuse({ code: 'PAYMENT_MISSING' });

  const language = command.language ?? facts.profile.language ?? command.acceptedLanguage ?? facts.shopLanguage;
  const held = discount && { discountCode: discount.value.code };
  const content = { customerId, language, ...priced.value, recipient: recipient.value, billing, ...held };
  const review = reviewOf(facts.reviewRules, {
    total: content.charges.total,
    isFirstOrder: facts.isFirstOrder,
    countries: [recipient.value.address.country, billing.address.country],
  });
  return ok({
    order: {
      ...content,
      ...(review && { review }),
      deadlines: deadlinesOf(facts.promises, at),
      orderId,
      version: 1,
      status: 'placed',
      placedAt: at,
      changedAt: at,
      stockReserved: false,
      paymentAuthorized: false,
      parcels: [],
      returns: [],
      reported: {},
      held: [],
      seen: [],
    },
    // The payment's token goes to whoever authorises it, and is not kept.
    events: [
      {
        type: 'OrderPlaced',
        data: { orderNumber: orderNumberOf(orderId), ...content, lines: [...content.lines], payment },
      },
    ],
  });
};
