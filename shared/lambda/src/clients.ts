import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import { direct } from './direct.ts';

/** The clients of AWS that our services use, as far as they use them. */
export interface Clients {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly secretsManager: Pick<SecretsManagerClient, 'send'>;
  readonly ses: Pick<SESClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
}

const nothing = (): void => undefined;
type Config = Pick<SQSClientConfig, 'logger' | 'cacheMiddleware'>;

/** What spares each call work that nobody sees. */
const config: Config = {
  // A command's middleware is put together once and not for each call: we never change it.
  cacheMiddleware: true,
  // The SDK's own logger throws all lines away, but only after it has made a copy of each input and output for `info`.
  logger: { debug: nothing, warn: console.warn, error: nothing } as NonNullable<Config['logger']>,
};

// A function each: a bundle holds the clients that its lambda.ts names, and no other.
export const cognito = () => new CognitoIdentityProviderClient(config);
export const dynamo = () => direct(new DynamoDBClient(config));
export const eventBridge = () => direct(new EventBridgeClient(config));
export const s3 = () => new S3Client(config);
export const secretsManager = () => new SecretsManagerClient(config);
export const ses = () => direct(new SESClient(config));
export const sqs = () => new SQSClient(config);
