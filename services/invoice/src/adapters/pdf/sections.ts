import type { Charges, Line } from '@orderwire/events-schema/common';
import { addressLines } from '@orderwire/kernel/address-lines';
import { optionsText } from '@orderwire/kernel/options';
import { writtenDay, writtenNumber } from '@orderwire/kernel/written';
import type { Language } from '@orderwire/kernel/languages';
import { formatMoney } from '@orderwire/money/money';
import { decimalOf, quotientOf } from '@orderwire/money/price';
import { percentOf, type VatRate } from '@orderwire/money/rates';
import { totalsOf } from '@orderwire/money/totals';
import { reasonsOf } from '@orderwire/money/vat-reasons';
import type { Frozen } from '../../domain/invoice.ts';
import { amountOf } from '../../domain/sums.ts';
import { BODY, LEFT, MUTED, RIGHT, type Sheets, SMALL, STRONG } from './sheets.ts';
import { TEXTS } from './texts.ts';

const MIDDLE = 324;
/** Where each column ends, in points from the left; the first one begins at the margin. */
const COLUMN = { item: 282, count: 318, unitPrice: 400, vat: 446, net: RIGHT } as const;
const MAX_TITLE_LINES = 3;
const MAX_NAME_LINES = 2;

export const drawHeading = (sheets: Sheets, invoice: Frozen): void => {
  const { seller, billing, number, issuedOn, orderNumber, orderId, orderedOn, language } = invoice;
  const texts = TEXTS[language];
  sheets.right(RIGHT, texts.invoice, { bold: true, size: 22 }, undefined, RIGHT - MIDDLE);
  sheets.block(LEFT, MIDDLE - LEFT - 24, seller.name, { bold: true, size: 15 }, MAX_NAME_LINES);
  for (const line of [...seller.address, ...(seller.taxId ? [`${texts.taxId} ${seller.taxId}`] : [])])
    sheets.block(LEFT, MIDDLE - LEFT - 24, line, SMALL, 1, MUTED);
  sheets.down(34);

  const top = sheets.y();
  sheets.block(LEFT, MIDDLE - LEFT, texts.billTo, SMALL, 1, MUTED);
  sheets.down(2);
  sheets.block(LEFT, MIDDLE - LEFT - 24, billing.name, STRONG, MAX_NAME_LINES);
  const { vatId } = billing;
  for (const line of [...addressLines(billing.address), ...(vatId === undefined ? [] : [`${texts.vatId} ${vatId}`])])
    sheets.block(LEFT, MIDDLE - LEFT - 24, line, BODY, MAX_NAME_LINES);
  const bottom = sheets.y();

  sheets.down(top - bottom);
  for (const [label, value] of [
    [texts.number, number],
    [texts.date, writtenDay(issuedOn, language)],
    [texts.order, orderNumber],
    [texts.orderId, orderId],
    [texts.orderDate, writtenDay(orderedOn, language)],
  ] as const) {
    sheets.left(MIDDLE, label, BODY, MUTED);
    sheets.right(RIGHT, value, BODY, undefined, RIGHT - MIDDLE - 30);
    sheets.down(14);
  }
  sheets.down(Math.max(bottom - sheets.y(), 0) + 28);
};

export const drawTable = (sheets: Sheets, { lines, charges, language }: Frozen): void => {
  const texts = TEXTS[language];
  const { currency, prices } = charges;
  const charged = new Map(charges.lines.map((line) => [line.itemId, line]));
  const head = (): void => {
    sheets.down(-12);
    sheets.band(18);
    sheets.down(12);
    sheets.left(LEFT, texts.item, STRONG);
    sheets.right(COLUMN.count, texts.count, STRONG);
    sheets.right(COLUMN.unitPrice, `${texts.unitPrice} (${currency})`, STRONG);
    sheets.right(COLUMN.vat, texts.tax, STRONG);
    sheets.right(COLUMN.net, `${prices === 'gross' ? texts.amount : texts.net} (${currency})`, STRONG);
    sheets.down(22);
  };
  head();
  for (const line of lines) {
    sheets.need(54, head);
    const cost = charged.get(line.itemId);
    if (cost) drawLine(sheets, line, cost, { currency, language });
  }
};

