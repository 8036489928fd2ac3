import type { Cause } from '@orderwire/events-schema/cause';
import { makeSteps } from '@orderwire/testing/fakes';
import type { RaiseAttention } from '@orderwire/store/attention';
import type { InvoiceFiles, Invoices } from '../application/ports.ts';
import { type Invoice, shipped } from '../domain/invoice.ts';

type Step = 'lastPosition' | 'takeNumber' | 'keep' | 'markIssued';

/**
 * The ports in memory, with versions checked as the table checks them. `fault` is called before (`before:takeNumber`)
 * and after each effect and may throw, as a crash would, or change something, as somebody else would.
 */
export const makeFakeInvoices = (fault: (moment: `${'before' | 'after'}:${Step}`) => void = () => undefined) => {
  const rows = new Map<string, Invoice>();
  const positions = new Map<string, number>();
  const kept = new Map<string, Uint8Array>();
  const events: { readonly number: string; readonly cause: Cause }[] = [];

  const step = makeSteps<Step>(fault);

  const replace = (invoice: Invoice): boolean => {
    if (rows.get(invoice.orderId)?.version !== invoice.version - 1) return false;
    rows.set(invoice.orderId, invoice);
    return true;
  };

  const invoices: Invoices = {
    find: (orderId) => Promise.resolve(rows.get(orderId)),
    addDraft: (draft) => {
      if (!rows.has(draft.orderId)) rows.set(draft.orderId, draft);
      return Promise.resolve();
    },
    addShipment: (orderId, shipment) => {
      const known = rows.get(orderId);
      if (!known) return Promise.reject(new Error('its OrderPlaced has not arrived yet'));
      if (known.status === 'draft') rows.set(orderId, shipped(known, shipment));
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
  };

  const files: InvoiceFiles = {
    keep: (objectKey, pdf) =>
      step('keep', () => {
        if (!kept.has(objectKey)) kept.set(objectKey, pdf);
      }),
    linkTo: (objectKey, fileName) => Promise.resolve(`https://files.example/${objectKey}?as=${fileName}`),
  };

  const raised: { readonly code: string; readonly orderId: string }[] = [];
  const raise: RaiseAttention = ({ code, orderId }) => {
    raised.push({ code, orderId });
    return Promise.resolve();
  };

  return { invoices, files, raise, rows, positions, kept, events, raised };
};
