import type { LocalEngine } from '../../engine/engine.ts';
import type { Partners } from '../partners/partners.ts';
import type { CrashPoints } from './crash-points.ts';
import { encodeCommand, encodeEntry, perform } from './entries.ts';
import type { Command } from './entries.ts';
import type { Tape } from './tape.ts';

/** Operations that change nothing but the meter. */
export const READS = /^(?:Admin|Batch|Transact)?(?:Get|Query|Scan|List|Describe|Head|Test)/;

export interface RecorderDeps {
  readonly tape: Tape;
  readonly now: () => number;
  readonly append: (entry: Uint8Array) => void;
  /** A command failed halfway: what it left has to be kept as it is. */
  readonly onBroken: () => void;
  readonly crash: CrashPoints;
}

/**
 * The engine and the partners with every command kept that has changed something. A refusal is not: it leaves the state as
 * it was, so that nothing that a stranger sends has to be done again after a restart. Synchronous invocations are not
 * either: whoever asked for one is gone after a restart, and what it did meanwhile are commands of their own.
 */
export const makeRecorder = ({ tape, now, append, onBroken, crash }: RecorderDeps) => {
  const record = <T>(command: Command, act: () => T): T => {
    // First, so that a command that cannot be written is not executed.
    const bytes = encodeCommand(command);
    return tape.run(now(), act, { done: (kept) => append(encodeEntry(bytes, kept)), broken: onBroken });
  };

  const recordEngine = (engine: LocalEngine): LocalEngine => ({
    ...engine,
    execute: (call) =>
      READS.test(call.operation) ? engine.execute(call) : record({ kind: 'execute', call }, () => engine.execute(call)),
    start: (workId) => record({ kind: 'start', workId }, () => engine.start(workId)),
    finish: (invocationId, outcome) => {
      const { inFlight } = engine.state.choreography.functions;
      if (inFlight.get(invocationId)?.origin.kind === 'direct') {
        engine.finish(invocationId, outcome);
        return;
      }
      crash.pass('engine.before-finish');
      record({ kind: 'finish', invocationId, outcome }, () => engine.finish(invocationId, outcome));
    },
  });

  const recordPartners = (partners: Partners): Partners => ({
    ...partners,
    receive: (...received) => record({ kind: 'webhook', received }, () => partners.receive(...received)),
    behave: (...behaviour) => record({ kind: 'behaviour', behaviour }, () => partners.behave(...behaviour)),
  });

  /** What was in flight when the last process ended begins again. */
  const recordRestart = (engine: LocalEngine, partners: Partners): void => {
    const command = { kind: 'restart' } as const;
    record(command, () => perform(command, engine, partners));
  };

  return { recordEngine, recordPartners, recordRestart };
};
