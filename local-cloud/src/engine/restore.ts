import { isMap } from 'node:util/types';
import type { EngineState } from './state.ts';

type Fields = Record<string, unknown>;

/** By shape and not by `instanceof`: a clone may come from another realm. */
const isFields = (value: unknown): value is Fields => {
  const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : null;
  return prototype !== null && Object.getPrototypeOf(prototype) === null;
};

/** Adds to `kept` what only `fresh` has: state of what is new in the model or in the engine. */
const complete = (kept: unknown, fresh: unknown): unknown => {
  if (kept === undefined) return fresh;
  if (isMap(kept) && isMap(fresh)) {
    for (const [key, value] of fresh) if (!kept.has(key)) kept.set(key, value);
  } else if (isFields(kept) && isFields(fresh)) {
    for (const key of Object.keys(fresh)) kept[key] = complete(kept[key], fresh[key]);
  }
  return kept;
};

/** Clones are not frozen. Bytes cannot be, and what is frozen is frozen all the way down. */
const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
};

/**
 * Makes a clone of an engine's state fit for an engine of the same model, or of one that has more: what is missing is
 * taken from `fresh`, items and their images in streams are frozen again, as outputs share them. `kept` becomes the new engine's.
 */
export const restoreState = (kept: EngineState, fresh: EngineState): EngineState => {
  for (const { rows, indexes } of Object.values(kept.dynamodb.tables))
    for (const partitions of [rows, ...Object.values(indexes)])
      for (const partition of partitions.values()) for (const { item } of partition) freeze(item);
  for (const { shards } of Object.values(kept.streams))
    for (const { records } of shards)
      for (const { keys, before, after } of records) for (const item of [keys, before?.item, after?.item]) freeze(item);
  return complete(kept, fresh) as EngineState;
};
