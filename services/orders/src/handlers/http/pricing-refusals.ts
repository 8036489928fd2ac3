import type { FieldError } from '@orderwire/http/problem';
import type { Refusal } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { PricedRefusal } from '../../application/check-cart.ts';
import type { VatIdInvalid } from '../../domain/recipient.ts';
import { countPointers, itemPointers, optionPointer, type PlaceOrderBody } from './place-order-body.ts';

/** What could have been named, and where. */
const choices = z.strictObject({
  choices: z.array(z.strictObject({ pointer: z.string(), values: z.array(z.string()) })),
});

/** Why goods cannot be priced: the same for a cart and for an order. */
export const PRICING_REFUSALS = {
  ITEM_NOT_FOUND: { status: 422, detail: 'Some items are not in the catalogue.' },
  OPTION_UNKNOWN: { status: 422, detail: 'An item is not made with these options.', more: choices },
  OPTION_MISSING: { status: 422, detail: 'A product has variants: name the options that you want.', more: choices },
  TOO_MANY_LINES: {
    status: 422,
    detail: 'An order has at most 40 different items.',
    errors: [{ pointer: '#/items', message: 'has more than 40 different items' }],
  },
  ORDER_TOO_LARGE: {
    status: 422,
    detail: 'The ids and options of these items do not fit into one order. Place two.',
    errors: [{ pointer: '#/items', message: 'does not fit into one order' }],
  },
  AMOUNT_TOO_LARGE: {
    status: 422,
    detail: 'These items cost more than can be counted to the last minor unit.',
    errors: [{ pointer: '#/items', message: 'cost too much for one order' }],
  },
  COUNT_TOO_LARGE: { status: 422, detail: 'An order holds at most 99 of one item.' },
  CURRENCIES_DIFFER: { status: 422, detail: 'An order has one currency.' },
  VAT_ID_INVALID: {
    status: 422,
    detail: 'The VAT id of the billing address does not check.',
  },
  DISCOUNT_NOT_FOUND: {
    status: 422,
    detail: 'There is no such discount code.',
    errors: [{ pointer: '#/discountCode', message: 'is no discount code of this shop' }],
  },
  DISCOUNT_CLOSED: {
    status: 422,
    detail: 'This discount code has ended.',
    errors: [{ pointer: '#/discountCode', message: 'has ended' }],
  },
  DISCOUNT_NOT_STARTED: {
    status: 422,
    detail: 'This discount code is not valid yet.',
    errors: [{ pointer: '#/discountCode', message: 'is not valid yet' }],
  },
  DISCOUNT_EXPIRED: {
    status: 422,
    detail: 'This discount code is not valid any more.',
    errors: [{ pointer: '#/discountCode', message: 'has expired' }],
  },
  DISCOUNT_USED_UP: {
    status: 422,
    detail: 'This discount code has been used as often as it may be.',
    errors: [{ pointer: '#/discountCode', message: 'is used up' }],
  },
  DISCOUNT_NOT_APPLICABLE: {
    status: 422,
    detail: 'This discount code is for other items.',
    errors: [{ pointer: '#/discountCode', message: 'takes nothing off these items' }],
  },
} satisfies Readonly<Record<string, Refusal>>;

const VAT_ID_FAULTS: Readonly<Record<VatIdInvalid['reason'], string>> = {
  unknown_country: 'begins with no prefix of a member state, such as DE or EL, nor with XI',
  wrong_form: 'has not the form of VAT ids there',
  wrong_digits: 'has a typing error: its check digits do not fit',
};

/** Says which part of the body it is about, where that is not always the same. */
export const refusedPricing = (error: PricedRefusal, body: Pick<PlaceOrderBody, 'items'>) => {
  switch (error.code) {
    case 'ITEM_NOT_FOUND':
      return { refusal: error.code, errors: at(itemPointers(body, error.positions), 'is not in the catalogue') };
    case 'COUNT_TOO_LARGE': {
      const message = 'makes more than 99 together with equal items';
      return { refusal: error.code, errors: at(countPointers(body, error.positions), message) };
    }
    case 'OPTION_UNKNOWN':
    case 'OPTION_MISSING': {
      const known = error.faults.map(({ position, option, values }) => ({
        pointer: optionPointer(body, position, option),
        values: [...values],
      }));
      const errors = known.map(({ pointer, values }) => ({ pointer, message: choiceOf(error.code, values) }));
      return { refusal: error.code, errors, more: { choices: known } };
    }
    case 'CURRENCIES_DIFFER': {
      const detail = `An order has one currency; these items are priced in ${error.currencies.join(' and ')}.`;
      return { refusal: error.code, detail };
    }
    case 'VAT_ID_INVALID':
      return { refusal: error.code, errors: at(['#/billingAddress/vatId'], VAT_ID_FAULTS[error.reason]) };
    default:
      return { refusal: error.code };
  }
};

export const at = (pointers: readonly string[], message: string): readonly FieldError[] =>
  pointers.map((pointer) => ({ pointer, message }));

const choiceOf = (code: 'OPTION_UNKNOWN' | 'OPTION_MISSING', values: readonly string[]): string => {
  if (values.length === 0) return 'is an option that this item does not have';
  return `${code === 'OPTION_MISSING' ? 'is missing: name' : 'is not'} one of: ${values.join(', ')}`;
};
