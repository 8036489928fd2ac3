import { accessIsLogged, requestsAreThrottled } from './api-rules.ts';
import type { HouseRule } from './house-rules.ts';
import { namesFit, withLongestStage } from './names.ts';
import { ofType, type Packaged, referred } from './packaged.ts';
import { dataOutlivesItsStack } from './retention.ts';

/** What no local run can show: the limits and rules of AWS that a deployment meets. */

const unless = (holds: boolean, breach: string): readonly string[] => (holds ? [] : [breach]);

/** Lambda reserves `AWS_…` variables that tell facts about the function; these variables of the SDK may be set. */
const RESERVED = /^(AWS_(?!MAX_ATTEMPTS$|RETRY_MODE$)|LAMBDA_|_HANDLER$|_X_AMZN|TZ$)/;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const functionsRunOnLambda: HouseRule = (service) =>
  ofType(service, 'AWS::Lambda::Function').flatMap(([id, properties]) => {
    const { Variables = {} } = (properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    const where = `${service.service}: ${id}`;
    return [
      ...unless(properties['Runtime'] === 'nodejs24.x', `${where} runs on ${String(properties['Runtime'])}`),
      ...unless(JSON.stringify(properties['Architectures']) === '["arm64"]', `${where} does not run on arm64`),
      ...Object.keys(Variables).flatMap((name) => unless(!RESERVED.test(name), `${where} sets the reserved ${name}`)),
    ];
  });

const logsEnd: HouseRule = (service) => {
  const groups = ofType(service, 'AWS::Logs::LogGroup').map(([, properties]) => properties);
  return ofType(service, 'AWS::Lambda::Function').flatMap(([id, { FunctionName }]) =>
    unless(
      groups.some(
        ({ LogGroupName, RetentionInDays }) =>
          LogGroupName === `/aws/lambda/${String(FunctionName)}` && Number(RetentionInDays) > 0,
      ),
      `${service.service}: the logs of ${id} are kept for ever`,
    ),
  );
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html */
const mappingsFit: HouseRule = (service) =>
  ofType(service, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => {
    const { MaximumConcurrency: atOnce = 2 } = (mapping['ScalingConfig'] ?? {}) as { MaximumConcurrency?: number };
    const ofAQueue = mapping['StartingPosition'] === undefined;
    const [batch, window] = [
      Number(mapping['BatchSize'] ?? 10),
      Number(mapping['MaximumBatchingWindowInSeconds'] ?? 0),
    ];
    const where = `${service.service}: ${id}`;
    return [
      ...unless(atOnce >= 2 && atOnce <= 1000, `${where}: a maximum concurrency is from 2 to 1000`),
      ...unless(!ofAQueue || batch <= 10 || window >= 1, `${where}: a batch over 10 waits for at least a second`),
    ];
  });

/** Everything else asks for a signed-in user. */
const OPEN = new Set([
  'GET /health',
  'GET /items',
  'GET /items/{id}',
  'GET /products',
  'GET /products/{id}',
  'POST /signup',
  'POST /users/signup',
  'POST /confirm-signup',
  'POST /users/confirm',
  'POST /resend-code',
  'POST /users/resend-code',
  'POST /forgot-password',
  'POST /users/forgot-password',
  'POST /reset-password',
  'POST /users/reset-password',
  // By a refresh token, which the service asks the user pool about.
  'POST /refresh',
  'POST /users/refresh',
  'POST /signout',
  'POST /users/logout',
  'POST /signin',
  'POST /users/login',
  // What a cart costs is no secret, and nothing is stored.
  'POST /carts/check',
  // The function checks the partner's key, or the link's signature.
  'POST /orderpacked/{orderId}',
  'POST /ordershipped/{orderId}',
  'POST /orderdelivered/{orderId}',
  'POST /orderdeliveryfailed/{orderId}',
  'POST /orderreturned/{orderId}',
  'GET /invoices/{token}',
]);

const routesAreGuarded: HouseRule = (service) =>
  ofType(service, 'AWS::ApiGatewayV2::Route').flatMap(([id, route]) =>
    unless(
      OPEN.has(String(route['RouteKey'])) ||
        (route['AuthorizationType'] === 'JWT' && route['AuthorizerId'] !== undefined),
      `${service.service}: ${id} (${String(route['RouteKey'])}) is open to anyone`,
    ),
  );

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html: without it nothing arrives. */
const busReachesItsQueues: HouseRule = (service) => {
  const policies = ofType(service, 'AWS::SQS::QueuePolicy').map(([, policy]) => policy);
  const isReachable = (queue: string, rule: string): boolean =>
    policies.some(({ Queues, PolicyDocument }) => {
      const text = JSON.stringify(PolicyDocument);
      return (
        (Queues as readonly unknown[]).some((one) => referred(one) === queue) &&
        text.includes('"events.amazonaws.com"') &&
        text.includes(`{"aws:SourceArn":{"Fn::GetAtt":["${rule}","Arn"]}}`) &&
        text.includes(`{"Fn::GetAtt":["${queue}","Arn"]}`)
      );
    });
  return ofType(service, 'AWS::Events::Rule').flatMap(([rule, { Targets = [] }]) =>
    (Targets as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[])
      .flatMap(({ Arn, DeadLetterConfig }) => [referred(Arn), referred(DeadLetterConfig?.Arn)])
      .filter((id) => id !== undefined && service.resources[id]?.Type === 'AWS::SQS::Queue')
      .flatMap((id = '') => unless(isReachable(id, rule), `${service.service}: ${rule} may not send to ${id}`)),
  );
};

const LOCAL_ONLY = /127\.0\.0\.1|localhost|\[::1\]|http:\/\/|AWS_ENDPOINT_URL/;

const nothingIsLocal: HouseRule = ({ service, resources }) =>
  Object.entries(resources).flatMap(([id, resource]) =>
    unless(!LOCAL_ONLY.test(JSON.stringify(resource)), `${service}: ${id} names what exists on one machine only`),
  );

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html: up to U+00FF, we say ASCII. */
const policiesAreAscii: HouseRule = (service: Packaged) =>
  ofType(service, 'AWS::IAM::Role').flatMap(([id, role]) =>
    unless(/^[\x20-\x7e]*$/.test(JSON.stringify(role)), `${service.service}: ${id} has letters that IAM refuses`),
  );

/** A role that no function has may be taken by anybody. (The framework's own role has a condition that is never met.) */
const rolesAreUsed: HouseRule = (service) => {
  const used = ofType(service, 'AWS::Lambda::Function').map(([, { Role }]) => referred(Role));
  return ofType(service, 'AWS::IAM::Role')
    .filter(([id]) => service.resources[id]?.Condition !== 'IsShared')
    .flatMap(([id]) => unless(used.includes(id), `${service.service}: no function has ${id}`));
};

export const deployRules: Readonly<Record<string, HouseRule>> = {
  namesFit: (service) => namesFit(withLongestStage(service)),
  functionsRunOnLambda,
  logsEnd,
  mappingsFit,
  routesAreGuarded,
  accessIsLogged,
  requestsAreThrottled,
  busReachesItsQueues,
  dataOutlivesItsStack,
  nothingIsLocal,
  policiesAreAscii,
  rolesAreUsed,
};
