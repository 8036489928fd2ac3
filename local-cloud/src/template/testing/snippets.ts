import { modelOf } from '../load-model.ts';
import type { CloudModel } from '../model.ts';
import type { PackagedService } from '../packages.ts';
import type { JsonObject } from '../template-error.ts';

type Parts = { readonly [part in 'Resources' | 'Outputs' | 'Conditions' | 'Parameters']?: JsonObject };

/** A packaged service from the parts of a template. */
export const service = (name: string, template: Parts, functions: readonly string[] = []): PackagedService => ({
  service: name,
  stackName: `orderwire-${name}-local`,
  template,
  functions: Object.fromEntries(
    functions.map((key) => [`orderwire-${name}-local-${key}`, { key, zipPath: `/zips/${key}.zip` }]),
  ),
});

/** What every model needs: the one HTTP API. */
export const platform = (more: Parts = {}): PackagedService =>
  service('platform', {
    ...more,
    Resources: {
      HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } },
      ...more.Resources,
    },
  });

/** The ARN of what these templates make. */
export const arnOf = (kind: string, name: string): string => `arn:aws:${kind}:eu-central-1:000000000000:${name}`;

export const OPTIONS = {
  endpoints: { apiUrl: 'http://127.0.0.1:3000', awsUrl: 'http://127.0.0.1:4566' },
  localOutputs: { MailFrom: 'shop@example.test' },
  stage: 'local',
  region: 'eu-central-1',
  accountId: '000000000000',
} as const;

export const model = (...services: readonly PackagedService[]): CloudModel => modelOf(services, OPTIONS);

/** The model of one service `shop` with these resources, beside the platform. */
export const modelWith = (Resources: JsonObject, functions: readonly string[] = []): CloudModel =>
  model(platform(), service('shop', { Resources }, functions));

/** A function as Serverless writes it. */
export const lambda = (key: string, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: `orderwire-shop-local-${key}`,
    Handler: `src/lambda.${key}`,
    Role: 'arn:aws:iam::000000000000:role/r',
    ...more,
  },
});
