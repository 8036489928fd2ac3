import { describe, expect, it } from '@jest/globals';
import type { Line } from '@orderwire/events-schema/common';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { CURRENCIES } from '@orderwire/money/currencies';
import fc from 'fast-check';
import { chargesFor } from '@orderwire/testing/charges';
import { ORDER_NUMBER, RECIPIENT } from '../../testing/builders.ts';
import { REDUCED, STANDARD, ZERO } from '@orderwire/testing/taxed';
import { compose } from './compose.ts';
import type { Letterhead, Mail, MailContent } from './content.ts';
import { invoice } from './invoice-mail.ts';
import { confirmed, placed } from './order-mails.ts';

const amount = fc.nat({ max: 100_000_000 });

const line: fc.Arbitrary<Line> = fc
  .record({
    itemId: fc.uuid(),
    title: fc.string({ unit: 'grapheme', maxLength: 30 }),
    count: fc.integer({ min: 1, max: 99 }),
    unitPrice: amount,
    taxed: fc.constantFrom(STANDARD, REDUCED, ZERO),
  })
  .map(({ taxed, ...rest }) => ({ ...rest, ...taxed }));

const anOrder = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 40 }),
    shipping: amount,
    currency: fc.constantFrom(...CURRENCIES),
    prices: fc.constantFrom('gross' as const, 'net' as const),
    off: fc.oneof(fc.record({ percent: fc.nat({ max: 100_000 }) }), fc.record({ amount })),
  })
  .map(({ lines, off, ...terms }) => ({
    customerId: 'c',
    lines,
    charges: chargesFor(lines, { ...terms, discount: { itemIds: new Set([lines[0]?.itemId ?? '']), off } }),
  }));

const LETTERHEAD: Letterhead = {
  ...{ shopName: 'Mug Shop', orderNumber: ORDER_NUMBER, orderId: 'ord_1', language: 'en', name: 'Zoë' },
};

type Order = Parameters<typeof confirmed>[0];

const ABOUT = { order: ORDER_NUMBER, language: 'en', shopTime: shopTimeIn('UTC') } as const;
const LINK = { url: 'https://api.example/invoices/a.b.c', days: 30 };

/** Every mail that names an amount. */
const WITH_MONEY: Readonly<Record<string, (order: Order) => MailContent>> = {
  placed: (order) => placed({ ...order, recipient: RECIPIENT }, ABOUT),
  confirmed: (order) => confirmed(order, ABOUT),
  invoice: (order) => invoice({ number: 'INV-2026-000001', ...order }, ABOUT, LINK),
};

/** Amounts as they are printed at the end of a line of text, and in the right cell of a row of HTML. */
const amountsIn = ({ text, html }: Mail): readonly (readonly string[])[] => [
  [...text.matchAll(/ {2}(-?[\d.]+) [A-Z]{3}$/gm)].map(([, digits = '']) => digits),
  [...html.matchAll(/align="right"[^>]*>(-?[\d.]+) [A-Z]{3}<\/td>/g)].map(([, digits = '']) => digits),
];

/** Exact: all amounts of one currency have the same number of digits after the point. */
const minor = (digits: string): number => Number(digits.replace('.', ''));

describe('the amounts that a mail prints', () => {
  it.each(Object.entries(WITH_MONEY))('add up to its total, in text and in HTML: %s', (_kind, content) => {
    fc.assert(
      fc.property(anOrder, (order) => {
        const mail = compose(content(order), LETTERHEAD);
        for (const printed of amountsIn(mail)) {
          const total = printed.at(-1) ?? '';
          expect(minor(total)).toBe(order.charges.total);
          expect(new Set(printed.map((digits) => digits.split('.')[1]?.length)).size).toBe(1);
          expect(printed.slice(0, -1).reduce((sum, digits) => sum + minor(digits), 0)).toBe(minor(total));
        }
      }),
    );
  });
});
