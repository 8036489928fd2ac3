import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';

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

// A function each: a bundle holds the clients that its lambda.ts names, and no other.
export const cognito = () => new CognitoIdentityProviderClient({});
export const dynamo = () => new DynamoDBClient({});
export const eventBridge = () => new EventBridgeClient({});
export const s3 = () => new S3Client({});
export const secretsManager = () => new SecretsManagerClient({});
export const ses = () => new SESClient({});
export const sqs = () => new SQSClient({});
