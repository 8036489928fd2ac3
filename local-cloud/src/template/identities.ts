import { lowerId, mixedId, uuid } from './physical.ts';

/** What `Ref` and `Fn::GetAtt` say of a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a name is made of. `named` reads a naming property of the resource, resolved; undefined when it has none. */
export interface Naming {
  readonly stackName: string;
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly named: (property: string) => string | undefined;
}

/** Names are CloudFormation's without its random tail: `orderwire-orders-local-OrdersTable`. */
const nameOf = ({ stackName, logicalId, named }: Naming, property: string): string =>
  named(property) ?? `${stackName}-${logicalId}`;

const arn = ({ region, accountId }: Naming, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

const simple = (ref: string): Identity => ({ ref, attributes: {} });

/** A moment that every stream of the local cloud was "enabled at": the label is part of the stream's ARN. */
const STREAM_LABEL = '2026-01-01T00:00:00.000';

const table = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'TableName');
  const tableArn = arn(naming, 'dynamodb', `table/${ref}`);
  return { ref, attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/${STREAM_LABEL}` } };
};

const queue = (naming: Naming): Identity => {
  const name = nameOf(naming, 'QueueName');
  const ref = `${naming.awsUrl}/${naming.accountId}/${name}`;
  return { ref, attributes: { Arn: arn(naming, 'sqs', name), QueueName: name, QueueUrl: ref } };
};

const bus = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'Name');
  return { ref, attributes: { Arn: arn(naming, 'events', `event-bus/${ref}`), Name: ref } };
};

/** On a bus of one's own, Ref is `bus|rule` and the bus stands in the ARN. */
const rule = (naming: Naming): Identity => {
  const name = nameOf(naming, 'Name');
  const busName = naming.named('EventBusName')?.replace(/^.*:event-bus\//, '') ?? 'default';
  if (busName === 'default') return { ref: name, attributes: { Arn: arn(naming, 'events', `rule/${name}`) } };
  return { ref: `${busName}|${name}`, attributes: { Arn: arn(naming, 'events', `rule/${busName}/${name}`) } };
};

const lambda = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'FunctionName');
  return { ref, attributes: { Arn: arn(naming, 'lambda', `function:${ref}`) } };
};

const role = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'RoleName');
  const path = naming.named('Path') ?? '/';
  return {
    ref,
    attributes: {
      Arn: `arn:aws:iam::${naming.accountId}:role${path}${ref}`,
      RoleId: `AROA${mixedId(17, naming.stackName, naming.logicalId).toUpperCase()}`,
    },
  };
};

/** The ARN's tail is six characters that AWS draws; policies must name the whole ARN. */
const secret = (naming: Naming): Identity => {
  const tail = mixedId(6, naming.stackName, naming.logicalId);
  const ref = arn(naming, 'secretsmanager', `secret:${nameOf(naming, 'Name')}-${tail}`);
  return { ref, attributes: { Id: ref } };
};

/** Bucket names know no capital letters. */
const bucket = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'BucketName').toLowerCase();
  return {
    ref,
    attributes: {
      Arn: `arn:aws:s3:::${ref}`,
      DomainName: `${ref}.s3.amazonaws.com`,
      RegionalDomainName: `${ref}.s3.${naming.region}.amazonaws.com`,
    },
  };
};

/** Locally the issuer is where the local cloud serves the pool's keys. */
const userPool = (naming: Naming): Identity => {
  const ref = `${naming.region}_${mixedId(9, naming.stackName, naming.logicalId)}`;
  const issuer = `${naming.awsUrl}/${ref}`;
  return {
    ref,
    attributes: {
      Arn: arn(naming, 'cognito-idp', `userpool/${ref}`),
      ProviderURL: issuer,
      ProviderName: issuer.replace(/^https?:\/\//, ''),
      UserPoolId: ref,
    },
  };
};

const userPoolClient = (naming: Naming): Identity => {
  const ref = lowerId(26, naming.stackName, naming.logicalId);
  return { ref, attributes: { ClientId: ref, Name: nameOf(naming, 'ClientName') } };
};

const httpApi = (naming: Naming): Identity => {
  const ref = lowerId(10, naming.stackName, naming.logicalId);
  return { ref, attributes: { ApiId: ref, ApiEndpoint: naming.apiUrl } };
};

const partOfApi = (naming: Naming): Identity => simple(lowerId(7, naming.stackName, naming.logicalId));

const emailIdentity = (naming: Naming): Identity => simple(nameOf(naming, 'EmailIdentity'));

const topic = (naming: Naming): Identity => {
  const name = nameOf(naming, 'TopicName');
  const ref = arn(naming, 'sns', name);
  return { ref, attributes: { TopicArn: ref, TopicName: name } };
};

const logGroup = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'LogGroupName');
  return { ref, attributes: { Arn: arn(naming, 'logs', `log-group:${ref}:*`) } };
};

const archive = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'ArchiveName');
  return { ref, attributes: { Arn: arn(naming, 'events', `archive/${ref}`), ArchiveName: ref } };
};

const alarm = (naming: Naming): Identity => {
  const ref = nameOf(naming, 'AlarmName');
  return { ref, attributes: { Arn: arn(naming, 'cloudwatch', `alarm:${ref}`) } };
};

const mapping = (naming: Naming): Identity => {
  const ref = uuid(naming.stackName, naming.logicalId);
  return { ref, attributes: { Id: ref } };
};

const nameless = (naming: Naming): Identity => simple(`${naming.stackName}-${naming.logicalId}`);

/** The types that the local cloud runs. A type outside this table and the next is an error. */
export const EMULATED: Readonly<Record<string, (naming: Naming) => Identity>> = {
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Authorizer': partOfApi,
  'AWS::ApiGatewayV2::Integration': partOfApi,
  'AWS::ApiGatewayV2::Route': partOfApi,
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': userPoolClient,
  'AWS::Cognito::UserPoolGroup': (naming) => simple(nameOf(naming, 'GroupName')),
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Archive': archive,
  'AWS::Events::EventBus': bus,
  'AWS::Events::Rule': rule,
  'AWS::IAM::Policy': nameless,
  'AWS::IAM::Role': role,
  'AWS::Lambda::EventInvokeConfig': nameless,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::Permission': nameless,
  'AWS::S3::Bucket': bucket,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': nameless,
  'AWS::SecretsManager::Secret': secret,
};

/** Known types without effect on one machine: they monitor, archive, or serve the deployment. They still have names. */
export const DEPLOY_ONLY: Readonly<Record<string, (naming: Naming) => Identity>> = {
  'AWS::ApiGatewayV2::Stage': nameless,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::CloudWatch::Dashboard': (naming) => simple(nameOf(naming, 'DashboardName')),
  'AWS::Lambda::Version': nameless,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::MetricFilter': nameless,
  'AWS::S3::BucketPolicy': nameless,
  'AWS::SES::ConfigurationSet': (naming) => simple(nameOf(naming, 'Name')),
  'AWS::SNS::Subscription': nameless,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': nameless,
};
