import { deserialize, serialize } from 'node:v8';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
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

/** Twice as fast as writing all of it to a disk would be; higher levels take longer than they save. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/**
 * V8's own clone format knows maps, bytes and shared references, and newer versions read older ones. It repeats the name of
 * each attribute, so that it compresses to a tenth.
 */
export const encodeSnapshot = (snapshot: Snapshot): Buffer => brotliCompressSync(serialize(snapshot), QUICK);

/** Throws for bytes that a newer Node wrote. */
export const decodeSnapshot = (bytes: Uint8Array): Snapshot => deserialize(brotliDecompressSync(bytes)) as Snapshot;
