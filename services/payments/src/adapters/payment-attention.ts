import { type AttentionTable, makeRaiseAttention } from '@orderwire/store/attention';
import { PaymentNeedsAttention } from '@orderwire/events-schema/payments';

/** Rows of their own in the Payments table. */
export const paymentAttention = (table: AttentionTable) =>
  makeRaiseAttention({ ...table, key: 'paymentId', definition: PaymentNeedsAttention });
