import type { ListQueuesCommandInput } from '@aws-sdk/client-sqs';
import type { QueueContext } from './context.ts';
import { checkMaxResults, invalid } from './context.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
const LISTED_AT_MOST = 1000;

const tokenOf = (url: string): string => Buffer.from(url).toString('base64');

/** In order of their names; only a caller that says how many it wants gets a token for the next ones. */
export const listQueues = (
  { queues }: QueueContext,
  { QueueNamePrefix = '', MaxResults, NextToken }: ListQueuesCommandInput,
): { QueueUrls?: readonly string[]; NextToken?: string } => {
  const limit = checkMaxResults(MaxResults, LISTED_AT_MOST) ?? LISTED_AT_MOST;
  const urls = queues
    .filter(({ name }) => name.startsWith(QueueNamePrefix))
    .map(({ url }) => url)
    .sort();
  const start = NextToken === undefined ? 0 : urls.findIndex((url) => tokenOf(url) === NextToken) + 1;
  if (NextToken !== undefined && start === 0) throw invalid('Invalid or expired next token.');
  const page = urls.slice(start, start + limit);
  const last = page.at(-1);
  return {
    ...(page.length > 0 && { QueueUrls: page }),
    ...(MaxResults !== undefined && last !== undefined && last !== urls.at(-1) && { NextToken: tokenOf(last) }),
  };
};
