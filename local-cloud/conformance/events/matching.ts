import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { Cloud, ConformanceCase } from '../case.ts';
import { same } from '../check.ts';
import { EVENT_BRIDGE } from '../pages.ts';

export const OPERATORS = EVENT_BRIDGE.guide('eb-create-pattern-operators');
export const PATTERNS = EVENT_BRIDGE.guide('eb-event-patterns');

/** Whether an event with this detail matches the pattern, as the cloud says. */
export const test = async ({ events }: Cloud, pattern: unknown, detail: unknown, more: object = {}) => {
  const event = {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'Told',
    source: 'conformance',
    account: '111122223333',
    time: '2026-01-02T03:04:05Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
    detail,
    ...more,
  };
  const input = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
  return (await events.send(new TestEventPatternCommand(input))).Result;
};

interface Row {
  readonly id: string;
  readonly rule: string;
  readonly source?: string;
  /** What the pattern asks of `detail`. */
  readonly detail: unknown;
  readonly matches: readonly unknown[];
  readonly misses: readonly unknown[];
}

/** One case: the pattern of a detail, what it has to match and what it has to miss. */
export const each = ({ id, rule, source = OPERATORS, detail, matches, misses }: Row): ConformanceCase => ({
  id: `events/patterns/${id}`,
  rule,
  source,
  run: async (cloud) => {
    for (const [details, expected] of [[matches, true] as const, [misses, false] as const]) {
      for (const one of details) same(await test(cloud, { detail }, one), expected, JSON.stringify({ detail, one }));
    }
  },
});

/** The field `x` has to pass these alternatives. */
export const ofField = (
  id: string,
  rule: string,
  alternatives: readonly unknown[],
  matches: readonly unknown[],
  misses: readonly unknown[],
  source = OPERATORS,
): ConformanceCase => {
  const toDetail = (x: unknown): unknown => (x === undefined ? {} : { x });
  return each({
    id,
    rule,
    source,
    detail: { x: alternatives },
    matches: matches.map(toDetail),
    misses: misses.map(toDetail),
  });
};
