import { houseRules } from './house-rules.ts';
import type { Resource } from './packaged.ts';
import { rulesBite, type Breach } from './rules-bite.ts';

const aFunction = (role: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Timeout: 10,
    Environment: { Variables: { AWS_MAX_ATTEMPTS: '2' } },
    Role: { 'Fn::GetAtt': [role, 'Arn'] },
  },
});

/** One service that keeps every rule; each breach below changes one thing in it. */
const sound = {
  Inbox: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 60,
      MessageRetentionPeriod: 345_600,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 5 },
    },
  },
  DeadLetters: {
    Type: 'AWS::SQS::Queue',
    Properties: { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetters', 'QueueName'] } }] },
  },
  QueueMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['Consume', 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    },
  },
  StreamMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { 'Fn::GetAtt': ['Publish', 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 60,
      MaximumRecordAgeInSeconds: 3600,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } } },
    },
  },
  Subscription: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { 'detail-type': ['OrderPlaced'] },
      Targets: [{ Arn: { 'Fn::GetAtt': ['Inbox', 'Arn'] }, DeadLetterConfig: { Arn: 'arn' } }],
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  },
  Consume: aFunction('ConsumeRole'),
  Publish: aFunction('PublishRole'),
  PublishRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: ['arn:…:log-group:/aws/lambda/x:*:*'] },
              { Effect: 'Allow', Action: 'events:PutEvents', Resource: 'arn:bus' },
            ],
          },
        },
      ],
    },
  },
} satisfies Record<string, Resource>;

const breaches: readonly Breach<keyof typeof sound>[] = [
  ['consumedQueuesAreSafe', 'no partial batches', ['QueueMapping', 'FunctionResponseTypes'], undefined],
  ['consumedQueuesAreSafe', 'no maximum concurrency', ['QueueMapping', 'ScalingConfig'], undefined],
  ['consumedQueuesAreSafe', 'no dead-letter queue', ['Inbox', 'RedrivePolicy'], undefined],
  ['consumedQueuesAreSafe', 'a short visibility', ['Inbox', 'VisibilityTimeout'], 59],
  ['consumedQueuesAreSafe', 'dead letters that go first', ['DeadLetters', 'MessageRetentionPeriod'], 345_600],
  ['queuesAreEncrypted', 'a queue in the clear', ['Inbox', 'SqsManagedSseEnabled'], false],
  ['streamMappingsAreBounded', 'no partial batches', ['StreamMapping', 'FunctionResponseTypes'], []],
  ['streamMappingsAreBounded', 'no bisect', ['StreamMapping', 'BisectBatchOnFunctionError'], undefined],
  ['streamMappingsAreBounded', 'endless retries', ['StreamMapping', 'MaximumRetryAttempts'], -1],
  ['streamMappingsAreBounded', 'a short patience', ['StreamMapping', 'MaximumRetryAttempts'], 8],
  ['streamMappingsAreBounded', 'endless age', ['StreamMapping', 'MaximumRecordAgeInSeconds'], undefined],
  ['streamMappingsAreBounded', 'no destination', ['StreamMapping', 'DestinationConfig'], undefined],
  ['streamMappingsAreBounded', 'a late start', ['StreamMapping', 'StartingPosition'], 'LATEST'],
  ['ruleTargetsHaveDeadLetters', 'a dropping rule', ['Subscription', 'Targets', 0, 'DeadLetterConfig'], undefined],
  ['ruleTargetsHaveDeadLetters', 'a function as target', ['Subscription', 'Targets', 0, 'Arn'], 'arn:lambda'],
  ['tablesAreSafe', 'provisioned capacity', ['Table', 'BillingMode'], 'PROVISIONED'],
  ['tablesAreSafe', 'no encryption', ['Table', 'SSESpecification'], undefined],
  ['tablesAreSafe', 'no recovery', ['Table', 'PointInTimeRecoverySpecification'], undefined],
  ['functionsRetryBriefly', 'the SDK’s own patience', ['Consume', 'Environment'], undefined],
  ['functionsHaveTheirOwnRole', 'a shared role', ['Consume', 'Role'], { 'Fn::GetAtt': ['PublishRole', 'Arn'] }],
  [
    'functionsHaveTheirOwnRole',
    'the default role',
    ['Consume', 'Role'],
    { 'Fn::GetAtt': ['IamRoleLambdaExecution', 'Arn'] },
  ],
  [
    'grantsAreExact',
    'every action',
    ['PublishRole', 'Policies', 0, 'PolicyDocument', 'Statement', 1, 'Action'],
    'events:*',
  ],
  [
    'grantsAreExact',
    'every resource',
    ['PublishRole', 'Policies', 0, 'PolicyDocument', 'Statement', 1, 'Resource'],
    '*',
  ],
  ['alarmsWatchEveryDeadEnd', 'an unwatched queue', ['Alarm', 'Dimensions'], []],
];

/** All of them are about properties. */
const planted = breaches.map(
  ([rule, what, [id, ...path], value]) => [rule, what, [id, 'Properties', ...path], value] as const,
);

rulesBite(houseRules, sound, planted);
