import type { Line } from '@orderwire/events-schema/common';
import { addressLines } from '@orderwire/kernel/address-lines';
import { optionsText } from '@orderwire/kernel/options';
import { formatMoney } from '@orderwire/money/money';
import { decimalOf } from '@orderwire/money/price';
import { percentOf, type VatRate } from '@orderwire/money/rates';
import { totalsOf } from '@orderwire/money/totals';
import type { Frozen } from '../../domain/invoice.ts';
import { netOf } from '../../domain/sums.ts';
import { BODY, LEFT, MUTED, RIGHT, type Sheets, SMALL, STRONG } from './sheets.ts';

const MIDDLE = 324;
/** Where each column ends, in points from the left; the first one begins at the margin. */
const COLUMN = { item: 282, count: 318, unitPrice: 400, vat: 446, net: RIGHT } as const;
const MAX_TITLE_LINES = 3;
const MAX_NAME_LINES = 2;

export const drawHeading = (sheets: Sheets, invoice: Frozen): void => {
  const { seller, billing, number, issuedAt, orderId, placedAt } = invoice;
  sheets.right(RIGHT, 'Invoice', { bold: true, size: 22 }, undefined, RIGHT - MIDDLE);
  sheets.block(LEFT, MIDDLE - LEFT - 24, seller.name, { bold: true, size: 15 }, MAX_NAME_LINES);
  for (const line of [...seller.address, ...(seller.taxId ? [`Tax ID ${seller.taxId}`] : [])])
    sheets.block(LEFT, MIDDLE - LEFT - 24, line, SMALL, 1, MUTED);
  sheets.down(34);

  const top = sheets.y();
  sheets.block(LEFT, MIDDLE - LEFT, 'Bill to', SMALL, 1, MUTED);
  sheets.down(2);
  sheets.block(LEFT, MIDDLE - LEFT - 24, billing.name, STRONG, MAX_NAME_LINES);
  for (const line of addressLines(billing.address)) sheets.block(LEFT, MIDDLE - LEFT - 24, line, BODY, MAX_NAME_LINES);
  const bottom = sheets.y();

  sheets.down(top - bottom);
  for (const [label, value] of [
    ['Invoice number', number],
    ['Invoice date', dayOf(issuedAt)],
    ['Order', orderId],
    ['Order date', dayOf(placedAt)],
  ] as const) {
    sheets.left(MIDDLE, label, BODY, MUTED);
    sheets.right(RIGHT, value, BODY, undefined, RIGHT - MIDDLE - 30);
    sheets.down(14);
  }
  sheets.down(Math.max(bottom - sheets.y(), 0) + 28);
};

export const drawTable = (sheets: Sheets, { lines, charges: { currency } }: Frozen): void => {
  const head = (): void => {
    sheets.down(-12);
    sheets.band(18);
    sheets.down(12);
    sheets.left(LEFT, 'Item', STRONG);
    sheets.right(COLUMN.count, 'Qty', STRONG);
    sheets.right(COLUMN.unitPrice, `Unit price (${currency})`, STRONG);
    sheets.right(COLUMN.vat, 'Tax', STRONG);
    sheets.right(COLUMN.net, `Net (${currency})`, STRONG);
    sheets.down(22);
  };
  head();
  for (const line of lines) {
    sheets.need(54, head);
    drawLine(sheets, line, currency);
  }
};

const drawLine = (sheets: Sheets, line: Line, currency: string): void => {
  sheets.right(COLUMN.count, String(line.count));
  sheets.right(COLUMN.unitPrice, decimalOf(line.unitPrice, currency));
  sheets.right(COLUMN.vat, percent(line.vatRate));
  sheets.right(COLUMN.net, decimalOf(netOf(line), currency), BODY, undefined, COLUMN.net - COLUMN.vat - 6);
  const width = COLUMN.item - LEFT;
  sheets.block(LEFT, width, line.title, BODY, MAX_TITLE_LINES);
  const details = [...(line.options ? [optionsText(line.options)] : []), line.itemId].join(' · ');
  sheets.block(LEFT, width, details, SMALL, 1, MUTED);
  sheets.down(-4);
  sheets.rule(LEFT, RIGHT, 0.88);
  sheets.down(15);
};

export const drawTotals = (sheets: Sheets, { charges }: Frozen): void => {
  const { items, shipping, total, currency } = totalsOf(charges);
  const taxes = charges.taxes.toSorted((a, b) => b.rate - a.rate);
  sheets.need(90 + taxes.length * 15);
  sheets.down(6);
  const row = (label: string, value: number, style = BODY): void => {
    sheets.left(MIDDLE, label, style);
    sheets.right(RIGHT, formatMoney(value, currency), style, undefined, RIGHT - MIDDLE);
    sheets.down(15);
  };
  row('Items, net', items);
  row('Shipping', shipping);
  // Shipping is in what is taxable.
  for (const { rate, taxable, tax } of taxes) row(`Tax ${percent(rate)} on ${decimalOf(taxable, currency)}`, tax);
  sheets.down(-8);
  sheets.rule(MIDDLE, RIGHT, 0.3);
  sheets.down(16);
  row('Total', total, { bold: true, size: 12 });
  sheets.down(6);
  sheets.left(MIDDLE, 'Paid in full. Thank you for your order.', SMALL, MUTED);
};

/** UTC: `2026-11-21`. */
const dayOf = (time: string): string => time.slice(0, 10);

/** 8875 → `8.875 %`. */
const percent = (rate: VatRate): string => `${percentOf(rate)} %`;
