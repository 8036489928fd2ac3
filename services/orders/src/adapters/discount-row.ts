import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { amountMinor, currency } from '@orderwire/events-schema/common';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';
import type { Discount } from '../domain/discount.ts';
import { discountCodeIn } from './keys.ts';

const time = z.exactOptional(z.int());

const readRow = rowReader(
  'discount',
  z.object({
    pk: z.string(),
    off: z.union([z.object({ percent: z.int() }), z.object({ amount: amountMinor, currency })]),
    category: z.exactOptional(z.string()),
    from: time,
    until: time,
    limit: time,
    uses: z.int(),
    createdAt: z.int(),
    closedAt: time,
  }),
);

/** @throws TerminalError when the row is not as documented */
export const discountIn = (row: Readonly<Record<string, AttributeValue>>): Discount => {
  const { pk, ...discount } = readRow(row);
  return { ...discount, code: discountCodeIn(pk) };
};
