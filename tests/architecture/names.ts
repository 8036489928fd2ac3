import { STAGE_LETTERS } from '@orderwire/local-cloud/dev/packaging/stage';
import type { HouseRule } from './house-rules.ts';
import type { Packaged } from './packaged.ts';

/** How long the name of a thing may be, by type and property, on whose authority. */
const LONGEST: Readonly<Record<string, number>> = {
  // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
  'AWS::ApiGatewayV2::Api Name': 128,
  'AWS::ApiGatewayV2::Authorizer Name': 128,
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, API_PutDashboard.html
  'AWS::CloudWatch::Alarm AlarmName': 255,
  'AWS::CloudWatch::CompositeAlarm AlarmName': 255,
  'AWS::CloudWatch::Dashboard DashboardName': 255,
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
  'AWS::Cognito::UserPool UserPoolName': 128,
  'AWS::Cognito::UserPoolClient ClientName': 128,
  'AWS::Cognito::UserPoolGroup GroupName': 128,
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
  'AWS::DynamoDB::Table TableName': 255,
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html, API_CreateEventBus.html, API_PutRule.html
  'AWS::Events::Archive ArchiveName': 48,
  'AWS::Events::EventBus Name': 256,
  'AWS::Events::Rule Name': 64,
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  'AWS::Lambda::Function FunctionName': 64,
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  'AWS::Logs::LogGroup LogGroupName': 512,
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  'AWS::SecretsManager::Secret Name': 512,
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  'AWS::SNS::Topic TopicName': 256,
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
  'AWS::SQS::Queue QueueName': 80,
  // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
  'AWS::Scheduler::Schedule Name': 64,
};

/** One of these for all the world, or for all regions of an account: CloudFormation names them, and within their limits. */
const NEVER_OURS = new Set(['AWS::S3::Bucket BucketName', 'AWS::IAM::Role RoleName']);

/** A property that gives or repeats a name. */
interface Name {
  readonly id: string;
  /** `AWS::SQS::Queue QueueName` */
  readonly kind: string;
  readonly name: unknown;
}

const namesOf = ({ resources }: Packaged): readonly Name[] =>
  Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) =>
    Object.entries(Properties).map(([property, name]) => ({ id, kind: `${Type} ${property}`, name })),
  );

/** `BusName: orderwire-dev` in a type that the table lacks. What only refers to a name is an intrinsic or a placeholder. */
const isUnknown = ({ kind, name }: Name): boolean =>
  /[ a-z]Name$/.test(kind) && typeof name === 'string' && name.startsWith('orderwire-');

const breachOf = (one: Name): string | undefined => {
  const { kind, name } = one;
  if (NEVER_OURS.has(kind)) return 'has a name, which is one for everybody';
  const longest = LONGEST[kind];
  if (longest === undefined) return isUnknown(one) ? `has a name whose limit nobody looked up (${kind})` : undefined;
  if (typeof name !== 'string') return `has a name whose letters nobody can count (${JSON.stringify(name)})`;
  return name.length > longest ? `has a name of ${name.length} letters, ${longest} at most` : undefined;
};

/** Every name as it stands in the template. */
export const namesFit: HouseRule = (service) =>
  namesOf(service).flatMap((one) => {
    const breach = breachOf(one);
    return breach === undefined ? [] : [`${service.service}: ${one.id} ${breach}`];
  });

const LOCAL = /(^|[-/])local(?=[-/]|$)/;

/** The same service as it would be packaged for a stage with as many letters as one may have. */
export const withLongestStage = (service: Packaged): Packaged =>
  JSON.parse(
    JSON.stringify(service, (_, value: unknown) =>
      typeof value === 'string' ? value.replace(LOCAL, `$1${'s'.repeat(STAGE_LETTERS)}`) : value,
    ),
  ) as Packaged;
