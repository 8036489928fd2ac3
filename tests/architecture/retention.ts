import type { HouseRule } from './house-rules.ts';
import type { Resource } from './packaged.ts';

/** What holds data, keys or identities; with the property that gives it a name which is one in an account (or the world). */
const STATEFUL: Readonly<Record<string, string | undefined>> = {
  'AWS::Cognito::IdentityPool': undefined,
  'AWS::Cognito::UserPool': undefined,
  // Its id stands in the apps of customers, and in their tokens.
  'AWS::Cognito::UserPoolClient': undefined,
  // Who belongs to it goes with it.
  'AWS::Cognito::UserPoolGroup': undefined,
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Archive': 'ArchiveName',
  // An archive is replayed to the bus it was made for, and to no other.
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
  'AWS::Events::EventBus': 'Name',
  'AWS::KMS::Key': undefined,
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SSM::Parameter': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
};

/** What can be made again from the template. Log groups: logs tell of data, they are none. */
const STATELESS = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
]);

const FORTNIGHT_SECONDS = 1_209_600;

/**
 * A message that is kept for as long as SQS can is parked: somebody has yet to look at it. One that is only on its way is in
 * the bus's archive, too.
 */
const isParking = ({ Type, Properties = {} }: Resource): boolean =>
  Type === 'AWS::SQS::Queue' && Number(Properties['MessageRetentionPeriod']) >= FORTNIGHT_SECONDS;

const nameOf = ({ Type, Properties = {} }: Resource): unknown => {
  const property = Type === 'AWS::SQS::Queue' ? 'QueueName' : STATEFUL[Type];
  return property === undefined ? undefined : Properties[property];
};

const breachesOf = (id: string, resource: Resource): readonly string[] => {
  const { Type, DeletionPolicy, UpdateReplacePolicy } = resource;
  if (Type === 'AWS::SQS::Queue' ? !isParking(resource) : STATELESS.has(Type)) return [];
  if (Type !== 'AWS::SQS::Queue' && !(Type in STATEFUL)) return [`nobody said whether ${id} holds data (${Type})`];
  // Kept from a first deployment that failed, something with a fixed name would stand in the way of the next try.
  const wanted = nameOf(resource) === undefined ? 'Retain' : 'RetainExceptOnCreate';
  return [
    ...(DeletionPolicy === wanted ? [] : [`${id} goes with its stack: its DeletionPolicy is not ${wanted}`]),
    ...(UpdateReplacePolicy === 'Retain'
      ? []
      : [`${id} goes when it is replaced: its UpdateReplacePolicy is not Retain`]),
  ];
};

/** What holds data, keys or identities is kept when its stack goes, and when an update replaces it. */
export const dataOutlivesItsStack: HouseRule = ({ service, resources }) =>
  Object.entries(resources)
    // The packages of the last deployments: made again by the next one.
    .filter(([id]) => id !== 'ServerlessDeploymentBucket')
    .flatMap(([id, resource]) => breachesOf(id, resource))
    .map((breach) => `${service}: ${breach}`);