const drawLine = (
  sheets: Sheets,
  line: Line,
  cost: Charges['lines'][number],
  { currency, language }: { readonly currency: string; readonly language: Language },
): void => {
  const amount = amountOf(cost);
  const unitPrice = quotientOf(amount + (cost.discount ?? 0), line.count, currency);
  sheets.right(COLUMN.count, String(line.count));
  sheets.right(COLUMN.unitPrice, writtenNumber(unitPrice, language));
  sheets.right(COLUMN.vat, percent(line.vatRate, language));
  const total = writtenNumber(decimalOf(amount, currency), language);
  sheets.right(COLUMN.net, total, BODY, undefined, COLUMN.net - COLUMN.vat - 6);
  const width = COLUMN.item - LEFT;
  sheets.block(LEFT, width, line.title, BODY, MAX_TITLE_LINES);
  const details = [
    ...(line.options ? [optionsText(line.options)] : []),
    line.itemId,
    ...(cost.discount === undefined ? [] : [TEXTS[language].discount(formatMoney(-cost.discount, currency, language))]),
  ].join(' · ');
  sheets.block(LEFT, width, details, SMALL, 1, MUTED);
  sheets.down(-4);
  sheets.rule(LEFT, RIGHT, 0.88);
  sheets.down(15);
};

/** The widest that a reason may be below the totals. */
const NOTE_WIDTH = RIGHT - MIDDLE;
const MAX_NOTE_LINES = 4;

export const drawTotals = (sheets: Sheets, { charges, seller, language }: Frozen): void => {
  const texts = TEXTS[language];
  const { items, shipping, total, currency } = totalsOf(charges);
  const { prices, rounding } = charges;
  const taxes = charges.taxes.toSorted((a, b) => b.rate - a.rate);
  const notes = reasonsOf(charges, language, seller.exemption);
  sheets.need(105 + taxes.length * 15 + notes.length * MAX_NOTE_LINES * 11);
  sheets.down(6);
  const row = (label: string, value: number, style = BODY): void => {
    sheets.left(MIDDLE, label, style);
    sheets.right(RIGHT, formatMoney(value, currency, language), style, undefined, RIGHT - MIDDLE);
    sheets.down(15);
  };
  const isIncluded = prices === 'gross';
  const taxRows = (of: (rate: string, taxable: string) => string): void => {
    // Shipping is in what is taxable.
    for (const { rate, taxable, tax } of taxes)
      row(of(percent(rate, language), writtenNumber(decimalOf(taxable, currency), language)), tax);
    if (rounding !== 0) row(texts.rounding, rounding);
  };
  row(isIncluded ? texts.items : texts.itemsNet, items);
  row(texts.shipping, shipping);
  if (!isIncluded) taxRows(texts.taxOn);
  sheets.down(-8);
  sheets.rule(MIDDLE, RIGHT, 0.3);
  sheets.down(16);
  const hasTax = isIncluded && taxes.some(({ tax }) => tax > 0);
  row(hasTax ? texts.totalWithTax : texts.total, total, { bold: true, size: 12 });
  if (isIncluded) taxRows(texts.includedTaxOn);
  sheets.down(6);
  for (const note of notes) {
    sheets.block(MIDDLE, NOTE_WIDTH, note, SMALL, MAX_NOTE_LINES, MUTED);
    sheets.down(4);
  }
  sheets.left(MIDDLE, texts.paid, SMALL, MUTED);
};

/** 8875 → `8.875 %`, in German `8,875 %`. */
const percent = (rate: VatRate, language: Language): string => `${writtenNumber(percentOf(rate), language)} %`;
