import type { Cause } from '@orderwire/events-schema/cause';
import type { Clock } from '@orderwire/kernel/clock';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type Discount, discountCodeOf } from '../domain/discount.ts';
import type { DiscountBook } from './ports.ts';

/** What staff do with discount codes. */
export interface ManageDiscounts {
  readonly create: (
    terms: Omit<Discount, 'uses' | 'createdAt'>,
    cause: Cause,
  ) => Promise<Result<Discount, { code: 'DISCOUNT_EXISTS' | 'DISCOUNT_INVALID' }>>;
  /** From now on no order gets it. Orders that hold it keep it, and closing it again changes nothing. */
  readonly close: (code: string, cause: Cause) => Promise<Result<Discount, { code: 'DISCOUNT_NOT_FOUND' }>>;
  readonly list: DiscountBook['list'];
}

export const makeManageDiscounts = ({
  book,
  clock,
}: {
  readonly book: DiscountBook;
  readonly clock: Clock;
}): ManageDiscounts => ({
  create: async (terms, cause) => {
    const code = discountCodeOf(terms.code);
    if (code === undefined) return refuse({ code: 'DISCOUNT_INVALID' });
    const discount = { ...terms, code, uses: 0, createdAt: clock() };
    return (await book.add(discount, cause)) === 'added' ? ok(discount) : refuse({ code: 'DISCOUNT_EXISTS' });
  },

  close: async (text, cause) => {
    const code = discountCodeOf(text);
    const closed = code === undefined ? undefined : await book.close(code, clock(), cause);
    return closed ? ok(closed) : refuse({ code: 'DISCOUNT_NOT_FOUND' });
  },

  list: book.list,
});
