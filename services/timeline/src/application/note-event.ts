import type { EventDefinition, Meta } from '@orderwire/events-schema/envelope';
import { entryOf, withoutWords } from '../domain/entry.ts';
import type { Timelines } from './timelines.ts';

/** Notes what happened to an order. */
export type NoteEvent = (orderId: string, definition: EventDefinition, meta: Meta, data: object) => Promise<void>;

/**
 * Of an order whose customer was erased nothing is kept that people wrote. That is looked at after the entry is written: who erases
 * notes it before reading the entries, so that one of the two sees the other.
 */
export const makeNoteEvent =
  (timelines: Pick<Timelines, 'add' | 'isErased'>, forgetWords: (orderId: string) => Promise<void>): NoteEvent =>
  async (orderId, definition, meta, data) => {
    const entry = entryOf(definition, meta, data);
    await timelines.add(orderId, entry);
    const wordless = withoutWords(definition.words, entry);
    if (wordless && (await timelines.isErased(orderId))) await forgetWords(orderId);
  };

/** The customer was erased. */
export const makeForgetWords = (timelines: Pick<Timelines, 'forgetWords'>, definitions: readonly EventDefinition[]) => {
  const words = new Map(definitions.map((definition) => [definition.type, definition.words]));
  return (orderId: string): Promise<void> =>
    timelines.forgetWords(orderId, (entry) => withoutWords(words.get(entry.type) ?? [], entry));
};
