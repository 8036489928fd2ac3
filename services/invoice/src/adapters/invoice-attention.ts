import { type AttentionTable, makeRaiseAttention } from '@orderwire/store/attention';
import { InvoiceNeedsAttention } from '@orderwire/events-schema/invoice';

/** What needs attention has rows of its own in the Invoices table. */
export const invoiceAttention = (table: AttentionTable) =>
  makeRaiseAttention({ ...table, key: 'id', definition: InvoiceNeedsAttention });
