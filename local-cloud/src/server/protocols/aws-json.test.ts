import {
  CognitoIdentityProviderClient,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../engine/contract.ts';
import { startAwsStub } from '../testing/aws-stub.ts';
import type { AwsStub, Heard } from '../testing/aws-stub.ts';

let aws: AwsStub;
const given = async (answer: (heard: Heard) => unknown): Promise<void> => {
  aws = await startAwsStub({ answer });
};
const refusing = (error: AwsError) => (): never => {
  throw error;
};

afterEach(() => aws.stop());

describe('DynamoDB over AWS JSON', () => {
  const item = { id: { S: 'a' }, bytes: { B: Uint8Array.of(1, 2) }, set: { BS: [Uint8Array.of(3)] }, B: { S: 'name' } };

  it('hands the engine the input of the command, and the command its output', async () => {
    await given(() => ({ Item: item }));
    const client = new DynamoDBClient(aws.client);
    await client.send(new PutItemCommand({ TableName: 't', Item: item }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } }));
    client.destroy();
    expect(aws.heard[0]).toMatchObject({ service: 'dynamodb', operation: 'PutItem', caller: { kind: 'admin' } });
    expect(aws.heard[0]!.input).toEqual({
      TableName: 't',
      Item: { ...item, bytes: { B: Buffer.of(1, 2) }, set: { BS: [Buffer.of(3)] } },
    });
    expect(Item).toEqual(item);
  });

  it('shows dates as dates', async () => {
    const created = new Date('2026-08-01T10:00:00.500Z');
    await given(() => ({ Table: { TableName: 't', CreationDateTime: created } }));
    const client = new DynamoDBClient(aws.client);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't' }));
    client.destroy();
    expect(Table?.CreationDateTime).toEqual(created);
  });

  it('throws the error that AWS would, with its reasons', async () => {
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'no', Item: item }];
    await given(refusing(new AwsError('TransactionCanceledException', 'cancelled', 400, { CancellationReasons })));
    const client = new DynamoDBClient(aws.client);
    const error: unknown = await client
      .send(new TransactWriteItemsCommand({ TransactItems: [] }))
      .catch((e: unknown) => e);
    client.destroy();
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: 'cancelled',
      CancellationReasons,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('shows a fault of the engine as an internal failure', async () => {
    await given(() => {
      throw new Error('bug');
    });
    const client = new DynamoDBClient(aws.client);
    const error: unknown = await client.send(new GetItemCommand({ TableName: 't', Key: {} })).catch((e: unknown) => e);
    client.destroy();
    expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  });
});

