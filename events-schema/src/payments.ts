import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { amountMinor, charges, currency, identifier, titledLine } from './common.ts';
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
/** What one parcel costs was taken. */
export const PaymentCaptured = defineEvent({
  type: 'PaymentCaptured',
  version: 1,
  source,
  data: z.object({
    ...payment.shape,
    /** Always there since 0.3.0. */
    parcelId: z.optional(identifier),
  }),
});
/** The authorisation was let go before anything was captured. */
export const PaymentVoided = defineEvent({ type: 'PaymentVoided', version: 1, source, data: payment });

/** Money of one parcel went back to the customer. */
export const PaymentRefunded = defineEvent({
  type: 'PaymentRefunded',
  version: 1,
  source,
  data: z.object({
    ...payment.shape,
    /** `parcel/<parcelId>` of a parcel that came back, `<returnId>/<receipt>/<parcelId>` of a return. */
    refundId: identifier,
    /** Whose invoice is credited. */
    parcelId: identifier,
    returnId: z.optional(identifier),
    /** What the customer gave back or never got. */
    lines: z.array(titledLine),
    /** What that costs: its total is `amount`. */
    charges,
  }),
});

export const PaymentDeclined = defineEvent({
  type: 'PaymentDeclined',
  version: 1,
  source,
  data: z.object({ orderId: identifier, reason: z.string() }),
});

/** The subject is `attention/payments/<code>/<orderId>`: one of a code for an order. */
export const PaymentNeedsAttention = defineAttention('PaymentNeedsAttention', source);
