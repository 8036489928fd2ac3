import type { Environment } from '../contract.ts';
import type { RuleTarget, ScheduleDefinition } from '../../template/model.ts';
import { isoSeconds } from '../event-bus/event-bus.ts';
import { oncePer } from '../memo.ts';
import { uuid } from '../queue/uuid.ts';
import type { Agenda } from './agenda.ts';
import { parseSchedule } from './expression.ts';

/** Schedule ARN → when it comes next, ms since the epoch. */
export type SchedulesState = Map<string, number>;

export interface SchedulesDeps {
  readonly environment: Environment;
  readonly region: string;
  readonly accountId: string;
  readonly schedules: readonly ScheduleDefinition[];
  readonly agenda: Agenda;
  readonly deliver: (ruleArn: string, target: RuleTarget, body: string) => void;
  readonly state: SchedulesState;
}

export interface Schedules {
  readonly start: (workId: string) => void;
}

const nextTimeOf = oncePer(({ expression }: ScheduleDefinition) => parseSchedule(expression));

const workIdOf = (arn: string): string => `schedule/${arn}`;

/**
 * Scheduled rules. A rate counts from when the rule is made. A clock that jumps over several times makes one event, as
 * AWS makes none for the past. Throws for an expression that is not valid.
 */
export const makeSchedules = (deps: SchedulesDeps): Schedules => {
  const { environment, agenda, state } = deps;
  const byWorkId = new Map(
    deps.schedules
      .filter(({ enabled }) => enabled)
      .map((definition) => [workIdOf(definition.arn), { definition, next: nextTimeOf(definition) }]),
  );

  const list = ({ arn, name }: ScheduleDefinition): void => {
    const at = state.get(arn);
    if (at !== undefined) agenda.put({ id: workIdOf(arn), kind: 'schedule', subject: name, at });
  };

  const plan = (definition: ScheduleDefinition, at: number | undefined): void => {
    if (at === undefined) state.delete(definition.arn);
    else state.set(definition.arn, at);
    list(definition);
  };

  for (const { definition, next } of byWorkId.values()) {
    if (state.has(definition.arn)) list(definition);
    else plan(definition, next(environment.now()));
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-eventbridge.html */
  const eventOf = ({ arn }: ScheduleDefinition, at: number): string =>
    JSON.stringify({
      version: '0',
      id: uuid(environment.random),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: deps.accountId,
      time: isoSeconds(new Date(at)),
      region: deps.region,
      resources: [arn],
      detail: {},
    });

  return {
    start: (workId) => {
      const schedule = byWorkId.get(workId);
      agenda.remove(workId);
      if (schedule === undefined) return;
      const { definition, next } = schedule;
      const at = state.get(definition.arn) ?? environment.now();
      const body = eventOf(definition, at);
      for (const target of definition.targets) deps.deliver(definition.arn, target, target.input ?? body);
      let following = next(at);
      if (following !== undefined && following <= environment.now()) following = next(environment.now());
      plan(definition, following);
    },
  };
};
