import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { refused, same } from '../check.ts';
import { take } from './taking.ts';
import { SQS } from '../pages.ts';

type Attributes = Record<string, MessageAttributeValue>;

const THREE: Attributes = {
  raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1, 255) },
  kind: { DataType: 'String', StringValue: 'gr\u{fc}n' },
  count: { DataType: 'Number.int', StringValue: '7' },
};
/** Computed apart from the engine, by the algorithm of the guide. */
const MD5_OF_THREE = '5c2399326c4fcd2b831738e2e2fa023d';

/** As SQS was seen to answer them, recorded by LocalStack's tests against AWS. */
const NAMED: Attributes = {
  Hello: { DataType: 'String', StringValue: 'There' },
  General: { DataType: 'String', StringValue: 'Kenobi' },
  'Help.Me': { DataType: 'String', StringValue: 'Me' },
};
/** Computed apart from the engine, as that of the three. */
const MD5_OF_TRACE = '5f48eef650c1d0207456969c85af2fdd';

const MD5_OF_NAMED = {
  All: '4c360f3fdafd970e05fae2f149d997f5',
  'Hel.*': '83fee93c1bcd8b9a5a923ffacdc636c7',
  Hello: 'a311262e065454b75da111d535b8dacd',
} as const;

const send = async ({ sqs, fixture }: Cloud, MessageBody: string, MessageAttributes: Attributes) =>
  sqs.send(new SendMessageCommand({ QueueUrl: await fixture.queueUrl('Attributed'), MessageBody, MessageAttributes }));

/** Sends a message with the three attributes and receives it, asking for some. */
const asking = async (cloud: Cloud, MessageAttributeNames: string[], sent = THREE): Promise<Message> => {
  const body = cloud.unique('attributed');
  await send(cloud, body, sent);
  const QueueUrl = await cloud.fixture.queueUrl('Attributed');
  const message = await cloud.eventually(async () => {
    const ask = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MessageAttributeNames });
    return (await cloud.sqs.send(ask)).Messages?.find(({ Body }) => Body === body);
  });
  await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return message;
};

const namesAsking = async (cloud: Cloud, wanted: string[]) =>
  Object.keys((await asking(cloud, wanted)).MessageAttributes ?? {}).sort();

const refuses = (name: string, rule: string, attributes: Attributes): AreaCase => ({
  name,
  rule,
  source: name === 'more-than-ten' ? SQS.guide('sqs-message-metadata') : SQS.api('MessageAttributeValue'),
  run: async (cloud) => {
    await refused(send(cloud, 'x', attributes), 'InvalidParameterValue');
  },
});

export const attributes = casesOf('sqs/attributes', SQS.api('ReceiveMessage'), [
  {
    name: 'all-types',
    rule: 'Strings, numbers and bytes arrive as they were sent, with the type and its custom label.',
    source: SQS.guide('sqs-message-metadata'),
    run: async (cloud) => {
      const body = cloud.unique('attributed');
      await send(cloud, body, THREE);
      const got = await take(cloud, await cloud.fixture.queueUrl('Attributed'), body);
      const plain = (all: Attributes = {}) =>
        Object.fromEntries(
          Object.entries(all).map(([name, { DataType, StringValue, BinaryValue }]) => [
            name,
            [DataType, StringValue, BinaryValue && [...BinaryValue]],
          ]),
        );
      same(plain(got.MessageAttributes), plain(THREE));
    },
  },
  {
    name: 'md5',
    rule: 'The MD5 of the attributes is made of the names in order, types, and values, each with its length.',
    source: SQS.guide('sqs-message-metadata'),
    run: async (cloud) => {
      const body = cloud.unique('attributed');
      const { MD5OfMessageAttributes } = await send(cloud, body, THREE);
      same(MD5OfMessageAttributes, MD5_OF_THREE);
      const got = await take(cloud, await cloud.fixture.queueUrl('Attributed'), body);
      same(got.MD5OfMessageAttributes, MD5_OF_THREE);
    },
  },
  {
    name: 'none-asked',
    rule: 'Attributes come only when they are asked for.',
    run: async (cloud) => {
      const { MessageAttributes, MD5OfMessageAttributes } = await asking(cloud, []);
      same([MessageAttributes, MD5OfMessageAttributes], [undefined, undefined]);
    },
  },
  {
    name: 'by-name',
    rule: 'Attributes are asked for by name.',
    run: async (cloud) => {
      same(await namesAsking(cloud, ['kind', 'unknown']), ['kind']);
    },
  },
  {
    name: 'all-asked',
    rule: 'All, * or .* asks for every attribute.',
    run: async (cloud) => {
      for (const wanted of ['All', '*', '.*'])
        same(await namesAsking(cloud, [wanted]), ['count', 'kind', 'raw'], wanted);
    },
  },
  {
    name: 'md5-of-those-returned',
    rule: 'The MD5 that comes with a message is that of the attributes that come with it.',
    run: async (cloud) => {
      for (const [wanted, md5] of Object.entries(MD5_OF_NAMED))
        same((await asking(cloud, [wanted], NAMED)).MD5OfMessageAttributes, md5, wanted);
    },
  },
  {
    name: 'md5-of-system-attributes',
    rule: 'Attributes for the system have an MD5 of their own.',
    source: SQS.api('SendMessage'),
    run: async ({ sqs, fixture }) => {
      const trace = { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' } as const;
      const QueueUrl = await fixture.queueUrl('Attributed');
      const sent = await sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: 'traced',
          MessageSystemAttributes: { AWSTraceHeader: trace },
        }),
      );
      same([sent.MD5OfMessageSystemAttributes, sent.MD5OfMessageAttributes], [MD5_OF_TRACE, undefined]);
    },
  },
  refuses('empty-value', 'An attribute with an empty value is refused.', {
    x: { DataType: 'String', StringValue: '' },
  }),
  refuses('unknown-type', 'A type other than String, Number or Binary is refused.', {
    x: { DataType: 'Date', StringValue: '2026' },
  }),
  refuses('number-of-text', 'A Number that is none is refused.', { x: { DataType: 'Number', StringValue: 'seven' } }),
  refuses('reserved-name', 'A name that begins with AWS. or Amazon. is refused, in any case.', {
    'aWs.x': { DataType: 'String', StringValue: 'x' },
  }),
  refuses(
    'more-than-ten',
    'More than ten attributes are refused.',
    Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
    ),
  ),
]);
