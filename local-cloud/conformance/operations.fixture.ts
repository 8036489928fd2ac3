import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as ses from '@aws-sdk/client-ses';
import * as sqs from '@aws-sdk/client-sqs';
import type { ServiceName } from '../src/engine/contract.ts';
import type { LocalEngine } from '../src/engine/engine.ts';

/** A client of the `Cloud`, the engine's name for its service, and the SDK's package with all the commands there are. */
const SERVICES: Readonly<Record<string, readonly [ServiceName, object]>> = {
  dynamodb: ['dynamodb', dynamodb],
  events: ['events', events],
  sqs: ['sqs', sqs],
  s3: ['s3', s3],
  ses: ['ses', ses],
  secretsmanager: ['secretsmanager', secretsmanager],
  lambda: ['lambda', lambda],
  cognito: ['cognito-idp', cognito],
};

/** Asked with nothing, whatever is implemented finds a fault in it, or has nothing to do. */
const isImplemented = (engine: LocalEngine, service: ServiceName, operation: string): boolean => {
  try {
    engine.execute({ service, operation, input: {}, caller: { kind: 'admin' } });
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message === `The local cloud does not implement ${service}:${operation}.`);
  }
};

/** `dynamodb.PutItem` …: of all operations that AWS has, those that the engine answers. */
export const operationsOf = (engine: LocalEngine): readonly string[] =>
  Object.entries(SERVICES).flatMap(([client, [service, commands]]) =>
    Object.keys(commands)
      .filter((name) => /^[A-Z]\w+Command$/.test(name))
      .map((name) => name.replace(/Command$/, ''))
      .filter((operation) => isImplemented(engine, service, operation))
      .map((operation) => `${client}.${operation}`),
  );
