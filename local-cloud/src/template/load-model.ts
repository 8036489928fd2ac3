import { makeCloud } from './cloud.ts';
import { functionsOf } from './functions.ts';
import { httpApiOf } from './http-api.ts';
import { DEPLOY_ONLY, EMULATED } from './identities.ts';
import { mappingsOf } from './mappings.ts';
import { archivesOf, busesOf, queuesOf, rulesOf } from './messaging.ts';
import type { CloudModel } from './model.ts';
import type { Compose, PackagedService } from './packages.ts';
import { readPackages } from './packages.ts';
import { makeResolver } from './resolver.ts';
import type { Resolver, Surroundings } from './resolver.ts';
import { rolesOf } from './roles.ts';
import { bucketsOf, emailIdentitiesOf, secretsOf } from './stores.ts';
import { tablesOf } from './tables.ts';
import { TemplateError } from './template-error.ts';
import { userPoolsOf } from './users.ts';

export interface ModelOptions extends Surroundings {
  readonly stage: string;
}

/** Makes the model of services that were read already. @throws TemplateError for whatever cannot be run here. */
export const modelOf = (services: readonly PackagedService[], options: ModelOptions): CloudModel => {
  const resolver = makeResolver(services, options);
  for (const { stack, logicalId, type } of resolver.resources) {
    if (type in EMULATED || type in DEPLOY_ONLY) continue;
    const where = { service: stack.service, logicalId, property: '' };
    throw new TemplateError(where, `${type} is not emulated by the local cloud.`);
  }
  const cloud = makeCloud(resolver, options.region, options.endpoints.awsUrl);
  return {
    region: options.region,
    accountId: options.accountId,
    stage: options.stage,
    tables: tablesOf(cloud),
    queues: queuesOf(cloud),
    buses: busesOf(cloud),
    archives: archivesOf(cloud),
    ...rulesOf(cloud),
    functions: functionsOf(cloud),
    mappings: mappingsOf(cloud),
    httpApi: httpApiOf(cloud),
    buckets: bucketsOf(cloud),
    secrets: secretsOf(cloud),
    userPools: userPoolsOf(cloud),
    roles: rolesOf(cloud),
    emailIdentities: emailIdentitiesOf(cloud, options.accountId),
    outputs: resolver.outputs(),
    owners: ownersOf(resolver),
  };
};

/** Types whose use is charged to the service that has them. */
const CHARGED = new Set(['AWS::DynamoDB::Table', 'AWS::SQS::Queue']);

const ownersOf = (resolver: Resolver): Readonly<Record<string, string>> =>
  Object.fromEntries(
    resolver.resources
      .filter(({ type }) => CHARGED.has(type))
      .map((resource) => [resolver.identity(resource).attributes['Arn'] ?? '', resource.stack.service]),
  );

/**
 * Reads the packaged services of a compose file and says what they ask of AWS.
 * @param options.servicesDirectory the absolute folder that the compose file's paths start from.
 * @throws TemplateError, with a sentence for the person who wrote the template.
 */
export const loadModel = (
  options: ModelOptions & { readonly servicesDirectory: string; readonly compose: Compose },
): CloudModel => modelOf(readPackages(options.servicesDirectory, options.compose, options.stage), options);
