import * as z from 'zod/mini';
import { defineEvent, type EventDefinition } from './envelope.ts';

const name = z.string().check(z.minLength(1), z.maxLength(200));

/** What staff changed by one write; the same for every service that says so. */
const changedByStaff = z.object({
  /** With what stood there before and stands there after, as JSON. One that is absent: there was none, or there is none. */
  changes: z.array(z.object({ field: name, before: z.optional(z.unknown()), after: z.optional(z.unknown()) })),
  /** What else changed, by name: its values may be personal or secret, or say nothing to people. */
  withheld: z.array(name),
  /** In the words of who did it. */
  reason: z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))),
});

/**
 * An event that tells the audit list of one write by staff. No service puts it into an outbox: the publisher makes it of the
 * row before and after, and so of each such write.
 */
export const defineAudit = <Type extends `${string}ChangedByStaff`>(type: Type, source: `orderwire.${string}`) =>
  defineEvent({ type, version: 1, source, data: changedByStaff });

export type AuditDefinition = ReturnType<typeof defineAudit>;

/** Whether an event was defined by `defineAudit`: only those have its schema. */
export const isAudit = (definition: EventDefinition): definition is AuditDefinition =>
  definition.data === changedByStaff;
