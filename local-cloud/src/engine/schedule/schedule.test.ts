import { describe, expect, it } from '@jest/globals';
import { aFunction, aModel, answer, aTarget, aWorld, START } from '../event-bus/choreography.fixture.ts';
import { parseSchedule } from './expression.ts';

const iso = (expression: string, after: string): string | undefined => {
  const next = parseSchedule(expression)(Date.parse(after));
  return next === undefined ? undefined : new Date(next).toISOString().slice(0, 16);
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
describe('a schedule expression', () => {
  it.each([
    { expression: 'rate(1 minute)', after: '2026-01-01T00:00', next: '2026-01-01T00:01' },
    { expression: 'rate(5 minutes)', after: '2026-01-01T00:00', next: '2026-01-01T00:05' },
    { expression: 'rate(1 day)', after: '2026-01-01T00:00', next: '2026-01-02T00:00' },
    { expression: 'cron(0 10 * * ? *)', after: '2026-01-01T10:00', next: '2026-01-02T10:00' },
    { expression: 'cron(0/15 * * * ? *)', after: '2026-01-01T10:01', next: '2026-01-01T10:15' },
    { expression: 'cron(0 18 ? * MON-FRI *)', after: '2026-01-02T18:00', next: '2026-01-05T18:00' },
    { expression: 'cron(0 8 1 * ? *)', after: '2026-01-01T08:00', next: '2026-02-01T08:00' },
    { expression: 'cron(0 0 L * ? *)', after: '2026-02-01T00:00', next: '2026-02-28T00:00' },
    { expression: 'cron(0 9 ? * 3#2 *)', after: '2026-01-01T00:00', next: '2026-01-13T09:00' },
    { expression: 'cron(30 6 29 FEB ? *)', after: '2026-01-01T00:00', next: '2028-02-29T06:30' },
    { expression: 'cron(0 0 1 1 ? 2020)', after: '2026-01-01T00:00', next: undefined },
  ])('$expression comes after $after at $next', ({ expression, after, next }) => {
    expect(iso(expression, `${after}Z`)).toBe(next);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(60 * * * ? *)',
    'cron(* * * *)',
    'cron(0 0 3W * ? *)',
    'at(2026-01-01)',
  ])('%s is not valid here', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('ScheduleExpression');
  });
});

describe('a scheduled rule', () => {
  const handler = aFunction('timeline-sweep');
  const world = (more: { enabled?: boolean; input?: string } = {}) =>
    aWorld(
      aModel({
        functions: [handler],
        schedules: [
          {
            name: 'sweep',
            arn: 'arn:aws:events:eu-central-1:123456789012:rule/sweep',
            expression: 'rate(1 minute)',
            enabled: more.enabled ?? true,
            targets: [{ ...aTarget(handler.arn), ...(more.input !== undefined && { input: more.input }) }],
          },
        ],
      }),
    );

  it('calls its function asynchronously, a period after the start and each period after that', () => {
    const on = world();
    expect(on.nextDueAt()).toBe(START + 60_000);
    on.pass(60_000);
    const invocation = on.theInvocation();
    expect(invocation.payload).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-01-01T00:01:00Z',
      resources: ['arn:aws:events:eu-central-1:123456789012:rule/sweep'],
      detail: {},
    });
    on.finish(invocation.id, answer());
    expect(on.nextDueAt()).toBe(START + 120_000);
  });

  it('hands over its own input instead, when it has one', () => {
    const on = world({ input: '{"deep":true}' });
    on.pass(60_000);
    expect(on.theInvocation().payload).toEqual({ deep: true });
  });

  it('comes once after a clock that jumped', () => {
    const on = world();
    on.pass(600_500);
    on.finish(on.theInvocation().id, answer());
    expect(on.nextDueAt()).toBeGreaterThan(on.now());
  });

  it('does nothing while it is disabled', () => {
    expect(world({ enabled: false }).nextDueAt()).toBeUndefined();
  });
});
