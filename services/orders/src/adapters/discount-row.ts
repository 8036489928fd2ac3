import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { amountMinor, currency } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Discount } from '../domain/discount.ts';
import { discountCodeIn } from './keys.ts';

const whole = z.exactOptional(z.int());

const readRow = rowReader(
  'discount',
  z.object({
    pk: z.string(),
    /** A percentage, or an amount in a currency. A union of zod's would take more of the bundle than all of this file. */
    off: z.object({ percent: whole, amount: z.exactOptional(amountMinor), currency: z.exactOptional(currency) }),
    category: z.exactOptional(z.string()),
    from: whole,
    until: whole,
    limit: whole,
    uses: z.int(),
    createdAt: z.int(),
    closedAt: whole,
  }),
);

/** @throws TerminalError when the row is not as documented */
export const discountIn = (row: Readonly<Record<string, AttributeValue>>): Discount => {
  const { pk, off, ...discount } = readRow(row);
  const { percent, amount = 0, currency: of = '' } = off;
  return {
    ...discount,
    code: discountCodeIn(pk),
    off: percent === undefined ? { amount, currency: of } : { percent },
  };
};
