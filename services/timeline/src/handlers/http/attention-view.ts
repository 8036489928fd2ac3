import { actorSchema } from '@orderwire/events-schema/envelope';
import * as z from 'zod/mini';

/** What somebody said when closing an entry. */
export const closingView = z.strictObject({
  note: z.string(),
  by: z.strictObject(actorSchema.shape),
  at: z.iso.datetime(),
});

/** Something that a person has to look at, or had. */
export const attentionView = z.strictObject({
  id: z.string(),
  state: z.enum(['open', 'closed']),
  code: z.string(),
  detail: z.string(),
  orderId: z.exactOptional(z.string()),
  type: z.string(),
  source: z.string(),
  raisedAt: z.iso.datetime(),
  closing: z.exactOptional(closingView),
});
