import { deserialize, serialize } from 'node:v8';
import type { EngineState } from '../../engine/state.ts';
import type { SigningKey } from '../../engine/users/tokens.ts';
import type { CloudModel } from '../../template/model.ts';
import type { PartnersState } from '../partners/partners.ts';
import type { ChanceState } from './chance.ts';

/** Everything that outlives the process, at one moment between two commands. */
export interface Snapshot {
  /** What the state belongs to: entries that follow are done again with this model. */
  readonly model: CloudModel;
  /** The engine's own setting, which decides what may begin. */
  readonly defaultConcurrency: number;
  readonly state: EngineState;
  readonly partners: PartnersState;
  readonly chance: ChanceState;
  /** Tokens and presigned links made before stay good. */
  readonly signingKey: SigningKey;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** V8's own clone format knows maps, bytes and shared references, and newer versions read older ones. */
export const encodeSnapshot = (snapshot: Snapshot): Buffer => serialize(snapshot);

/** Throws for bytes that a newer Node wrote. */
export const decodeSnapshot = (bytes: Uint8Array): Snapshot => deserialize(bytes) as Snapshot;
