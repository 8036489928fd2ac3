import { deserialize, serialize } from 'node:v8';
import { isJson } from './is-json.ts';
import type { Call, Outcome } from '../../engine/contract.ts';
import type { LocalEngine } from '../../engine/engine.ts';
import type { EngineState } from '../../engine/state.ts';
import type { Partners } from '../partners/partners.ts';

/** What was asked of the engine or of a partner's stand-in: doing it again in the same state does the same again. */
export type Command =
  | { readonly kind: 'execute'; readonly call: Call }
  | { readonly kind: 'start'; readonly workId: string }
  | { readonly kind: 'finish'; readonly invocationId: string; readonly outcome: Outcome }
  /** A new process goes on: whoever worked on what was in flight is gone, and all of it begins again. */
  | { readonly kind: 'restart' }
  /** What reads and direct calls have added since the last entry: they are not commands. */
  | { readonly kind: 'meter'; readonly totals: EngineState['meter'] }
  | { readonly kind: 'webhook'; readonly received: Parameters<Partners['receive']> }
  | { readonly kind: 'behaviour'; readonly behaviour: Parameters<Partners['behave']> }
  /**
   * The whole state, as a bug of ours left it: a command that failed halfway is not repeated; its result is kept as it
   * is.
   */
  | { readonly kind: 'state'; readonly snapshot: Uint8Array };

/** A command is repeated at a restart; a state replaces everything before it. */
type Deed = Exclude<Command, { readonly kind: 'state' }>;

/** Only commands that succeeded: a refusal changes nothing and is not written. */
export interface Entry {
  readonly command: Command;
  /** The one time at which all of it happened, ms since the epoch. */
  readonly at: number;
  /** Random numbers drawn since the beginning, this command's among them. */
  readonly drawn: number;
}

const HEAD_BYTES = 16;

/**
 * As JSON where that is the same, as most are: it is read several times faster than V8's clones. A clone begins with
 * another byte. Throws for a command that cannot be serialised, or is nested too deeply.
 */
export const encodeCommand = (command: Command): Buffer =>
  isJson(command) ? Buffer.from(JSON.stringify(command)) : serialize(command);

const JSON_BEGINS = '{'.charCodeAt(0);

export const encodeEntry = (command: Uint8Array, { at, drawn }: Omit<Entry, 'command'>): Buffer => {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + command.byteLength);
  bytes.writeDoubleLE(at, 0);
  bytes.writeDoubleLE(drawn, 8);
  bytes.set(command, HEAD_BYTES);
  return bytes;
};

/** Throws for bytes that this version of Node did not write. */
export const decodeEntry = (bytes: Buffer): Entry => ({
  command: (bytes[HEAD_BYTES] === JSON_BEGINS
    ? JSON.parse(bytes.toString('utf8', HEAD_BYTES))
    : deserialize(bytes.subarray(HEAD_BYTES))) as Command,
  at: bytes.readDoubleLE(0),
  drawn: bytes.readDoubleLE(8),
});

/** Does it, now. Throws what the engine throws. */
export const perform = (command: Deed, engine: LocalEngine, partners: Partners): void => {
  switch (command.kind) {
    case 'execute':
      engine.execute(command.call);
      return;
    case 'start':
      engine.start(command.workId);
      return;
    case 'finish':
      engine.finish(command.invocationId, command.outcome);
      return;
    case 'restart':
      for (const { id } of engine.inFlight()) engine.takeBack(id);
      return;
    case 'meter':
      Object.assign(engine.state.meter, command.totals);
      return;
    case 'webhook':
      partners.receive(...command.received);
      return;
    case 'behaviour':
      partners.behave(...command.behaviour);
      return;
  }
};
