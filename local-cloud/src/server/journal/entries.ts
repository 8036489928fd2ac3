import { deserialize, serialize } from 'node:v8';
import type { Call, Outcome } from '../../engine/contract.ts';
import type { EngineState, LocalEngine } from '../../engine/engine.ts';
import type { Partners } from '../partners/partners.ts';

/** What was asked of the engine or of a partner's stand-in: doing it again in the same state does the same again. */
export type Command =
  | { readonly kind: 'execute'; readonly call: Call }
  | { readonly kind: 'start'; readonly workId: string }
  | { readonly kind: 'finish'; readonly invocationId: string; readonly outcome: Outcome }
  /** What reads and direct calls have added since the last one: they are no commands of their own. */
  | { readonly kind: 'meter'; readonly totals: EngineState['meter'] }
  | { readonly kind: 'webhook'; readonly received: Parameters<Partners['receive']> }
  | { readonly kind: 'behaviour'; readonly behaviour: Parameters<Partners['behave']> };

export interface Entry {
  readonly command: Command;
  /** The one time at which all of it happened, ms since the epoch. */
  readonly at: number;
  /** How it ended: `done`, or the name of what was thrown. */
  readonly ended: string;
  /** Random numbers drawn since the beginning, this command's among them. */
  readonly drawn: number;
}

export const encodeEntry = ({ command, at, ended, drawn }: Entry): Buffer => serialize([command, at, ended, drawn]);

/** Throws for bytes that this version of Node did not write. */
export const decodeEntry = (bytes: Uint8Array): Entry => {
  const [command, at, ended, drawn] = deserialize(bytes) as [Command, number, string, number];
  return { command, at, ended, drawn };
};

/** Does it, now. Throws what the engine throws. */
export const perform = (command: Command, engine: LocalEngine, partners: Partners): void => {
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
