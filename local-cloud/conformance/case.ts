import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SESClient } from '@aws-sdk/client-ses';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** One rule of AWS's, asked over the wire. */
export interface ConformanceCase {
  /** Unique: `dynamodb/put-item/condition-fails`. */
  readonly id: string;
  /** The rule as one sentence. */
  readonly rule: string;
  /** The AWS page or API text that it follows, or a public record of what AWS answered (https URL). */
  readonly source: string;
  /** `aws`: only AWS can answer it; `engine`: relies on what only the local cloud offers. */
  readonly only?: 'aws' | 'engine';
  /** Why `only`. */
  readonly why?: string;
  /** Throws when the rule does not hold. */
  readonly run: (cloud: Cloud) => Promise<void>;
}

/** The resources of `fixture/template.yml`, by the name that follows the stack's in theirs. */
export interface Fixture {
  readonly stack: string;
  /** `Items` → `orderwire-conformance-Items`, for tables, queues, buses, rules, functions and secrets. */
  readonly name: (resource: string) => string;
  readonly queueUrl: (resource: string) => Promise<string>;
  /** `('sqs', 'Inbox')` → `arn:aws:sqs:eu-central-1:123456789012:orderwire-conformance-Inbox`. */
  readonly arn: (service: 'sqs' | 'lambda' | 'dynamodb' | 'events', resource: string) => Promise<string>;
  /** Of the one bucket; it holds the account's number, for bucket names are unique over all accounts. */
  readonly bucket: () => Promise<string>;
  readonly accountId: () => Promise<string>;
  /** A number among the template's parameters as this endpoint deployed it. */
  readonly parameter: (name: string) => number;
}

export interface Cloud {
  /** As it was given; `aws` for the real one. */
  readonly endpoint: string;
  readonly region: string;
  /** Whether the endpoint is the engine of this repository. */
  readonly isEngine: boolean;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly ses: SESClient;
  readonly secretsmanager: SecretsManagerClient;
  readonly lambda: LambdaClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly fixture: Fixture;
  /** A name that no other case and no other run uses. */
  readonly unique: (name: string) => string;
  /**
   * Asks until the answer is not undefined and gives it. The pauses between grow from 20 to 250 ms.
   * @throws when it has not come `withinMs` (default 15,000) later
   */
  readonly eventually: <T>(check: () => Promise<T | undefined>, options?: EventuallyOptions) => Promise<T>;
}

export interface EventuallyOptions {
  readonly withinMs?: number;
  /** What was waited for, for the message. */
  readonly what?: string;
}
