import * as z from 'zod/mini';
import { identifier } from './common.ts';

/** What became of one webhook to a partner; the same for the warehouse and the courier. */
export const webhookOutcome = z.object({
  orderId: identifier,
  webhookId: identifier,
  /** What the partner was told: `order.confirmed`, `order.packed`, `order.cancelled`. */
  kind: z.string(),
  attempts: z.int().check(z.positive()),
  /** The last HTTP status, absent when the partner could not be reached. */
  status: z.optional(z.int()),
});
