import { amountMinor, currency } from '@orderwire/events-schema/common';
import { isoTime } from '@orderwire/kernel/clock';
import { decimalOf } from '@orderwire/money/price';
import { percentOf } from '@orderwire/money/rates';
import * as z from 'zod/mini';
import type { Discount } from '../../domain/discount.ts';

const time = z.exactOptional(z.iso.datetime());

/** A discount code as staff see it. */
export const discountView = z.strictObject({
  code: z.string(),
  /** `12.5` is 12.5 %. Either this, or an amount. */
  percent: z.exactOptional(z.string()),
  /** In the currency's major unit, once an order; `amountMinor` is the same in minor units. */
  amount: z.exactOptional(z.string()),
  amountMinor: z.exactOptional(amountMinor),
  currency: z.exactOptional(currency),
  category: z.exactOptional(z.string()),
  from: time,
  until: time,
  limit: z.exactOptional(z.int()),
  /** How many orders hold it: those that were neither rejected nor cancelled. */
  uses: z.int(),
  createdAt: z.iso.datetime(),
  closedAt: time,
});

export const viewOf = ({ code, off, uses, createdAt, ...terms }: Discount): z.infer<typeof discountView> => ({
  code,
  ...('percent' in off
    ? { percent: percentOf(off.percent) }
    : { amount: decimalOf(off.amount, off.currency), amountMinor: off.amount, currency: off.currency }),
  ...(terms.category !== undefined && { category: terms.category }),
  ...(terms.from !== undefined && { from: isoTime(terms.from) }),
  ...(terms.until !== undefined && { until: isoTime(terms.until) }),
  ...(terms.limit !== undefined && { limit: terms.limit }),
  uses,
  createdAt: isoTime(createdAt),
  ...(terms.closedAt !== undefined && { closedAt: isoTime(terms.closedAt) }),
});
