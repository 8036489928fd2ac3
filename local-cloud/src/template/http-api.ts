import type { Cloud, Found } from './cloud.ts';
import { functionNameOf } from './functions.ts';
import type { HttpApiDefinition, RouteDefinition } from './model.ts';
import type { Reader } from './reader.ts';
import { TemplateError } from './template-error.ts';

interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** On AWS a pool's issuer is a host of Cognito; locally its keys are served under the local cloud's own address. */
const localIssuer = (issuer: string, awsUrl: string): string =>
  issuer.replace(/^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\//, `${awsUrl}/`);

const authorizersOf = (cloud: Cloud, apiId: string): ReadonlyMap<string, JwtAuthorizer> =>
  new Map(
    cloud.each('AWS::ApiGatewayV2::Authorizer', ({ ref, properties }) => {
      sameApi(properties, apiId);
      const type = properties.text('AuthorizerType');
      if (type !== 'JWT') return properties.fail('AuthorizerType', `${type} is not emulated by the local cloud.`);
      const jwt = properties.child('JwtConfiguration');
      const issuer = jwt?.text('Issuer') ?? properties.fail('JwtConfiguration', 'is missing.');
      if (
        properties.texts('IdentitySource').some((source) => source.toLowerCase() !== '$request.header.authorization')
      ) {
        return properties.fail('IdentitySource', 'must be $request.header.Authorization.');
      }
      properties.ignore('Name');
      return [ref, { issuer: localIssuer(issuer, cloud.awsUrl), audience: jwt?.texts('Audience') ?? [] }];
    }),
  );

const sameApi = (properties: Reader, apiId: string): void => {
  const used = properties.text('ApiId');
  if (used !== apiId) properties.fail('ApiId', `${used} is not the platform's HTTP API.`);
};

const integrationsOf = (cloud: Cloud, apiId: string): ReadonlyMap<string, string> =>
  new Map(
    cloud.each('AWS::ApiGatewayV2::Integration', ({ ref, properties }) => {
      sameApi(properties, apiId);
      const type = properties.text('IntegrationType');
      if (type !== 'AWS_PROXY')
        return properties.fail('IntegrationType', `${type} is not emulated by the local cloud.`);
      if (properties.text('PayloadFormatVersion') !== '2.0') properties.fail('PayloadFormatVersion', 'must be 2.0.');
      properties.ignore('TimeoutInMillis', 'Description', 'IntegrationMethod');
      return [ref, functionNameOf(properties.text('IntegrationUri'))];
    }),
  );

interface Parts {
  readonly apiId: string;
  readonly integrations: ReadonlyMap<string, string>;
  readonly authorizers: ReadonlyMap<string, JwtAuthorizer>;
}

const routeAuthorizer = (properties: Reader, { authorizers }: Parts): RouteDefinition['authorizer'] => {
  const type = properties.optionalText('AuthorizationType') ?? 'NONE';
  const id = properties.optionalText('AuthorizerId');
  const scopes = properties.texts('AuthorizationScopes');
  if (type === 'NONE') return undefined;
  if (type !== 'JWT') return properties.fail('AuthorizationType', `${type} is not emulated by the local cloud.`);
  const authorizer = authorizers.get(id ?? '');
  return authorizer === undefined
    ? properties.fail('AuthorizerId', `no service declares the authorizer ${id ?? '(none)'}.`)
    : { ...authorizer, scopes };
};

const routeOf = ({ properties }: Found, parts: Parts): RouteDefinition => {
  sameApi(properties, parts.apiId);
  const key = properties.text('RouteKey');
  const [first = '', second] = key.split(' ');
  const target = properties.text('Target').replace(/^integrations\//, '');
  const functionName =
    parts.integrations.get(target) ?? properties.fail('Target', `there is no integration ${target}.`);
  const authorizer = routeAuthorizer(properties, parts);
  return {
    method: second === undefined ? 'ANY' : first,
    path: second ?? first,
    functionName,
    ...(authorizer === undefined ? {} : { authorizer }),
  };
};

const corsOf = (properties: Reader): HttpApiDefinition['cors'] => {
  const cors = properties.child('CorsConfiguration');
  if (cors === undefined) return undefined;
  const maxAgeSeconds = cors.optionalNumber('MaxAge');
  return {
    allowOrigins: cors.texts('AllowOrigins'),
    allowMethods: cors.texts('AllowMethods'),
    allowHeaders: cors.texts('AllowHeaders'),
    exposeHeaders: cors.texts('ExposeHeaders'),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
};

const refuseDuplicates = (routes: readonly (RouteDefinition & { readonly where: Found['where'] })[]): void => {
  const seen = new Map<string, Found['where']>();
  for (const { method, path, where } of routes) {
    const key = `${method} ${path}`;
    const before = seen.get(key);
    if (before !== undefined) {
      throw new TemplateError(where, `the route ${key} is taken by ${before.service} › ${before.logicalId} already.`);
    }
    seen.set(key, where);
  }
};

/** All services add their routes to the one HTTP API that `platform` owns. */
export const httpApiOf = (cloud: Cloud): HttpApiDefinition => {
  const [api, ...more] = cloud.each('AWS::ApiGatewayV2::Api', ({ ref, where, properties, attribute }) => {
    if (properties.text('ProtocolType') !== 'HTTP') properties.fail('ProtocolType', 'must be HTTP.');
    properties.ignore('Name', 'Tags', 'Description', 'DisableExecuteApiEndpoint');
    return { id: ref, endpoint: attribute('ApiEndpoint'), cors: corsOf(properties), where };
  });
  const nowhere = { service: 'serverless-compose.yml', logicalId: '', property: '' };
  if (api === undefined) throw new TemplateError(nowhere, 'no service declares an HTTP API.');
  if (more[0] !== undefined) throw new TemplateError(more[0].where, 'there is a second HTTP API; all share one.');
  const parts = {
    apiId: api.id,
    integrations: integrationsOf(cloud, api.id),
    authorizers: authorizersOf(cloud, api.id),
  };
  const routes = cloud.each('AWS::ApiGatewayV2::Route', (found) => ({ ...routeOf(found, parts), where: found.where }));
  refuseDuplicates(routes);
  return {
    id: api.id,
    endpoint: api.endpoint,
    routes: routes.map(({ where: _, ...route }) => route),
    ...(api.cors === undefined ? {} : { cors: api.cors }),
  };
};