describe('the other services over AWS JSON', () => {
  it('take a date of an event', async () => {
    await given(() => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }));
    const client = new EventBridgeClient(aws.client);
    const Time = new Date('2026-08-01T10:00:00Z');
    const output = await client.send(
      new PutEventsCommand({ Entries: [{ Time, Source: 's', DetailType: 'd', Detail: '{}' }] }),
    );
    client.destroy();
    expect(aws.heard[0]).toMatchObject({ service: 'events', input: { Entries: [{ Time }] } });
    expect(output).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  });

  it('take the dates of a replay and give back others', async () => {
    await given(() => ({ State: 'STARTING', ReplayStartTime: new Date(1500) }));
    const client = new EventBridgeClient(aws.client);
    const dates = { EventStartTime: new Date('2026-08-01T10:00:00Z'), EventEndTime: new Date('2026-08-01T11:00:00Z') };
    const replay = { ...dates, ReplayName: 'r', EventSourceArn: 'a', Destination: { Arn: 'b' } };
    const output = await client.send(new StartReplayCommand(replay));
    client.destroy();
    expect(aws.heard[0]).toMatchObject({ operation: 'StartReplay', input: replay });
    expect(output).toMatchObject({ State: 'STARTING', ReplayStartTime: new Date(1500) });
  });

  it('take bytes of a secret and give them back', async () => {
    await given(() => ({ SecretBinary: Uint8Array.of(7), CreatedDate: new Date(1000) }));
    const client = new SecretsManagerClient(aws.client);
    await client.send(new PutSecretValueCommand({ SecretId: 's', SecretBinary: Uint8Array.of(7) }));
    const output = await client.send(new GetSecretValueCommand({ SecretId: 's' }));
    client.destroy();
    expect(aws.heard[0]).toMatchObject({ service: 'secretsmanager', input: { SecretBinary: Buffer.of(7) } });
    expect(output).toMatchObject({ SecretBinary: Uint8Array.of(7), CreatedDate: new Date(1000) });
  });

  it('reach a queue by its URL', async () => {
    await given(() => ({ MessageId: 'm', MD5OfMessageBody: '49f68a5c8493ec2c0bf489821c21fc3b' }));
    const client = new SQSClient(aws.client);
    const QueueUrl = `${aws.url}/000000000000/q`;
    const output = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hi' }));
    client.destroy();
    expect(aws.heard[0]).toMatchObject({
      service: 'sqs',
      operation: 'SendMessage',
      input: { QueueUrl, MessageBody: 'hi' },
    });
    expect(output.MessageId).toBe('m');
  });

  it('name a missing queue as the SDK does', async () => {
    await given(refusing(new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')));
    const client = new SQSClient(aws.client);
    const error: unknown = await client.send(new GetQueueUrlCommand({ QueueName: 'q' })).catch((e: unknown) => e);
    client.destroy();
    expect(error).toMatchObject({ name: 'QueueDoesNotExist', $metadata: { httpStatusCode: 400 } });
  });

  it('take calls of the user pool that are not signed, as from nobody', async () => {
    await given(() => ({ AuthenticationResult: { AccessToken: 't' } }));
    const client = new CognitoIdentityProviderClient(aws.client);
    await client.send(
      new InitiateAuthCommand({ ClientId: 'c', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'u' } }),
    );
    client.destroy();
    expect(aws.heard[0]).toMatchObject({
      service: 'cognito-idp',
      operation: 'InitiateAuth',
      caller: { kind: 'anonymous' },
    });
  });

  it('show dates of a user', async () => {
    await given(() => ({ Username: 'u', UserAttributes: [{ Name: 'email', Value: 'e' }] }));
    const client = new CognitoIdentityProviderClient(aws.client);
    const output = await client.send(new GetUserCommand({ AccessToken: 't' }));
    client.destroy();
    expect(output).toMatchObject({ Username: 'u', UserAttributes: [{ Name: 'email', Value: 'e' }] });
  });
});

describe('the caller', () => {
  it('is the function whose keys signed the request', async () => {
    await given(() => ({}));
    const { accessKeyId, secretAccessKey, sessionToken } = aws.credentials.keysOf('orders-local-place');
    const client = new DynamoDBClient({ ...aws.client, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    await client.send(new GetItemCommand({ TableName: 't', Key: {} }));
    client.destroy();
    expect(aws.heard[0]!.caller).toEqual({ kind: 'function', functionName: 'orders-local-place' });
  });

  it('is nobody with keys of a function that is gone', async () => {
    await given(() => ({}));
    const credentials = { accessKeyId: 'AKIALOCALXXXXXXXXXXX', secretAccessKey: 'x' };
    const client = new DynamoDBClient({ ...aws.client, credentials });
    await client.send(new GetItemCommand({ TableName: 't', Key: {} }));
    client.destroy();
    expect(aws.heard[0]!.caller).toEqual({ kind: 'anonymous' });
  });
});

describe('what no service understands', () => {
  const post = (target: string, body: string) =>
    fetch(aws.url, { method: 'POST', headers: { 'x-amz-target': target }, body });

  it.each([
    ['an unknown service', 'Kinesis_20131202.PutRecord', '{}', 'UnknownOperationException'],
    ['a name of every object', '__proto__.x', '{}', 'UnknownOperationException'],
    ['no JSON', 'DynamoDB_20120810.GetItem', '{', 'SerializationException'],
  ])('is refused: %s', async (_what, target, body, type) => {
    await given(() => ({}));
    const response = await post(target, body);
    expect([response.status, await response.json()]).toMatchObject([400, { __type: type }]);
    expect(aws.heard).toEqual([]);
  });
});
