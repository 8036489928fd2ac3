import { randomBytes } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cloud, EventuallyOptions, Fixture } from './case.ts';

export interface CloudOptions {
  /** A URL, or `aws`. */
  readonly endpoint: string;
  readonly isEngine: boolean;
  readonly region: string;
  readonly stack: string;
  /** Numbers among the template's parameters. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Left out: the SDK's own chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const fixtureOf = (sqs: SQSClient, { stack, region, parameters }: CloudOptions): Fixture => {
  const name = (resource: string): string => `${stack}-${resource}`;
  const queueUrl = async (resource: string): Promise<string> => {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name(resource) }));
    return QueueUrl;
  };
  // A queue's URL is `…/account/name`: the one place where every endpoint says whose account this is.
  const accountId = once(async () => (await queueUrl('Parked')).split('/').at(-2) ?? '');
  const kinds = { sqs: '', lambda: 'function:', dynamodb: 'table/', events: 'event-bus/' } as const;
  return {
    stack,
    name,
    queueUrl,
    accountId,
    arn: async (service, resource) =>
      `arn:aws:${service}:${region}:${await accountId()}:${kinds[service]}${name(resource)}`,
    bucket: async () => `${stack}-${await accountId()}-files`,
    parameter: (parameter) => {
      const value = parameters[parameter];
      if (value === undefined) throw new Error(`The fixture has no parameter ${parameter}.`);
      return value;
    },
  };
};

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

const eventually = async <T>(
  check: () => Promise<T | undefined>,
  { withinMs = 15_000, what = 'What was waited for' }: EventuallyOptions = {},
): Promise<T> => {
  const limit = Date.now() + withinMs;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (Date.now() > limit) throw new Error(`${what} did not come within ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(pauseMs * 1.2, LONGEST_PAUSE_MS);
  }
};

type Next = (args: unknown) => Promise<unknown>;
type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;
/** What all clients of the SDK have in common, as far as it is needed here. */
interface Tapped {
  readonly middlewareStack: {
    readonly add: (middleware: Middleware, options: { readonly step: 'initialize' }) => void;
  };
  readonly destroy: () => void;
}

const tap = ({ middlewareStack }: Tapped, hear: (operation: string) => void): void =>
  middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        hear(commandName.replace(/Command$/, ''));
        return next(args);
      },
    { step: 'initialize' },
  );

/** The clients of every case, and what ends them. `onCall` hears of everything that a case asks. */
export const makeCloud = (
  options: CloudOptions,
  onCall?: (service: string, operation: string) => void,
): Cloud & { readonly close: () => void } => {
  const settings = {
    region: options.region,
    ...(options.endpoint !== 'aws' && { endpoint: options.endpoint }),
    ...(options.credentials !== undefined && { credentials: options.credentials }),
  };
  const sqs = new SQSClient(settings);
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    sqs,
    s3: new S3Client({ ...settings, forcePathStyle: options.endpoint !== 'aws' }),
    ses: new SESClient(settings),
    secretsmanager: new SecretsManagerClient(settings),
    lambda: new LambdaClient(settings),
    cognito: new CognitoIdentityProviderClient(settings),
  };
  const all = Object.entries(clients as unknown as Readonly<Record<string, Tapped>>);
  if (onCall !== undefined) for (const [service, client] of all) tap(client, (operation) => onCall(service, operation));
  const run = randomBytes(5).toString('hex');
  let names = 0;
  return {
    endpoint: options.endpoint,
    region: options.region,
    isEngine: options.isEngine,
    ...clients,
    fixture: fixtureOf(sqs, options),
    unique: (name) => `${name}-${run}-${(names += 1)}`,
    eventually,
    close: () => {
      for (const [, client] of all) client.destroy();
    },
  };
};
