import { AwsError, unknownOperation } from '../../engine/contract.ts';
import type { LogBook, LogLine } from '../log-book.ts';
import type { Shape } from './shapes.ts';

const PREFIX = '/aws/lambda/';

const text = (): Shape => ({ kind: 'string' });
const number = (): Shape => ({ kind: 'number' });
const structure = (name: string, members: Readonly<Record<string, () => Shape>>): [string, Shape] => [
  name,
  { kind: 'structure', name, members, required: 0 },
];

/** Written by hand, because the platform does not use the SDK's client of this service. */
export const LOG_INPUTS: ReadonlyMap<string, Shape> = new Map([
  structure('DescribeLogGroups', {}),
  structure('FilterLogEvents', {
    logGroupName: text,
    logGroupIdentifier: text,
    filterPattern: text,
    startTime: number,
    endTime: number,
    limit: number,
  }),
]);

interface FilterInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly filterPattern?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly limit?: number;
}

/** Only plain terms: every word of the pattern must stand in the line. Metric and JSON patterns are refused. */
const matcherOf = (pattern: string | undefined): ((text: string) => boolean) => {
  if (pattern === undefined || pattern === '') return () => true;
  if (/^[{[]/.test(pattern.trim())) {
    throw new AwsError('InvalidParameterException', 'The local cloud filters logs by plain terms only.');
  }
  const terms = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
  return (text) => terms.every((term) => text.includes(term));
};

const eventOf = ({ at, sequence, text }: LogLine) => ({
  logStreamName: 'local/[$LATEST]',
  timestamp: at,
  ingestionTime: at,
  message: text,
  eventId: String(sequence).padStart(20, '0'),
});

/** The little of CloudWatch Logs that `aws logs tail` and `filter-log-events` need. */
export const makeLogOperations = (logBook: LogBook, functionNames: readonly string[]) => {
  const filterLogEvents = (input: FilterInput): object => {
    const group = input.logGroupName ?? input.logGroupIdentifier?.split(':').at(-1) ?? '';
    const functionName = functionNames.find((name) => PREFIX + name === group);
    if (functionName === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    const matches = matcherOf(input.filterPattern);
    const events = logBook
      .read({ functionName, limit: 10_000 })
      .filter(({ at, text }) => at >= (input.startTime ?? 0) && at <= (input.endTime ?? Infinity) && matches(text));
    return { events: events.slice(0, input.limit ?? 10_000).map(eventOf), searchedLogStreams: [] };
  };

  return (operation: string, input: unknown): unknown => {
    if (operation === 'FilterLogEvents') return filterLogEvents(input as FilterInput);
    if (operation === 'DescribeLogGroups') {
      return { logGroups: functionNames.map((name) => ({ logGroupName: PREFIX + name })) };
    }
    throw unknownOperation('lambda', `logs:${operation}`);
  };
};
