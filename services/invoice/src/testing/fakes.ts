import type { Cause } from '@orderwire/events-schema/cause';
import { makeSteps } from '@orderwire/testing/fakes';
import type { RaiseAttention } from '@orderwire/store/attention';
import type { InvoiceFiles, Invoices } from '../application/ports.ts';
import type { CreditNote } from '../domain/credit-note.ts';
import { draftLike, type Invoice, type IssuedInvoice, type NumberedInvoice, shipped } from '../domain/invoice.ts';

type Step = 'lastPosition' | 'takeNumber' | 'keep' | 'markIssued' | 'credit';

/**
 * The ports in memory, with versions checked as the table checks them. `fault` is called before (`before:takeNumber`)
 * and after each effect and may throw, as a crash would, or change something, as somebody else would.
 */
export const makeFakeInvoices = (fault: (moment: `${'before' | 'after'}:${Step}`) => void = () => undefined) => {
  const rows = new Map<string, Invoice>();
  const credits = new Map<string, CreditNote>();
  const positions = new Map<string, number>();
  const kept = new Map<string, Uint8Array>();
  const events: { readonly number: string; readonly cause: Cause }[] = [];

  const step = makeSteps<Step>(fault);

  const keyOf = (orderId: string, parcelId: string): string => {
    const first = rows.get(orderId);
    const isFirst = !first || first.status === 'draft' || first.parcelId === parcelId;
    return isFirst ? orderId : `${orderId}/${parcelId}`;
  };

  const replace = (invoice: NumberedInvoice | IssuedInvoice): boolean => {
    const key = keyOf(invoice.orderId, invoice.parcelId);
    if (rows.get(key)?.version !== invoice.version - 1) return false;
    rows.set(key, invoice);
    return true;
  };

  const invoices: Invoices = {
    find: (orderId, parcelId) => Promise.resolve(rows.get(parcelId === undefined ? orderId : keyOf(orderId, parcelId))),
    addDraft: (draft) => {
      if (!rows.has(draft.orderId)) rows.set(draft.orderId, draft);
      return Promise.resolve();
    },
    forgetDraft: (orderId) =>
      rows.has(orderId) ? Promise.resolve() : Promise.reject(new Error('its OrderPlaced has not arrived yet')),
    addShipment: (orderId, shipment) => {
      const known = rows.get(orderId);
      if (!known) return Promise.reject(new Error('its OrderPlaced has not arrived yet'));
      const key = keyOf(orderId, shipment.parcelId);
      const draft = key === orderId ? known : draftLike(known);
      if (draft.status === 'draft' && (key === orderId || !rows.has(key))) rows.set(key, shipped(draft, shipment));
      return Promise.resolve();
    },
    lastPosition: (series) => step('lastPosition', () => positions.get(series) ?? 0),
    takeNumber: (series, last, invoice) =>
      step('takeNumber', () => {
        if ((positions.get(series) ?? 0) !== last || !replace(invoice)) return false;
        positions.set(series, last + 1);
        return true;
      }),
    markIssued: (invoice, cause) =>
      step('markIssued', () => {
        const written = replace(invoice);
        if (written) events.push({ number: invoice.number, cause });
        return written;
      }),
    credit: (series, last, note) =>
      step('credit', () => {
        const key = `${note.orderId}/${note.refundId}`;
        if (credits.has(key)) return 'known';
        if ((positions.get(series) ?? 0) !== last) return false;
        positions.set(series, last + 1);
        credits.set(key, note);
        return true;
      }),
  };

  const files: InvoiceFiles = {
    keep: (objectKey, pdf) =>
      step('keep', () => {
        if (!kept.has(objectKey)) kept.set(objectKey, pdf);
      }),
    linkTo: (objectKey, fileName) => Promise.resolve(`https://files.example/${objectKey}?as=${fileName}`),
  };

  const raised: { readonly code: string; readonly orderId: string }[] = [];
  const raise: RaiseAttention = ({ code, ...about }) => {
    raised.push({ code, orderId: 'orderId' in about ? about.orderId : about.about });
    return Promise.resolve();
  };

  return { invoices, files, raise, rows, credits, positions, kept, events, raised };
};
