import type { Frozen } from '../../domain/invoice.ts';
import { makeSheets } from './sheets.ts';
import { drawHeading, drawTable, drawTotals } from './sections.ts';
import { pdfFile } from './pdf-file.ts';
import { TEXTS } from './texts.ts';
import { winAnsi } from './win-ansi.ts';

/**
 * The invoice as a PDF. The same invoice gives the same bytes, on every machine and at any time, so that a file can be
 * made again; therefore nothing in this folder may read the time, a locale or the environment.
 */
export const renderInvoice = (invoice: Frozen): Uint8Array => {
  const texts = TEXTS[invoice.language];
  const title = `${texts.invoice} ${invoice.number}`;
  const sheets = makeSheets(winAnsi(`${invoice.seller.name} · ${title}`), texts.page);
  drawHeading(sheets, invoice);
  drawTable(sheets, invoice);
  drawTotals(sheets, invoice);
  return pdfFile(winAnsi(title), sheets.finish());
};
