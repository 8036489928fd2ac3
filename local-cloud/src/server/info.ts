import type { LocalEngine } from '../engine/engine.ts';
import { countMessages } from '../engine/queue/store.ts';
import type { CloudModel } from '../template/model.ts';
import type { Pump } from './pump.ts';
import type { Functions } from './workers/functions.ts';

export interface InfoDeps {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly model: CloudModel;
  readonly engine: LocalEngine;
  readonly functions: Functions;
  readonly pump: Pump;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** These come back for ever: waiting until they are over would never end. */
const RECURRING = new Set(['schedule', 'ttl-expiry']);

const queuesOf = ({ model, engine, now }: InfoDeps) => {
  const deadLetterArns = new Set([
    ...model.queues.map(({ redrive }) => redrive?.deadLetterArn),
    ...model.rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn)),
    ...model.mappings.map((mapping) => (mapping.kind === 'stream' ? mapping.onFailureArn : undefined)),
    ...model.functions.map(({ asynchronous }) => asynchronous.onFailureArn),
  ]);
  return model.queues.map((definition) => {
    const { name, arn, url } = definition;
    // Read from the state and not by an API call, because nobody is billed for looking at a page.
    const state = engine.state.choreography.queues.queues.get(arn);
    const counts = state ? countMessages(state, definition, now()) : { visible: 0, inFlight: 0, delayed: 0 };
    return { name, arn, url, deadLetter: deadLetterArns.has(arn), ...counts };
  });
};

/**
 * What `/_local/info.json` shows. Idle: nothing runs, and nothing but what recurs falls due within `withinMs`. A message that
 * a queue hides until its next try falls due then.
 */
export const infoOf = (deps: InfoDeps, withinMs: number) => {
  const { apiUrl, awsUrl, model, engine, functions, pump, now } = deps;
  const pending = engine.due(now() + withinMs).filter(({ kind }) => !RECURRING.has(kind));
  const running = functions.inFlight() + pump.inFlight() + engine.inFlight().length;
  return {
    apiUrl,
    awsUrl,
    stage: model.stage,
    region: model.region,
    accountId: model.accountId,
    idle: running === 0 && pending.length === 0,
    running: functions.inFlight(),
    pending: pending.slice(0, 100).map(({ kind, subject, at }) => ({ kind, subject, at: new Date(at).toISOString() })),
    outputs: model.outputs,
    functions: model.functions.map(({ name, service, key, handler }) => ({ name, service, key, handler })),
    queues: queuesOf(deps),
  };
};
