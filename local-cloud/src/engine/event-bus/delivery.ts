import type { Call, Environment } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { Agenda } from '../schedule/agenda.ts';
import type { RuleTarget } from '../../template/model.ts';

/** One event on its way to one target of one rule. */
export interface Delivery {
  readonly id: string;
  readonly ruleArn: string;
  readonly target: RuleTarget;
  /** The event as JSON, or the target's own input. */
  readonly body: string;
  readonly acceptedAt: number;
  /** Attempts made so far. */
  attempts: number;
}

export interface DeliveryState {
  readonly pending: Map<string, Delivery>;
  nextNumber: number;
}

export interface Dropped {
  readonly what: 'event' | 'stream-batch' | 'invocation';
  /** A rule's ARN, a mapping's id or a function's name. */
  readonly subject: string;
  readonly reason: string;
  readonly body: unknown;
}

/** Where AWS itself sends what it has: to a queue, to a function, or, at last, nowhere. */
export interface Outlets {
  /** Makes a call as AWS itself, or in the name of a function; access is checked, and what fails throws. */
  readonly perform: (call: Call) => unknown;
  /** The URL of the queue with this ARN; undefined when there is none. */
  readonly queueUrlOf: (arn: string) => string | undefined;
  /** Told of what is lost for good, because no dead-letter queue took it. */
  readonly onDrop: (dropped: Dropped) => void;
}

export interface DeliveryDeps extends Outlets {
  readonly environment: Environment;
  readonly agenda: Agenda;
  readonly state: DeliveryState;
}

export interface Deliveries {
  readonly add: (ruleArn: string, target: RuleTarget, body: string) => void;
  readonly start: (id: string) => void;
}

export const EVENTS_PRINCIPAL = 'events.amazonaws.com';

const FIRST_BACKOFF_MS = 1000;
/** 185 attempts fill 24 hours when the longest wait is about eight minutes. */
const LONGEST_BACKOFF_MS = 480_000;

/** Exponential with jitter between half and the whole. AWS documents the shape, not the numbers. */
const backoffMs = (attempts: number, random: () => number): number =>
  Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_BACKOFF_MS) * (0.5 + random() / 2);

const noResource = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The target ${arn} does not exist.`);

/** Failures that no retry can cure; the code is the one the dead-letter message carries. */
const finalCodeOf = (error: AwsError): string | undefined => {
  if (error.name.startsWith('AccessDenied')) return 'NO_PERMISSIONS';
  if (error.name === 'ResourceNotFoundException' || error.name === 'QueueDoesNotExist') return 'NO_RESOURCE';
  return undefined;
};

const retryCodeOf = (error: AwsError): string =>
  /Throttl|TooManyRequests/.test(error.name) ? 'THROTTLING' : 'ERROR_FROM_TARGET';

const sendToTarget = (deps: DeliveryDeps, { ruleArn, target, body }: Delivery): void => {
  const caller = { kind: 'service', principal: EVENTS_PRINCIPAL, sourceArn: ruleArn } as const;
  if (target.arn.includes(':lambda:')) {
    const input = { FunctionName: target.arn, InvocationType: 'Event', Payload: body };
    deps.perform({ service: 'lambda', operation: 'Invoke', input, caller });
    return;
  }
  const url = deps.queueUrlOf(target.arn);
  if (url === undefined) throw noResource(target.arn);
  deps.perform({ service: 'sqs', operation: 'SendMessage', input: { QueueUrl: url, MessageBody: body }, caller });
};

interface Failure {
  readonly code: string;
  readonly error: AwsError;
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const deadLetterAttributes = ({ ruleArn, target, attempts }: Delivery, { code, error, exhausted }: Failure) => {
  const values = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.arn,
    ERROR_CODE: code,
    ERROR_MESSAGE: error.message,
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    RETRY_ATTEMPTS: String(attempts - 1),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
};

/** The rule's dead-letter queue must let the rule in too; what it does not take is dropped. */
const park = (deps: DeliveryDeps, delivery: Delivery, failure: Failure): void => {
  const { ruleArn, target, body } = delivery;
  const url = target.deadLetterArn === undefined ? undefined : deps.queueUrlOf(target.deadLetterArn);
  const drop = (reason: string): void => deps.onDrop({ what: 'event', subject: ruleArn, reason, body });
  if (url === undefined) {
    drop(`${failure.code}: ${failure.error.message} There is no dead-letter queue.`);
    return;
  }
  const input = { QueueUrl: url, MessageBody: body, MessageAttributes: deadLetterAttributes(delivery, failure) };
  const caller = { kind: 'service', principal: EVENTS_PRINCIPAL, sourceArn: ruleArn } as const;
  try {
    deps.perform({ service: 'sqs', operation: 'SendMessage', input, caller });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    drop(`${failure.code}; the dead-letter queue refused it: ${error.message}`);
  }
};

/** Delivers events to rule targets one by one: retries what may pass, parks what cannot. */
export const makeDeliveries = (deps: DeliveryDeps): Deliveries => {
  const { environment, agenda, state } = deps;

  const list = ({ id, ruleArn, target }: Delivery, at: number): void =>
    agenda.put({ id, kind: 'rule-delivery', subject: `${ruleArn} → ${target.id}`, at });

  /** Why the event is given up, or when it is tried again. */
  const judge = (delivery: Delivery, error: AwsError): Failure | number => {
    const { maximumRetryAttempts, maximumEventAgeSeconds } = delivery.target;
    const final = finalCodeOf(error);
    if (final !== undefined) return { code: final, error };
    const code = retryCodeOf(error);
    if (delivery.attempts > maximumRetryAttempts) return { code, error, exhausted: 'MaximumRetryAttempts' };
    const at = environment.now() + backoffMs(delivery.attempts, environment.random);
    if (at > delivery.acceptedAt + maximumEventAgeSeconds * 1000)
      return { code, error, exhausted: 'MaximumEventAgeInSeconds' };
    return at;
  };

  const failed = (delivery: Delivery, error: AwsError): void => {
    const judged = judge(delivery, error);
    if (typeof judged !== 'number') {
      park(deps, delivery, judged);
      return;
    }
    state.pending.set(delivery.id, delivery);
    list(delivery, judged);
  };

  return {
    add: (ruleArn, target, body) => {
      const acceptedAt = environment.now();
      const id = `rule-delivery/${state.nextNumber++}`;
      const delivery: Delivery = { id, ruleArn, target, body, acceptedAt, attempts: 0 };
      state.pending.set(id, delivery);
      list(delivery, acceptedAt);
    },
    start: (id) => {
      const delivery = state.pending.get(id);
      agenda.remove(id);
      if (delivery === undefined) return;
      state.pending.delete(id);
      delivery.attempts += 1;
      try {
        sendToTarget(deps, delivery);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failed(delivery, error);
      }
    },
  };
};
