import type { EventDefinition, Meta } from '@orderwire/events-schema/envelope';
import { entryOf } from '../domain/entry.ts';
import type { Timelines } from './timelines.ts';

/** Notes what happened to an order. */
export type NoteEvent = (orderId: string, definition: EventDefinition, meta: Meta, data: object) => Promise<void>;

export const makeNoteEvent =
  (timelines: Timelines): NoteEvent =>
  (orderId, definition, meta, data) =>
    timelines.add(orderId, entryOf(definition, meta, data));
