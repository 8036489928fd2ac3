import type { CloudModel } from '../template/model.ts';
import { makeAccess } from './access/access.ts';
import type { Access } from './access/access.ts';
import { ownerOf } from './access/owner.ts';
import { makeBlob } from './blob/blob.ts';
import { unknownOperation } from './contract.ts';
import type { Call, Caller, Engine, Environment, Invocation, Operations, ServiceName } from './contract.ts';
import { makeDynamoDb } from './dynamodb/dynamodb.ts';
import type { ItemObserver } from './dynamodb/dynamodb.ts';
import { makeChoreography } from './event-bus/choreography.ts';
import type { Dropped } from './event-bus/delivery.ts';
import { makeOwners } from './event-bus/owners.ts';
import { requirePollPermissions } from './functions/poll-permissions.ts';
import type { InFlight } from './functions/state.ts';
import { makeMail } from './mail/mail.ts';
import type { MailPart } from './mail/mail.ts';
import { oncePer } from './memo.ts';
import { makeMeter } from './meter.ts';
import { restoreState } from './restore.ts';
import { makeExpiries } from './schedule/time-to-live.ts';
import { makeSecrets } from './secrets/secrets.ts';
import { makeEngineState, type EngineState } from './state.ts';
import type { SigningKey } from './users/tokens.ts';
import { makeUsers } from './users/users.ts';
import type { UsersPart } from './users/users.ts';

export interface EngineOptions {
  readonly model: CloudModel;
  readonly environment: Environment;
  /** Signs the user pools' tokens. */
  readonly signingKey: SigningKey;
  /**
   * A clone of what an engine of this model (or of one that has less) remembered; empty when it is left out. The engine
   * continues from there, and owns the clone from then on.
   */
  readonly state?: EngineState;
  /** Of streams that are new. */
  readonly shardsPerStream?: number;
  /** Executions at once of a function that reserves none; AWS's account limit is 1,000 for all together. */
  readonly defaultConcurrency?: number;
  /** How long after its expiry an item is removed. */
  readonly timeToLiveLagMs?: number;
  /** Told of what is lost for good: AWS would say nothing. */
  readonly onDrop?: (dropped: Dropped) => void;
  /**
   * Sees every call, those of AWS itself too, after access was granted and before it is done. Throwing an `AwsError`
   * makes the call fail without effect.
   */
  readonly beforeCall?: (call: Call) => void;
  readonly onItemChange?: ItemObserver;
}

export interface LocalEngine extends Engine {
  /**
   * Begins a synchronous call (HTTP API, `Invoke` of type RequestResponse); the driver makes it and reports `finish`.
   * Throws what `Invoke` would: access denied, ResourceNotFoundException, TooManyRequestsException (429).
   */
  readonly invoke: (functionName: string, payload: unknown, caller: Caller) => Invocation;
  /** Begun and not finished. After a restart no worker has them any more: each has to be finished or taken back. */
  readonly inFlight: () => readonly InFlight[];
  /** Delivers again everything that the streams still hold, as if every event source mapping had been created again. */
  readonly rewindStreams: () => void;
  /**
   * Ends an invocation as if it had never begun: what it was for is due again at once, and nothing counts the attempt.
   * For a driver that was killed meanwhile, which is no failure of the function. Unknown ids are ignored.
   */
  readonly takeBack: (invocationId: string) => void;
  /** The names of all that `execute` does. */
  readonly operations: Readonly<Record<ServiceName, readonly string[]>>;
  readonly mails: MailPart['mails'];
  readonly jwks: UsersPart['jwks'];
  /** Everything the engine remembers, as plain data, one object per part. Changed only by the engine's own methods. */
  readonly state: EngineState;
}

const DEFAULT_CONCURRENCY = 10;
const DEFAULT_TTL_LAG_MS = 3_600_000;

const mapValues = <K extends string, V, W>(record: Readonly<Record<K, V>>, change: (value: V) => W): Record<K, W> =>
  Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, change(value)])) as Record<K, W>;

/** Operations that change an item, and so perhaps the next expiry. */
const WRITES = /^(Put|Update|Delete|BatchWrite|TransactWrite)Items?$/;

/** Remembers that work may be due, and tells the driver once the engine is at rest again. */
const makeBell = () => {
  let rings = false;
  let listener = (): void => undefined;
  return {
    ring: (): void => {
      rings = true;
    },
    set: (next: () => void): void => {
      listener = next;
    },
    afterwards: <T>(act: () => T): T => {
      try {
        return act();
      } finally {
        if (rings) {
          rings = false;
          listener();
        }
      }
    },
  };
};

const accessOf = oncePer((model: CloudModel): Access => {
  const access = makeAccess(model);
  requirePollPermissions(model.mappings, (name, action, resource) => access.mayFunction(name, action, resource));
  return access;
});

