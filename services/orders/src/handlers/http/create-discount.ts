import { causedByCall } from '@orderwire/events-schema/cause';
import { currency } from '@orderwire/events-schema/common';
import type { FieldError } from '@orderwire/http/problem';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import { priceMinorOf } from '@orderwire/money/price';
import { rateOf } from '@orderwire/money/rates';
import * as z from 'zod/mini';
import type { ManageDiscounts } from '../../application/manage-discounts.ts';
import type { Discount } from '../../domain/discount.ts';
import { discountView, viewOf } from './discount-view.ts';
import { instantOf } from '@orderwire/http/instant';

const decimal = z.custom<string | number>(
  (value) => typeof value === 'string' || typeof value === 'number',
  'is no decimal number or text',
);
const instant = z
  .string()
  .check(z.refine((text) => instantOf(text) !== undefined, 'is no time with an offset from UTC'));

const createDiscountBody = z.strictObject({
  code: line(100),
  percent: z.optional(decimal),
  /** In the currency's major unit, off an order. */
  amount: z.optional(decimal),
  currency: z.optional(currency),
  /** Only items of this category. */
  category: z.optional(line(100)),
  from: z.optional(instant),
  until: z.optional(instant),
  /** How many orders may hold it at once. */
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000_000))),
});

type Body = z.infer<typeof createDiscountBody>;

/** Staff make a code. Its terms stay as they are for ever. */
export const createDiscount = route({
  method: 'POST',
  paths: ['/discounts'],
  callers: 'staff',
  right: 'discounts:write',
  body: createDiscountBody,
  answers: { 201: discountView },
  refusals: {
    DISCOUNT_INVALID: { status: 422, detail: 'This makes no discount code.' },
    DISCOUNT_EXISTS: {
      status: 409,
      detail: 'There is a code of this name, also when it is closed. Its terms cannot be changed: make another one.',
    },
  },
}).handledBy(async ({ discounts }: { readonly discounts: ManageDiscounts }, { body, ...call }) => {
  const off = offIn(body);
  const [from, until] = [body.from, body.until].map((text) => (text === undefined ? undefined : instantOf(text)));
  if ('errors' in off) return { refusal: 'DISCOUNT_INVALID', errors: off.errors };
  if (from !== undefined && until !== undefined && until <= from)
    return { refusal: 'DISCOUNT_INVALID', ...wrong('#/until', 'is not after from') };
  const { code, category, limit } = body;
  const cause = causedByCall(code, call);
  const created = await discounts.create({ code, off, category, from, until, limit }, cause);
  if (created.ok) return { status: 201, body: viewOf(created.value) };
  const isTaken = created.error.code === 'DISCOUNT_EXISTS';
  const message = isTaken ? 'is taken' : 'has 2 to 40 letters A to Z, digits, - and _';
  return { refusal: created.error.code, ...wrong('#/code', message) };
});

const wrong = (pointer: string, message: string) => ({ errors: [{ pointer, message }] });

/** A percentage, or an amount in a currency. */
const offIn = ({
  percent,
  amount,
  currency: of,
}: Body): Discount['off'] | { readonly errors: readonly FieldError[] } => {
  if ((percent === undefined) === (amount === undefined)) return wrong('#/percent', 'or amount: name one of the two');
  if (percent !== undefined) {
    const rate = rateOf(String(percent));
    if (of !== undefined) return wrong('#/currency', 'belongs to an amount');
    return rate === undefined || rate === 0
      ? wrong('#/percent', 'is more than 0 and at most 100, like 12.5')
      : { percent: rate };
  }
  if (of === undefined) return wrong('#/currency', 'is missing');
  const minor = priceMinorOf(amount ?? '', of);
  return minor.ok && minor.value > 0
    ? { amount: minor.value, currency: of }
    : wrong('#/amount', 'is no amount in this currency, like 5.00');
};
