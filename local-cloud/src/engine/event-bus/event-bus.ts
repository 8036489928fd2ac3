import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { Caller, Environment, Meter, Operations } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { BusDefinition, RuleDefinition, RuleTarget } from '../../template/model.ts';
import { uuid } from '../queue/uuid.ts';
import { compilePattern } from './pattern.ts';
import { billedEvents, checkEntry, checkRequest, refusal } from './put-events.ts';
import type { AcceptedEntry } from './put-events.ts';
import { makeRuleIndex } from './rules.ts';

export interface EventBusDeps {
  readonly environment: Environment;
  readonly region: string;
  readonly accountId: string;
  readonly buses: readonly BusDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly meter: Meter;
  /** The service to charge for a call on a resource. */
  readonly payerOf: (caller: Caller, resource: string) => string;
  /** Takes over an event for a target of a rule that matched. */
  readonly deliver: (ruleArn: string, target: RuleTarget, body: string) => void;
}

const notFound = (what: string): AwsError => new AwsError('ResourceNotFoundException', `${what} does not exist.`);

/** EventBridge writes whole seconds. */
export const isoSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** The envelope around a detail, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const envelopeOf = (deps: EventBusDeps, entry: AcceptedEntry) => ({
  version: '0',
  id: uuid(deps.environment.random),
  'detail-type': entry.detailType,
  source: entry.source,
  account: deps.accountId,
  time: isoSeconds(entry.time ?? new Date(deps.environment.now())),
  region: deps.region,
  resources: entry.resources,
});

const makePutEvents = (deps: EventBusDeps) => {
  const indexes = new Map(
    deps.buses.map(({ name, arn }) => {
      const rules = deps.rules.filter(({ busName }) => busName === name || busName === arn);
      return [name, { arn, matching: makeRuleIndex(rules) }] as const;
    }),
  );

  const putOne = (raw: EventBridge.PutEventsRequestEntry, caller: Caller): EventBridge.PutEventsResultEntry => {
    const entry = checkEntry(raw);
    if ('ErrorCode' in entry) return entry;
    const bus = indexes.get(entry.busName);
    if (bus === undefined) return refusal('ResourceNotFoundException', `Event bus ${entry.busName} does not exist.`);
    const envelope = envelopeOf(deps, entry);
    deps.meter.count('event-64kb', billedEvents(entry.size), deps.payerOf(caller, bus.arn));
    const rules = bus.matching({ ...envelope, detail: entry.detail });
    if (rules.length > 0) {
      // The detail travels as its sender wrote it; parsing and writing it again would cost and could change numbers.
      const body = `${JSON.stringify(envelope).slice(0, -1)},"detail":${entry.detailText}}`;
      for (const { arn, targets } of rules) for (const target of targets) deps.deliver(arn, target, body);
    }
    return { EventId: envelope.id };
  };

  return (input: EventBridge.PutEventsCommandInput, caller: Caller) => {
    const entries = checkRequest(input.Entries).map((entry) => putOne(entry, caller));
    return { FailedEntryCount: entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: entries };
  };
};

const testEventPattern = (input: EventBridge.TestEventPatternCommandInput): { Result: boolean } => {
  const parse = (text: string | undefined, error: string): unknown => {
    try {
      return JSON.parse(text ?? '');
    } catch {
      throw new AwsError(
        error,
        `${error === 'ValidationException' ? 'Event' : 'Event pattern'} is not valid. Reason: it is not JSON.`,
      );
    }
  };
  const matches = compilePattern(parse(input.EventPattern, 'InvalidEventPatternException'));
  return { Result: matches(parse(input.Event, 'ValidationException')) };
};

/** Event buses and their rules. Throws InvalidEventPatternException at once when a rule's pattern is not valid. */
export const makeEventBus = (deps: EventBusDeps): Operations => {
  const busNamed = (nameOrArn: string | undefined): BusDefinition => {
    const name = nameOrArn ?? 'default';
    const bus = deps.buses.find((one) => one.name === name || one.arn === name);
    if (bus === undefined) throw notFound(`Event bus ${name}`);
    return bus;
  };
  return {
    PutEvents: makePutEvents(deps),
    TestEventPattern: testEventPattern,
    DescribeEventBus: (input: EventBridge.DescribeEventBusCommandInput) => {
      const { name, arn } = busNamed(input.Name);
      return { Name: name, Arn: arn };
    },
    ListRules: (input: EventBridge.ListRulesCommandInput) => {
      const bus = busNamed(input.EventBusName);
      const rules = deps.rules.filter(
        ({ busName, name }) => (busName === bus.name || busName === bus.arn) && name.startsWith(input.NamePrefix ?? ''),
      );
      return {
        Rules: rules.map(({ name, arn, pattern, enabled }) => ({
          Name: name,
          Arn: arn,
          EventPattern: JSON.stringify(pattern),
          State: enabled ? 'ENABLED' : 'DISABLED',
          EventBusName: bus.name,
        })),
      };
    },
  };
};
