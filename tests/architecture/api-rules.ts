import type { HouseRule } from './house-rules.ts';
import { ofType, referred } from './packaged.ts';

/**
 * What an access log may tell. Not the path (ids of orders, tokens of links), the query, the address, the agent or a claim.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const HARMLESS = new Set([
  'requestId',
  'requestTimeEpoch',
  'httpMethod',
  'routeKey',
  'status',
  'error.responseType',
  'integrationStatus',
  'integration.status',
  'responseLatency',
  'integrationLatency',
  'responseLength',
]);

interface AccessLog {
  readonly DestinationArn?: unknown;
  readonly Format?: string;
}

const isJsonObject = (format: string): boolean => {
  try {
    return typeof JSON.parse(format) === 'object' && !format.includes('\n');
  } catch {
    return false;
  }
};

/** Every request leaves a line, in JSON, that ends with its log group and names nobody. */
export const accessIsLogged: HouseRule = (service) =>
  ofType(service, 'AWS::ApiGatewayV2::Stage').flatMap(([id, { AccessLogSettings }]) => {
    const { DestinationArn, Format = '' } = (AccessLogSettings ?? {}) as AccessLog;
    const where = `${service.service}: ${id}`;
    const group = service.resources[referred(DestinationArn) ?? ''];
    const told = [...Format.matchAll(/\$context\.([\w.]+)/g)].map(([, name = '']) => name);
    return [
      ...(isJsonObject(Format) ? [] : [`${where} logs no JSON object on one line`]),
      ...(told.includes('requestId') ? [] : [`${where} does not log the request's id`]),
      ...told.filter((name) => !HARMLESS.has(name)).map((name) => `${where} logs $context.${name}`),
      ...(group?.Type === 'AWS::Logs::LogGroup' && Number(group.Properties?.['RetentionInDays']) > 0
        ? []
        : [`${where} logs into no group of its own that ends`]),
    ];
  });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html: else the account's limits hold. */
export const requestsAreThrottled: HouseRule = (service) =>
  ofType(service, 'AWS::ApiGatewayV2::Stage').flatMap(([id, { DefaultRouteSettings }]) => {
    const limits = (DefaultRouteSettings ?? {}) as Readonly<Record<string, unknown>>;
    return ['ThrottlingRateLimit', 'ThrottlingBurstLimit']
      .filter((limit) => !(Number(limits[limit]) > 0))
      .map((limit) => `${service.service}: ${id} has no ${limit}`);
  });
