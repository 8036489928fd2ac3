import { DeleteMessageBatchCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Message, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look } from './taking.ts';
import { SQS } from '../pages.ts';

const send = async ({ sqs, fixture }: Cloud, ...Entries: SendMessageBatchRequestEntry[]) =>
  sqs.send(new SendMessageBatchCommand({ QueueUrl: await fixture.queueUrl('Batches'), Entries }));

const refuses = (
  name: string,
  rule: string,
  entries: readonly SendMessageBatchRequestEntry[],
  refusal: string,
  source = SQS.api('SendMessageBatch'),
): AreaCase => ({
  name,
  rule,
  source,
  run: async (cloud) => {
    await refused(send(cloud, ...entries), refusal);
  },
});

const some = (count: number, body = 'x'): SendMessageBatchRequestEntry[] =>
  Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: body }));

/** Sends an entry that fails for itself between two good ones. */
const failsAlone = (
  name: string,
  rule: string,
  bad: Omit<SendMessageBatchRequestEntry, 'Id'>,
  code: string,
): AreaCase => ({
  name,
  rule,
  source: SQS.api('SendMessageBatch'),
  run: async (cloud) => {
    const body = cloud.unique('beside');
    const { Successful, Failed, $metadata } = await send(
      cloud,
      { Id: 'first', MessageBody: `${body} 1` },
      { Id: 'bad', ...bad },
      { Id: 'last', MessageBody: `${body} 2` },
    );
    same($metadata.httpStatusCode, 200);
    same(
      Successful?.map(({ Id }) => Id),
      ['first', 'last'],
    );
    same(
      Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      [['bad', code, true]],
    );
  },
});

export const batches = casesOf('sqs/batches', SQS.api('SendMessageBatch'), [
  {
    name: 'all-sent',
    rule: 'A batch of ten answers each entry under its id, with message id and MD5, and nothing failed.',
    run: async (cloud) => {
      const { Successful = [], Failed } = await send(cloud, ...some(10, cloud.unique('batch')));
      same([Successful.map(({ Id }) => Id), Failed], [some(10).map(({ Id }) => Id), undefined]);
      same(new Set(Successful.map(({ MessageId }) => MessageId)).size, 10);
    },
  },
  failsAlone(
    'forbidden-character',
    'An entry with a forbidden character fails alone: the answer is 200 and the others are sent.',
    { MessageBody: 'a\u{1}b' },
    'InvalidMessageContents',
  ),
  failsAlone(
    'delay-too-long',
    'An entry with a delay beyond 15 minutes fails alone.',
    { MessageBody: 'x', DelaySeconds: 901 },
    'InvalidParameterValue',
  ),
  refuses('none', 'A batch without entries is refused.', [], 'EmptyBatchRequest'),
  refuses('more-than-ten', 'A batch of more than ten entries is refused.', some(11), 'TooManyEntriesInBatchRequest'),
  refuses(
    'same-id-twice',
    'Two entries with one id are refused together.',
    [...some(1), ...some(1)],
    'BatchEntryIdsNotDistinct',
  ),
  refuses(
    'invalid-id',
    'An id of other characters than letters, digits, hyphens and underscores is refused.',
    [{ Id: 'a b', MessageBody: 'x' }],
    'InvalidBatchEntryId',
    SQS.guide('quotas-messages'),
  ),
  refuses(
    'long-id',
    'An id of more than 80 characters is refused.',
    [{ Id: 'a'.repeat(81), MessageBody: 'x' }],
    'InvalidBatchEntryId',
    SQS.guide('quotas-messages'),
  ),
  refuses(
    'too-large',
    'A batch of more than 1 MiB together is refused as a whole.',
    some(2, 'x'.repeat(524_289)),
    'BatchRequestTooLong',
  ),
  {
    name: 'delay-per-entry',
    rule: 'Each entry has a delay of its own.',
    run: async (cloud) => {
      const [late, prompt] = [cloud.unique('late'), cloud.unique('prompt')];
      await send(cloud, { Id: 'late', MessageBody: late, DelaySeconds: 2 }, { Id: 'prompt', MessageBody: prompt });
      const url = await cloud.fixture.queueUrl('Batches');
      const seen: Message[] = [];
      const find = (body: string) => seen.find((one) => one.Body === body)?.Attributes;
      await cloud.eventually(async () => {
        seen.push(...(await look(cloud, url, 1)));
        return find(late) && find(prompt);
      });
      const { ApproximateFirstReceiveTimestamp: received, SentTimestamp: sent } = find(late) ?? {};
      const waited = Number(received) - Number(sent);
      holds(waited >= 2000, `It came after ${waited} ms.`);
    },
  },
  {
    name: 'deletes',
    rule: 'A batch of deletes does each by itself: a bad handle fails alone, and the answer is 200.',
    source: SQS.api('DeleteMessageBatch'),
    run: async (cloud) => {
      const body = cloud.unique('deleted');
      await send(cloud, { Id: 'a', MessageBody: body });
      const QueueUrl = await cloud.fixture.queueUrl('Batches');
      const { ReceiptHandle } = await cloud.eventually(async () =>
        (await look(cloud, QueueUrl, 1)).find(({ Body }) => Body === body),
      );
      const { Successful, Failed, $metadata } = await cloud.sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: [
            { Id: 'bad', ReceiptHandle: 'no-handle' },
            { Id: 'good', ReceiptHandle },
          ],
        }),
      );
      same($metadata.httpStatusCode, 200);
      same(
        Successful?.map(({ Id }) => Id),
        ['good'],
      );
      same(
        Failed?.map(({ Id, Code }) => [Id, Code]),
        [['bad', 'ReceiptHandleIsInvalid']],
      );
    },
  },
]);
