import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { Caller, Environment, Meter, Operations } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { BusDefinition, CloudModel, RuleDefinition, RuleTarget } from '../../template/model.ts';
import { oncePer } from '../memo.ts';
import { parseJson } from '../parse-json.ts';
import { uuid } from '../queue/uuid.ts';
import type { Agenda } from '../schedule/agenda.ts';
import { makeArchives } from './archive.ts';
import type { ArchivedEvent, Archives, ArchivesState } from './archive.ts';
import { makeArchiveOperations } from './archive-operations.ts';
import { compilePattern } from './pattern.ts';
import { billedEvents, checkEntry, checkRequest, refusal } from './put-events.ts';
import type { AcceptedEntry } from './put-events.ts';
import { makeReplays } from './replay.ts';
import type { Replay, Replays, ReplaysState } from './replay.ts';
import { makeRuleIndex } from './rules.ts';

/** Plain data. */
export interface EventBusState {
  readonly archives: ArchivesState;
  readonly replays: ReplaysState;
}

export interface EventBusDeps extends Pick<CloudModel, 'region' | 'accountId' | 'buses' | 'rules' | 'archives'> {
  readonly environment: Environment;
  readonly agenda: Agenda;
  readonly meter: Meter;
  /** The service to charge for a call on a resource. */
  readonly payerOf: (caller: Caller, resource: string) => string;
  /** Takes over an event for a target of a rule that matched. */
  readonly deliver: (ruleArn: string, target: RuleTarget, body: string) => void;
  readonly state: EventBusState;
}

export interface EventBus {
  readonly operations: Operations;
  readonly startReplay: Replays['start'];
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

interface Bus {
  readonly arn: string;
  readonly matching: ReturnType<typeof makeRuleIndex>;
}

/** By name. An index remembers the kinds of events that it has met, and nothing of an engine. */
const busesOf = oncePer((rules: readonly RuleDefinition[]) =>
  oncePer(
    (buses: readonly BusDefinition[]): ReadonlyMap<string, Bus> =>
      new Map(
        buses.map(({ name, arn }) => {
          const own = rules.filter(({ busName }) => busName === name || busName === arn);
          return [name, { arn, matching: makeRuleIndex(own) }];
        }),
      ),
  ),
);

const makePutEvents = (deps: EventBusDeps, buses: ReadonlyMap<string, Bus>, archives: Archives) => {
  const putOne = (raw: EventBridge.PutEventsRequestEntry, caller: Caller): EventBridge.PutEventsResultEntry => {
    const entry = checkEntry(raw);
    if ('ErrorCode' in entry) return entry;
    const bus = buses.get(entry.busName);
    if (bus === undefined) return refusal('ResourceNotFoundException', `Event bus ${entry.busName} does not exist.`);
    const envelope = envelopeOf(deps, entry);
    deps.meter.count('event-64kb', billedEvents(entry.size), deps.payerOf(caller, bus.arn));
    const event = { ...envelope, detail: entry.detail };
    const rules = bus.matching(event);
    const taking = archives.taking(bus.arn, event);
    if (rules.length > 0 || taking.length > 0) {
      // The detail stays as its sender wrote it: parsing and writing it again would cost time and could change numbers.
      const body = `${JSON.stringify(envelope).slice(0, -1)},"detail":${entry.detailText}}`;
      for (const { arn, targets } of rules) for (const target of targets) deps.deliver(arn, target, body);
      for (const archive of taking) archives.add(archive, Date.parse(envelope.time), body);
    }
    return { EventId: envelope.id };
  };

  return (input: EventBridge.PutEventsCommandInput, caller: Caller) => {
    const entries = checkRequest(input.Entries).map((entry) => putOne(entry, caller));
    return { FailedEntryCount: entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: entries };
  };
};

/** Inside a text the quotes would be escaped: the first match is the field that every envelope has. */
const BEFORE_RESOURCES = ',"resources":';

/** The event again with its own id and time and the replay's name, where AWS puts it. */
const withReplayName = (body: string, name: string): string => {
  const at = body.indexOf(BEFORE_RESOURCES);
  return `${body.slice(0, at)},"replay-name":"${name}"${body.slice(at)}`;
};

/** Replayed events are charged like others, and not archived again. */
const makeResend = (deps: EventBusDeps, buses: ReadonlyMap<string, Bus>) => {
  const byArn = new Map([...buses.values()].map((bus) => [bus.arn, bus]));
  return (archived: ArchivedEvent, { name, busArn, ruleArns }: Replay): void => {
    const bus = byArn.get(busArn);
    if (bus === undefined) return;
    const body = withReplayName(archived.body, name);
    deps.meter.count('event-64kb', billedEvents(body.length), deps.payerOf({ kind: 'admin' }, busArn));
    const rules = bus.matching(JSON.parse(body) as Parameters<Bus['matching']>[0]);
    for (const { arn, targets } of rules)
      if (ruleArns?.includes(arn) ?? true) for (const target of targets) deps.deliver(arn, target, body);
  };
};

const testEventPattern = (input: EventBridge.TestEventPatternCommandInput): { Result: boolean } => {
  const parse = (text: string | undefined, error: string): unknown => {
    try {
      return parseJson(text ?? '');
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

/** Event buses, their rules and their archives. Throws InvalidEventPatternException when a pattern is not valid. */
export const makeEventBus = (deps: EventBusDeps): EventBus => {
  const { environment, region, accountId, agenda, archives: definitions, rules, state } = deps;
  const busNamed = (nameOrArn: string | undefined): BusDefinition => {
    const name = nameOrArn ?? 'default';
    const bus = deps.buses.find((one) => one.name === name || one.arn === name);
    if (bus === undefined) throw notFound(`Event bus ${name.slice(name.lastIndexOf('/') + 1)}`);
    return bus;
  };
  const buses = busesOf(rules)(deps.buses);
  const archives = makeArchives({ environment, archives: definitions, state: state.archives });
  const rulesOf = (bus: BusDefinition) => rules.filter(({ busName }) => busName === bus.name || busName === bus.arn);
  const replays = makeReplays({
    environment,
    region,
    accountId,
    definitions,
    archives,
    agenda,
    busArnOf: (name) => busNamed(name).arn,
    hasRule: (ruleArn, busArn) => rulesOf(busNamed(busArn)).some(({ arn }) => arn === ruleArn),
    resend: makeResend(deps, buses),
    state: state.replays,
  });
  const operations: Operations = {
    ...makeArchiveOperations({ definitions, archives, requireBus: busNamed }),
    ...replays.operations,
    PutEvents: makePutEvents(deps, buses, archives),
    TestEventPattern: testEventPattern,
    DescribeEventBus: (input: EventBridge.DescribeEventBusCommandInput) => {
      const { name, arn } = busNamed(input.Name);
      return { Name: name, Arn: arn };
    },
    ListRules: (input: EventBridge.ListRulesCommandInput) => {
      const bus = busNamed(input.EventBusName);
      const listed = rulesOf(bus).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      return {
        Rules: listed.map(({ name, arn, pattern, enabled }) => ({
          Name: name,
          Arn: arn,
          EventPattern: JSON.stringify(pattern),
          State: enabled ? 'ENABLED' : 'DISABLED',
          EventBusName: bus.name,
        })),
      };
    },
  };
  return { operations, startReplay: replays.start };
};
