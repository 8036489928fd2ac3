import type { Frozen } from '../../domain/invoice.ts';
import { makeSheets } from './sheets.ts';
import { drawHeading, drawTable, drawTotals } from './sections.ts';
import { pdfFile } from './pdf-file.ts';
import { winAnsi } from './win-ansi.ts';

/**
 * The invoice as a PDF. The same invoice gives the same bytes, on every machine and at any time, so that a file can be
 * made again; therefore nothing in this folder may read the time, a locale or the environment.
 */
export const renderInvoice = (invoice: Frozen): Uint8Array => {
  const sheets = makeSheets(winAnsi(`${invoice.seller.name} · Invoice ${invoice.number}`));
  drawHeading(sheets, invoice);
  drawTable(sheets, invoice);
  drawTotals(sheets, invoice);
  return pdfFile(winAnsi(`Invoice ${invoice.number}`), sheets.finish());
};
