import { SendEmailCommand, SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../engine/contract.ts';
import { startAwsStub } from '../testing/aws-stub.ts';
import type { AwsStub } from '../testing/aws-stub.ts';

let aws: AwsStub;
afterEach(() => aws.stop());

const mail = {
  Source: 'shop@example.com',
  Destination: { ToAddresses: Array.from({ length: 11 }, (_, index) => `to${index}@example.com`) },
  Message: { Subject: { Data: 'Ünïcode & <b>' }, Body: { Text: { Data: 'a\nb' }, Html: { Data: '<p>a</p>' } } },
  Tags: [{ Name: 'order', Value: '1' }],
};

describe('SES over AWS Query', () => {
  it('hands the engine the input of the command, lists in their order', async () => {
    aws = await startAwsStub({ answer: () => ({ MessageId: 'm&1' }) });
    const client = new SESClient(aws.client);
    const output = await client.send(new SendEmailCommand(mail));
    client.destroy();
    expect(aws.heard).toMatchObject([{ service: 'ses', operation: 'SendEmail', input: mail }]);
    expect(output.MessageId).toBe('m&1');
  });

  it('decodes a raw mail', async () => {
    aws = await startAwsStub({ answer: () => ({ MessageId: 'm' }) });
    const client = new SESClient(aws.client);
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from('Subject: x\r\n\r\ny') } }));
    client.destroy();
    expect(aws.heard[0]!.input).toEqual({ RawMessage: { Data: Buffer.from('Subject: x\r\n\r\ny') } });
  });

  it('throws the error that AWS would', async () => {
    aws = await startAwsStub({
      answer: () => {
        throw new AwsError('MessageRejected', 'Email address is not verified.');
      },
    });
    const client = new SESClient(aws.client);
    const error: unknown = await client.send(new SendEmailCommand(mail)).catch((e: unknown) => e);
    client.destroy();
    expect(error).toMatchObject({
      name: 'MessageRejected',
      message: 'Email address is not verified.',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('STS over AWS Query', () => {
  const ask = (action: string) =>
    fetch(aws.url, { method: 'POST', body: new URLSearchParams({ Action: action, Version: '2011-06-15' }) });

  it('says who calls', async () => {
    aws = await startAwsStub({ answer: () => ({}) });
    expect(await (await ask('GetCallerIdentity')).text()).toContain('<Account>000000000000</Account>');
  });

  it('knows no other action', async () => {
    aws = await startAwsStub({ answer: () => ({}) });
    const response = await ask('AssumeRole');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });
});
