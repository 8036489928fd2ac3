import * as z from 'zod/mini';
import { identifier } from './common.ts';
import { type ChannelName, defineEvent } from './envelope.ts';

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

/** An event that says how telling a partner ended. Its subject is the webhook's id. */
export const defineOutcome = <Type extends string>(
  type: Type,
  source: `orderwire.${string}`,
  channel: ChannelName = 'bus',
) => defineEvent({ type, version: 1, source, channel, data: webhookOutcome });