/**
 * The AWS services of one deployment as a synchronous state machine. Throws when the model cannot run: a policy, pattern
 * or expression that is not valid, a mapping whose role may not poll.
 */
export const makeEngine = (options: EngineOptions): LocalEngine => {
  const { model, environment } = options;
  const fresh = makeEngineState(options);
  const state = options.state === undefined ? fresh : restoreState(options.state, fresh);
  const meter = makeMeter(state.meter);
  const access = accessOf(model);
  const owners = makeOwners(model);
  const payer = { environment, meter, ownerOf: (caller: Caller) => ownerOf(model)(caller) };
  const bell = makeBell();

  const perform = (call: Call): unknown => {
    access.check(call);
    const ofService = operations[call.service];
    const operation = Object.hasOwn(ofService, call.operation) ? ofService[call.operation] : undefined;
    if (operation === undefined) throw unknownOperation(call.service, call.operation);
    options.beforeCall?.(call);
    return operation(call.input as never, call.caller);
  };

  // Functions read the streams that DynamoDB writes: one of the two can be connected only later.
  const recordListeners: ((streamArn: string, shardId: string) => void)[] = [];
  const dynamodb = makeDynamoDb({
    environment,
    tables: model.tables,
    meter,
    ownerOf: owners.ofResource,
    state,
    ...(options.onItemChange !== undefined && { onItemChange: options.onItemChange }),
    onStreamRecord: (arn, shardId) => recordListeners.forEach((listener) => listener(arn, shardId)),
  });
  const choreography = makeChoreography({
    model,
    environment,
    meter,
    ownerOf: owners.ofResource,
    payerOf: owners.ofCall,
    defaultConcurrency: options.defaultConcurrency ?? DEFAULT_CONCURRENCY,
    streams: dynamodb.streams,
    perform,
    onDrop: (dropped) => options.onDrop?.(dropped),
    onWork: bell.ring,
    state: state.choreography,
  });
  recordListeners.push(choreography.functions.onStreamRecord);
  const expiries = makeExpiries(dynamodb, options.timeToLiveLagMs ?? DEFAULT_TTL_LAG_MS);

  const mail = makeMail({ ...payer, region: model.region, identities: model.emailIdentities, state: state.mail });
  const users = makeUsers({
    ...payer,
    pools: model.userPools,
    signingKey: options.signingKey,
    sendCode: (to, subject, text) =>
      void mail.capture({ from: 'no-reply@verificationemail.com', to: [to], subject, text }),
    state: state.users,
  });
  const blob = makeBlob({
    ...payer,
    buckets: model.buckets,
    requireMayList: (caller, Bucket) =>
      access.check({ service: 's3', operation: 'ListObjectsV2', input: { Bucket }, caller }),
    state: state.blob,
  });
  const secrets = makeSecrets({ ...payer, definitions: model.secrets, state: state.secrets });

  const operations: Readonly<Record<ServiceName, Operations>> = {
    ...choreography.operations,
    dynamodb: dynamodb.operations,
    secretsmanager: secrets.operations,
    ses: mail.operations,
    s3: blob.operations,
    'cognito-idp': users.operations,
  };

  return {
    execute: (call) =>
      bell.afterwards(() => {
        if (call.service === 'dynamodb' && WRITES.test(call.operation)) bell.ring();
        return perform(call);
      }),
    due: (now) =>
      expiries.count(now) === 0 ? choreography.due(now) : [...choreography.due(now), ...expiries.due(now)],
    dueCount: (now) => choreography.countDue(now) + expiries.count(now),
    dueAt: (now, index) => {
      const work = choreography.dueAt(now, index) ?? expiries.due(now)[index - choreography.countDue(now)];
      if (work === undefined) throw new Error(`There is no work at ${index}.`);
      return work;
    },
    nextDueAt: (now) => {
      const [work, expiry] = [choreography.agenda.nextAfter(now), expiries.nextAfter(now)];
      return work === undefined || expiry === undefined ? (work ?? expiry) : Math.min(work, expiry);
    },
    start: (workId) =>
      bell.afterwards(() => (expiries.start(workId, environment.now()) ? undefined : choreography.start(workId))),
    finish: (invocationId, outcome) => bell.afterwards(() => choreography.finish(invocationId, outcome)),
    onWork: bell.set,
    invoke: (functionName, payload, caller) => {
      const input = { FunctionName: functionName, InvocationType: 'RequestResponse' };
      access.check({ service: 'lambda', operation: 'Invoke', input, caller });
      return choreography.functions.invoke(functionName, payload);
    },
    rewindStreams: () => bell.afterwards(choreography.functions.rewindStreams),
    inFlight: choreography.functions.inFlight,
    takeBack: (invocationId) => bell.afterwards(() => choreography.functions.takeBack(invocationId)),
    operations: mapValues(operations, Object.keys),
    mails: mail.mails,
    jwks: users.jwks,
    meter,
    state,
  };
};
