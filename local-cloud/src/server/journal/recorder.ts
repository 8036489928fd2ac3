import type { LocalEngine } from '../../engine/engine.ts';
import type { Partners } from '../partners/partners.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Command, Entry } from './entries.ts';
import type { Tape } from './tape.ts';

/** Operations that leave nothing behind but a count on the meter. */
const READS = /^(?:Admin|Batch|Transact)?(?:Get|Query|Scan|List|Describe|Head|Test)/;

export interface RecorderDeps {
  readonly tape: Tape;
  readonly now: () => number;
  readonly append: (entry: Entry) => void;
  readonly crash: CrashPoints;
}

/**
 * The engine and the partners with every command kept. Synchronous invocations are not: whoever asked for one is gone
 * after a restart, and what it did meanwhile are commands of their own.
 */
export const makeRecorder = ({ tape, now, append, crash }: RecorderDeps) => {
  const record = <T>(command: Command, act: () => T): T => tape.run(command, now(), act, append);

  const recordEngine = (engine: LocalEngine): LocalEngine => ({
    ...engine,
    execute: (call) =>
      READS.test(call.operation) ? engine.execute(call) : record({ kind: 'execute', call }, () => engine.execute(call)),
    start: (workId) => {
      // Work that is not due is refused before anything has changed.
      const keep = (entry: Entry): void => (entry.ended === 'done' ? append(entry) : undefined);
      return tape.run({ kind: 'start', workId }, now(), () => engine.start(workId), keep);
    },
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

  return { recordEngine, recordPartners };
};
