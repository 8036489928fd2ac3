import { type AttentionTable, makeRaiseAttention } from '@orderwire/store/attention';
import { StockNeedsAttention } from '@orderwire/events-schema/inventory';

/** Rows of their own in the Stock table. */
export const stockAttention = (table: AttentionTable) =>
  makeRaiseAttention({ ...table, key: 'pk', definition: StockNeedsAttention });
