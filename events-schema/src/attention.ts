import * as z from 'zod/mini';
import { identifier } from './common.ts';
import { defineEvent, type EventDefinition } from './envelope.ts';

/**
 * Something that a person has to look at; the same for every service that says so. `code` is stable and stands in the
 * timeline's README with what is to be done; `detail` is a sentence for people, without personal data.
 */
const attention = z.object({
  code: z.string().check(z.regex(/^[A-Z][A-Z0-9_]{0,99}$/)),
  detail: z.string().check(z.minLength(1), z.maxLength(500)),
  orderId: z.optional(identifier),
});

/** An event that puts its fact into the list of what needs attention, where it stays until somebody closes it. */
export const defineAttention = <Type extends `${string}NeedsAttention`>(type: Type, source: `orderwire.${string}`) =>
  defineEvent({ type, version: 1, source, data: attention });

export type AttentionDefinition = ReturnType<typeof defineAttention>;

/** Whether an event was defined by `defineAttention`: only those have its schema. */
export const isAttention = (definition: EventDefinition): definition is AttentionDefinition =>
  definition.data === attention;
