import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../contract.ts';
import { parseJson } from '../parse-json.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;
const LARGEST_REQUEST = 1_048_576;
const BILLED_CHUNK = 65_536;

/** An entry that the bus takes. `detail` is parsed, `detailText` what the sender wrote. */
export interface AcceptedEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
  readonly detailText: string;
  readonly resources: readonly string[];
  readonly busName: string;
  /** Bytes as EventBridge counts them. */
  readonly size: number;
  readonly time?: Date;
}

type Refusal = Required<Pick<PutEventsResultEntry, 'ErrorCode' | 'ErrorMessage'>>;

export const refusal = (ErrorCode: string, ErrorMessage: string): Refusal => ({ ErrorCode, ErrorMessage });

const required = (name: string): Refusal =>
  refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
const sizeOf = (entry: PutEventsRequestEntry): number =>
  (entry.Time === undefined ? 0 : 14) +
  [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    0,
  );

/** Events are billed in steps of 64 kB. https://aws.amazon.com/eventbridge/pricing/ */
export const billedEvents = (size: number): number => Math.max(1, Math.ceil(size / BILLED_CHUNK));

const parseDetail = (text: string): object | undefined => {
  try {
    const detail = parseJson(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
};

/** Refuses the request as a whole: no entries, more than ten, more than 1 MB together. */
export const checkRequest = (entries: unknown): readonly PutEventsRequestEntry[] => {
  const list = Array.isArray(entries) ? (entries as readonly PutEventsRequestEntry[]) : [];
  if (list.length === 0 || list.length > MOST_ENTRIES)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${list.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 10'}`,
    );
  if (list.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST_REQUEST)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  return list;
};

/** `name` from a bus's name or ARN. */
const busNameOf = (nameOrArn: string | undefined): string =>
  nameOrArn === undefined || nameOrArn === '' ? 'default' : nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** The SDK sends seconds since the epoch; a driver may hand a Date. */
const timeOf = (time: unknown): Date | undefined => {
  const date = typeof time === 'number' ? new Date(time * 1000) : time;
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
};

/** What is wrong with one entry makes that entry fail and no other. */
export const checkEntry = (entry: PutEventsRequestEntry): AcceptedEntry | Refusal => {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry;
  if (!source) return required('Source');
  if (!detailType) return required('DetailType');
  if (!detailText) return required('Detail');
  if (source.startsWith('aws.')) return refusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = parseDetail(detailText);
  if (detail === undefined) return refusal('MalformedDetail', 'Detail is malformed.');
  const time = timeOf(entry.Time);
  return {
    source,
    detailType,
    detail,
    detailText,
    resources: entry.Resources ?? [],
    busName: busNameOf(entry.EventBusName),
    size: sizeOf(entry),
    ...(time && { time }),
  };
};
