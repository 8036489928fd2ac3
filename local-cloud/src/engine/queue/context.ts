import type { Environment, Meter } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { QueueDefinition } from '../../template/model.ts';
import type { QueuesState, QueueState } from './state.ts';

export interface QueueDeps {
  readonly environment: Environment;
  readonly queues: readonly QueueDefinition[];
  readonly meter: Meter;
  /** The service that a resource's name or ARN belongs to, for the meter. */
  readonly ownerOf: (resource: string) => string;
  /** Called when messages of this queue have come, gone or changed their visibility. */
  readonly onChange: (queueArn: string) => void;
  readonly state: QueuesState;
}

/** A queue's definition with its state. */
export interface Queue {
  readonly definition: QueueDefinition;
  readonly state: QueueState;
}

export interface QueueContext extends QueueDeps {
  /** By ARN; undefined when there is none. */
  readonly find: (arn: string) => Queue | undefined;
  /** By URL; SQS looks at the path alone. Throws QueueDoesNotExist. */
  readonly byUrl: (url: unknown) => Queue;
}

export const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const missing = (parameter: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

/** How many results a list may have at once; undefined when the caller does not say. */
export const checkMaxResults = (given: number | undefined, most: number): number | undefined => {
  if (given !== undefined && (!Number.isInteger(given) || given < 1 || given > most))
    throw invalid(
      `Value ${given} for parameter MaxResults is invalid. Reason: Must be between 1 and ${most}, if provided.`,
    );
  return given;
};

/** SQS bills a request in steps of 64 kB. https://aws.amazon.com/sqs/pricing/ */
export const requestsFor = (bytes: number): number => Math.max(1, Math.ceil(bytes / 65_536));

export const makeQueueContext = (deps: QueueDeps): QueueContext => {
  const byArn = new Map<string, Queue>();
  const byName = new Map<string, Queue>();
  for (const definition of deps.queues) {
    const state = deps.state.queues.get(definition.arn);
    if (state === undefined) continue;
    byArn.set(definition.arn, { definition, state });
    byName.set(definition.name, { definition, state });
  }
  return {
    ...deps,
    find: (arn) => byArn.get(arn),
    byUrl: (url) => {
      if (typeof url !== 'string' || url === '') throw missing('QueueUrl');
      const queue = byName.get(url.slice(url.lastIndexOf('/') + 1));
      if (queue === undefined) throw queueDoesNotExist();
      return queue;
    },
  };
};
