import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { amountMinor, currency, identifier } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.payments';
const payment = z.object({
  orderId: identifier,
  paymentId: identifier,
  amount: amountMinor,
  currency,
  providerReference: z.string(),
});

/** The subject of every event here is the payment's id. */
export const PaymentAuthorized = defineEvent({ type: 'PaymentAuthorized', version: 1, source, data: payment });
export const PaymentCaptured = defineEvent({ type: 'PaymentCaptured', version: 1, source, data: payment });
export const PaymentVoided = defineEvent({ type: 'PaymentVoided', version: 1, source, data: payment });

export const PaymentDeclined = defineEvent({
  type: 'PaymentDeclined',
  version: 1,
  source,
  data: z.object({ orderId: identifier, reason: z.string() }),
});

/** The subject is `attention/payments/<code>/<orderId>`: one of a code for an order. */
export const PaymentNeedsAttention = defineAttention('PaymentNeedsAttention', source);
