import type { StartReplayCommandInput } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../contract.ts';
import type { ArchiveDefinition } from '../../template/model.ts';

/** What a StartReplay request asks for. */
export interface AskedReplay {
  readonly name: string;
  readonly description?: string;
  readonly archiveArn: string;
  readonly busArn: string;
  /** Absent: every rule of the bus. */
  readonly ruleArns?: readonly string[];
  /** Ms since the epoch: events of [startTime, endTime) are replayed. */
  readonly startTime: number;
  readonly endTime: number;
}

export interface ReplayRequestDeps {
  readonly definitions: readonly ArchiveDefinition[];
  /** The bus by name or ARN; throws ResourceNotFoundException. */
  readonly busArnOf: (nameOrArn: string) => string;
  readonly hasRule: (ruleArn: string, busArn: string) => boolean;
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const missing = (name: string): AwsError =>
  invalid(`1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`);

const required = (value: string | undefined, name: string): string => {
  if (value === undefined) throw missing(name);
  return value;
};

const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

const nameIn = ({ ReplayName }: StartReplayCommandInput): string => {
  const name = required(ReplayName, 'replayName');
  if (NAME.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'replayName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
  );
};

/** The protocol layer makes Dates; a driver may hand seconds since the epoch. */
const timeOf = (value: Date | number | undefined, name: string): number => {
  const time = typeof value === 'number' ? value * 1000 : value?.getTime();
  if (time === undefined || Number.isNaN(time)) throw missing(name);
  return time;
};

/**
 * Reads a StartReplay request. Throws ValidationException and ResourceNotFoundException, with AWS's texts as far as they
 * have been seen. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
 */
export const checkReplay = (
  input: StartReplayCommandInput,
  { busArnOf, hasRule, definitions }: ReplayRequestDeps,
): AskedReplay => {
  const name = nameIn(input);
  const archiveArn = required(input.EventSourceArn, 'eventSourceArn');
  const from = timeOf(input.EventStartTime, 'eventStartTime');
  const endTime = timeOf(input.EventEndTime, 'eventEndTime');
  const busArn = busArnOf(required(input.Destination?.Arn, 'destination.arn'));
  if (from >= endTime)
    throw invalid('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');
  const archive = definitions.find(({ arn }) => arn === archiveArn);
  const archiveName = archiveArn.slice(archiveArn.lastIndexOf('/') + 1);
  if (archive === undefined)
    throw invalid(`Parameter EventSourceArn is not valid. Reason: Archive ${archiveName} does not exist.`);
  if (archive.sourceArn !== busArn)
    throw invalid('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
  const ruleArns = input.Destination?.FilterArns ?? [];
  const unknown = ruleArns.find((arn) => !hasRule(arn, busArn));
  if (unknown !== undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${unknown.slice(unknown.lastIndexOf('/') + 1)} does not exist.`,
    );
  return {
    name,
    archiveArn,
    busArn,
    // Events have whole seconds.
    startTime: Math.floor(from / 1000) * 1000,
    endTime,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(ruleArns.length > 0 && { ruleArns }),
  };
};
