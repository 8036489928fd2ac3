import type { Charges, Line } from '@orderwire/events-schema/common';
import { addressLines } from '@orderwire/kernel/address-lines';
import { optionsText } from '@orderwire/kernel/options';
import { formatMoney } from '@orderwire/money/money';
import { decimalOf, quotientOf } from '@orderwire/money/price';
import { percentOf, type VatRate } from '@orderwire/money/rates';
import { totalsOf } from '@orderwire/money/totals';
import { reasonsOf } from '@orderwire/money/vat-reasons';
import type { Frozen } from '../../domain/invoice.ts';
import { amountOf } from '../../domain/sums.ts';
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
  const { vatId } = billing;
  for (const line of [...addressLines(billing.address), ...(vatId === undefined ? [] : [`VAT ID ${vatId}`])])
    sheets.block(LEFT, MIDDLE - LEFT - 24, line, BODY, MAX_NAME_LINES);
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

export const drawTable = (sheets: Sheets, { lines, charges }: Frozen): void => {
  const { currency, prices } = charges;
  const charged = new Map(charges.lines.map((line) => [line.itemId, line]));
  const head = (): void => {
    sheets.down(-12);
    sheets.band(18);
    sheets.down(12);
    sheets.left(LEFT, 'Item', STRONG);
    sheets.right(COLUMN.count, 'Qty', STRONG);
    sheets.right(COLUMN.unitPrice, `Unit price (${currency})`, STRONG);
    sheets.right(COLUMN.vat, 'Tax', STRONG);
    sheets.right(COLUMN.net, `${prices === 'gross' ? 'Amount' : 'Net'} (${currency})`, STRONG);
    sheets.down(22);
  };
  head();
  for (const line of lines) {
    sheets.need(54, head);
    const cost = charged.get(line.itemId);
    if (cost) drawLine(sheets, line, cost, currency);
  }
};

const drawLine = (sheets: Sheets, line: Line, cost: Charges['lines'][number], currency: string): void => {
  const amount = amountOf(cost);
  sheets.right(COLUMN.count, String(line.count));
  sheets.right(COLUMN.unitPrice, quotientOf(amount + (cost.discount ?? 0), line.count, currency));
  sheets.right(COLUMN.vat, percent(line.vatRate));
  sheets.right(COLUMN.net, decimalOf(amount, currency), BODY, undefined, COLUMN.net - COLUMN.vat - 6);
  const width = COLUMN.item - LEFT;
  sheets.block(LEFT, width, line.title, BODY, MAX_TITLE_LINES);
  const details = [...(line.options ? [optionsText(line.options)] : []), line.itemId].join(' · ');
  sheets.block(LEFT, width, details, SMALL, 1, MUTED);
  sheets.down(-4);
  sheets.rule(LEFT, RIGHT, 0.88);
  sheets.down(15);
};

/** The widest that a reason may be below the totals. */
const NOTE_WIDTH = RIGHT - MIDDLE;
const MAX_NOTE_LINES = 4;

export const drawTotals = (sheets: Sheets, { charges, seller }: Frozen): void => {
  const { items, shipping, total, currency } = totalsOf(charges);
  const { prices, rounding } = charges;
  const taxes = charges.taxes.toSorted((a, b) => b.rate - a.rate);
  const notes = reasonsOf(charges, 'en', seller.exemption);
  sheets.need(105 + taxes.length * 15 + notes.length * MAX_NOTE_LINES * 11);
  sheets.down(6);
  const row = (label: string, value: number, style = BODY): void => {
    sheets.left(MIDDLE, label, style);
    sheets.right(RIGHT, formatMoney(value, currency), style, undefined, RIGHT - MIDDLE);
    sheets.down(15);
  };
  const isIncluded = prices === 'gross';
  const taxRows = (of: string): void => {
    // Shipping is in what is taxable.
    for (const { rate, taxable, tax } of taxes) row(`${of} ${percent(rate)} on ${decimalOf(taxable, currency)}`, tax);
    if (rounding !== 0) row('Rounding', rounding);
  };
  row(isIncluded ? 'Items' : 'Items, net', items);
  row('Shipping', shipping);
  if (!isIncluded) taxRows('Tax');
  sheets.down(-8);
  sheets.rule(MIDDLE, RIGHT, 0.3);
  sheets.down(16);
  row(isIncluded && taxes.some(({ tax }) => tax > 0) ? 'Total incl. VAT' : 'Total', total, { bold: true, size: 12 });
  if (isIncluded) taxRows('Included tax');
  sheets.down(6);
  for (const note of notes) {
    sheets.block(MIDDLE, NOTE_WIDTH, note, SMALL, MAX_NOTE_LINES, MUTED);
    sheets.down(4);
  }
  sheets.left(MIDDLE, 'Paid in full. Thank you for your order.', SMALL, MUTED);
};

/** UTC: `2026-11-21`. */
const dayOf = (time: string): string => time.slice(0, 10);

/** 8875 → `8.875 %`. */
const percent = (rate: VatRate): string => `${percentOf(rate)} %`;
