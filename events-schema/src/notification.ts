import * as z from 'zod/mini';
import { defineAttention } from './attention.ts';
import { identifier } from './common.ts';
import { defineEvent } from './envelope.ts';

const source = 'orderwire.notification';

/** The subject of all is the mail's key, `<orderId>/<kind>`. */
export const MailSent = defineEvent({
  type: 'MailSent',
  version: 1,
  source,
  channel: 'timeline',
  data: z.object({ orderId: identifier, kind: z.string(), messageId: z.string() }),
});

export const MailFailed = defineEvent({
  type: 'MailFailed',
  version: 1,
  source,
  data: z.object({ orderId: identifier, kind: z.string(), reason: z.string() }),
});

/** In the write of `MailFailed`: a customer was not told something. */
export const MailNeedsAttention = defineAttention('MailNeedsAttention', source);
