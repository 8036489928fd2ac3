import { deployRules } from './deploy-rules.ts';
import type { Resource } from './packaged.ts';
import { rulesBite, type Breach } from './rules-bite.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** One service that keeps every rule; each breach below changes one thing in it. */
const sound = {
  Consume: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'orderwire-shop-local-consume',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: arn('Role'),
      Environment: { Variables: { TABLE: { Ref: 'Table' }, AWS_MAX_ATTEMPTS: '2' } },
    },
  },
  Logs: {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '/aws/lambda/orderwire-shop-local-consume', RetentionInDays: 30 },
  },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      AccessLogSettings: { DestinationArn: arn('Access'), Format: '{"id":"$context.requestId"}' },
    },
  },
  Access: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/api', RetentionInDays: 30 } },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 2 } },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { RouteKey: 'GET /orders', AuthorizationType: 'JWT', AuthorizerId: 'one' },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Arn: arn('Inbox'), DeadLetterConfig: { Arn: arn('DeadLetters') } }] },
  },
  Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: {} },
  Inbox: { Type: 'AWS::SQS::Queue', Properties: {} },
  DeadLetters: {
    Type: 'AWS::SQS::Queue',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { MessageRetentionPeriod: 1_209_600 },
  },
  Keys: {
    Type: 'AWS::SecretsManager::Secret',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: { Name: 'orderwire-local/keys' },
  },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Inbox' }, { Ref: 'DeadLetters' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: [arn('Inbox'), arn('DeadLetters')],
            Condition: { ArnEquals: { 'aws:SourceArn': arn('Rule') } },
          },
        ],
      },
    },
  },
  Table: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
} satisfies Record<string, Resource>;

const STATEMENT = ['Policy', 'Properties', 'PolicyDocument', 'Statement', 0] as const;
const ACCESS = ['Stage', 'Properties', 'AccessLogSettings'] as const;
const breaches: readonly Breach<keyof typeof sound>[] = [
  ['namesFit', 'a long function', ['Consume', 'Properties', 'FunctionName'], `x-local-${'y'.repeat(42)}`],
  ['namesFit', 'a name put together', ['Inbox', 'Properties', 'QueueName'], { 'Fn::Sub': '${AWS::StackName}-inbox' }],
  ['namesFit', 'a role with a name', ['Role', 'Properties', 'RoleName'], 'orderwire-shop-local-consume'],
  ['namesFit', 'a bucket with a name', ['Bucket', 'Properties', 'BucketName'], 'orderwire-shop-local-files'],
  ['namesFit', 'a name of a type not looked up', ['Role', 'Properties', 'PoolName'], 'orderwire-local'],
  ['functionsRunOnLambda', 'another runtime', ['Consume', 'Properties', 'Runtime'], 'nodejs22.x'],
  ['functionsRunOnLambda', 'another processor', ['Consume', 'Properties', 'Architectures'], undefined],
  [
    'functionsRunOnLambda',
    'a reserved variable',
    ['Consume', 'Properties', 'Environment', 'Variables'],
    { AWS_REGION: '' },
  ],
  ['logsEnd', 'logs for ever', ['Logs', 'Properties', 'RetentionInDays'], undefined],
  ['logsEnd', 'the logs of another function', ['Logs', 'Properties', 'LogGroupName'], '/aws/lambda/other'],
  ['mappingsFit', 'one at a time', ['Mapping', 'Properties', 'ScalingConfig', 'MaximumConcurrency'], 1],
  ['mappingsFit', 'a big batch without a window', ['Mapping', 'Properties', 'BatchSize'], 11],
  ['routesAreGuarded', 'an open route', ['Route', 'Properties', 'AuthorizationType'], undefined],
  ['routesAreGuarded', 'a new open route', ['Route', 'Properties'], { RouteKey: 'GET /everything' }],
  ['accessIsLogged', 'no access log', ['Stage', 'Properties', 'AccessLogSettings'], undefined],
  ['accessIsLogged', 'a log that is no JSON', [...ACCESS, 'Format'], '$context.requestId'],
  ['accessIsLogged', 'a log without the id', [...ACCESS, 'Format'], '{"status":"$context.status"}'],
  ['accessIsLogged', 'a path in the log', [...ACCESS, 'Format'], '{"a":"$context.requestId $context.path"}'],
  ['accessIsLogged', 'an address', [...ACCESS, 'Format'], '{"a":"$context.requestId $context.identity.sourceIp"}'],
  ['accessIsLogged', 'a claim', [...ACCESS, 'Format'], '{"a":"$context.requestId $context.authorizer.claims.sub"}'],
  ['accessIsLogged', 'an access log for ever', ['Access', 'Properties', 'RetentionInDays'], undefined],
  [
    'requestsAreThrottled',
    'no rate',
    ['Stage', 'Properties', 'DefaultRouteSettings', 'ThrottlingRateLimit'],
    undefined,
  ],
  ['requestsAreThrottled', 'no burst', ['Stage', 'Properties', 'DefaultRouteSettings', 'ThrottlingBurstLimit'], 0],
  ['busReachesItsQueues', 'a queue without a policy', ['Policy', 'Properties', 'Queues'], [{ Ref: 'DeadLetters' }]],
  ['busReachesItsQueues', 'dead letters without a policy', [...STATEMENT, 'Resource'], arn('Inbox')],
  ['busReachesItsQueues', 'the policy of another rule', [...STATEMENT, 'Condition'], {}],
  ['dataOutlivesItsStack', 'a table that is deleted', ['Table', 'DeletionPolicy'], undefined],
  ['dataOutlivesItsStack', 'a table that is replaced', ['Table', 'UpdateReplacePolicy'], 'Delete'],
  ['dataOutlivesItsStack', 'a secret that is deleted', ['Keys', 'DeletionPolicy'], 'Delete'],
  ['dataOutlivesItsStack', 'a name that a failed deployment leaves taken', ['Keys', 'DeletionPolicy'], 'Retain'],
  ['dataOutlivesItsStack', 'parked messages that go', ['DeadLetters', 'DeletionPolicy'], undefined],
  [
    'dataOutlivesItsStack',
    'a new queue for parked messages',
    ['Inbox', 'Properties', 'MessageRetentionPeriod'],
    1_209_600,
  ],
  ['dataOutlivesItsStack', 'a new bus', ['Rule', 'Type'], 'AWS::Events::EventBus'],
  ['dataOutlivesItsStack', 'a new user pool', ['Rule', 'Type'], 'AWS::Cognito::UserPool'],
  ['dataOutlivesItsStack', 'a type that nobody has judged', ['Rule', 'Type'], 'AWS::RDS::DBCluster'],
  [
    'nothingIsLocal',
    'an endpoint',
    ['Consume', 'Properties', 'Environment', 'Variables', 'URL'],
    'http://127.0.0.1:4566',
  ],
  ['rolesAreUsed', 'a role of nobody', ['Consume', 'Properties', 'Role'], arn('Other')],
  ['policiesAreAscii', 'a letter', ['Role', 'Properties', 'Description'], 'the shop’s'],
];

rulesBite(deployRules, sound, breaches);
