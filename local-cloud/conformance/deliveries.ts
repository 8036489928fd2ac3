import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Cloud } from './case.ts';

/** What the fixture's Recorder wrote about one call of it. Times in milliseconds since the epoch. */
export interface Recorded {
  readonly event: Readonly<Record<string, unknown>> & { readonly Records?: readonly QueueRecord[] };
  readonly started: number;
  readonly ended: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The calls of this run so far, in their order. */
export const recorded = async ({ dynamodb, fixture }: Cloud, run: string): Promise<readonly Recorded[]> => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: fixture.name('Deliveries'),
      KeyConditionExpression: '#run = :run',
      ExpressionAttributeNames: { '#run': 'run' },
      ExpressionAttributeValues: { ':run': { S: run } },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ event, started, ended }) => ({
    event: JSON.parse(event?.S ?? '') as Recorded['event'],
    started: Number(started?.S),
    ended: Number(ended?.S),
  }));
};

const CALLED_WITHIN_MS = 30_000;

/** Waits until the function was called for this run and the calls say so. */
export const recordedWhen = (
  cloud: Cloud,
  run: string,
  done: (calls: readonly Recorded[]) => boolean = ({ length }) => length > 0,
): Promise<readonly Recorded[]> =>
  cloud.eventually(
    async () => {
      const calls = await recorded(cloud, run);
      return done(calls) ? calls : undefined;
    },
    { withinMs: CALLED_WITHIN_MS, what: `The call of ${run}` },
  );
