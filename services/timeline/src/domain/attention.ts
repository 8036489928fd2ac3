import type { AttentionDefinition } from '@orderwire/events-schema/attention';
import type { Actor, DataOf, Meta } from '@orderwire/events-schema/envelope';

export const ATTENTION_STATES = ['open', 'closed'] as const;

export type AttentionState = (typeof ATTENTION_STATES)[number];

/** Something that a person has to look at: open until somebody closes it, and closed for ever then. */
export interface Attention {
  readonly id: string;
  readonly state: AttentionState;
  /** Stable: the README says what it means and what to do. */
  readonly code: string;
  /** For people, without personal data. */
  readonly detail: string;
  readonly orderId?: string;
  /** The event that says so. */
  readonly type: string;
  readonly source: string;
  /** When it happened, by the clock of the service that says so. */
  readonly raisedAt: string;
  readonly closing?: Closing;
}

export interface Closing {
  readonly note: string;
  readonly by: Actor;
  /** ISO 8601. */
  readonly at: string;
}

/** Fits into a path. The event's id makes it, so the same event again is the same entry. */
const attentionIdOf = (eventId: string): string => eventId.replaceAll('#', '.').replaceAll('/', '~');

export const attentionOf = (meta: Meta, { code, detail, orderId }: DataOf<AttentionDefinition>): Attention => ({
  id: attentionIdOf(meta.id),
  state: 'open',
  code,
  detail,
  ...(orderId !== undefined && { orderId }),
  type: meta.type,
  source: meta.source,
  raisedAt: meta.occurredAt,
});

/** The same person closes it in the same words: a client that did not hear the answer and asks again. */
export const isSameClosing = (one: Closing | undefined, other: Closing): boolean =>
  one?.by.id === other.by.id && one.note === other.note;
