import { ofType, type Packaged, referred } from './packaged.ts';

/** Each rule answers with its breaches, in words that name the service and the resource. */
export type HouseRule = (service: Packaged) => readonly string[];

interface Queue {
  readonly VisibilityTimeout?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn?: unknown; readonly maxReceiveCount?: number };
  readonly SqsManagedSseEnabled?: boolean;
}

interface Mapping {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly FunctionResponseTypes?: readonly string[];
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly StartingPosition?: string;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: unknown } };
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

const unless = (holds: boolean, breach: string): readonly string[] => (holds ? [] : [breach]);

const queueOf = (service: Packaged, reference: unknown): Queue | undefined => {
  const id = referred(reference);
  return id === undefined ? undefined : service.resources[id]?.Properties;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const consumedQueuesAreSafe: HouseRule = (service) =>
  ofType(service, 'AWS::Lambda::EventSourceMapping').flatMap(([id, properties]) => {
    const mapping = properties as unknown as Mapping;
    if (mapping.StartingPosition !== undefined) return [];
    const where = `${service.service}: ${id}`;
    const queue = queueOf(service, mapping.EventSourceArn);
    if (!queue) return [`${where} reads a queue of another service`];
    const deadLetters = queueOf(service, queue.RedrivePolicy?.deadLetterTargetArn);
    const functionId = referred(mapping.FunctionName) ?? '';
    const timeout = Number(service.resources[functionId]?.Properties?.['Timeout'] ?? 3);
    return [
      ...unless(
        mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true,
        `${where} answers all or nothing`,
      ),
      ...unless(mapping.ScalingConfig?.MaximumConcurrency !== undefined, `${where} has no maximum concurrency`),
      ...unless(deadLetters !== undefined, `${where} has no dead-letter queue`),
      ...unless((queue.VisibilityTimeout ?? 30) >= 6 * timeout, `${where}: visibility is under six times the timeout`),
      ...unless(
        (deadLetters?.MessageRetentionPeriod ?? 0) > (queue.MessageRetentionPeriod ?? 345_600),
        `${where}: dead letters are not kept longer than messages`,
      ),
    ];
  });

const queuesAreEncrypted: HouseRule = (service) =>
  ofType(service, 'AWS::SQS::Queue').flatMap(([id, queue]) =>
    unless((queue as Queue).SqsManagedSseEnabled === true, `${service.service}: ${id} is not encrypted`),
  );

const streamMappingsAreBounded: HouseRule = (service) =>
  ofType(service, 'AWS::Lambda::EventSourceMapping').flatMap(([id, properties]) => {
    const mapping = properties as unknown as Mapping;
    if (mapping.StartingPosition === undefined) return [];
    const where = `${service.service}: ${id}`;
    return [
      ...unless(
        mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true,
        `${where} answers all or nothing`,
      ),
      ...unless(mapping.BisectBatchOnFunctionError === true, `${where} does not bisect`),
      ...unless((mapping.MaximumRetryAttempts ?? -1) >= 0, `${where} retries for ever`),
      // Pauses double up to a minute, so sixty tries take about an hour: the bus may be away for that long.
      ...unless(
        (mapping.MaximumRetryAttempts ?? -1) < 0 || (mapping.MaximumRetryAttempts ?? 0) >= 60,
        `${where} gives up after minutes`,
      ),
      ...unless((mapping.MaximumRecordAgeInSeconds ?? -1) >= 0, `${where} keeps records for ever`),
      ...unless(mapping.DestinationConfig?.OnFailure?.Destination !== undefined, `${where} drops what fails`),
      ...unless(mapping.StartingPosition === 'TRIM_HORIZON', `${where} starts at ${mapping.StartingPosition}`),
    ];
  });

const ruleTargetsHaveDeadLetters: HouseRule = (service) =>
  ofType(service, 'AWS::Events::Rule').flatMap(([id, rule]) =>
    ((rule['Targets'] ?? []) as { DeadLetterConfig?: unknown; Arn: unknown }[])
      .filter(() => rule['EventPattern'] !== undefined)
      .flatMap((target) => [
        ...unless(target.DeadLetterConfig !== undefined, `${service.service}: ${id} drops what it cannot deliver`),
        ...unless(
          queueOf(service, target.Arn) !== undefined,
          `${service.service}: ${id} does not deliver to a queue of its own`,
        ),
      ]),
  );

const tablesAreSafe: HouseRule = (service) =>
  ofType(service, 'AWS::DynamoDB::Table').flatMap(([id, table]) => {
    const where = `${service.service}: ${id}`;
    const flag = (name: string, field: string): boolean =>
      (table[name] as Record<string, unknown> | undefined)?.[field] === true;
    return [
      ...unless(table['BillingMode'] === 'PAY_PER_REQUEST', `${where} is not on demand`),
      ...unless(flag('SSESpecification', 'SSEEnabled'), `${where} is not encrypted`),
      ...unless(flag('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'), `${where} cannot be recovered`),
    ];
  });

/** See services/common.yml: left to itself, the SDK would wait for throttles longer than a batch has time. */
const functionsRetryBriefly: HouseRule = (service) =>
  ofType(service, 'AWS::Lambda::Function').flatMap(([id, { Environment: environment }]) => {
    const { Variables: variables = {} } = (environment ?? {}) as { Variables?: Record<string, unknown> };
    return unless(
      variables['AWS_MAX_ATTEMPTS'] === '2',
      `${service.service}: ${id} leaves the number of attempts to the SDK`,
    );
  });

const functionsHaveTheirOwnRole: HouseRule = (service) => {
  const roles = ofType(service, 'AWS::Lambda::Function').map(([id, { Role }]) => [id, referred(Role)] as const);
  return roles.flatMap(([id, role]) => [
    ...unless(
      role !== undefined && role !== 'IamRoleLambdaExecution',
      `${service.service}: ${id} has no role of its own`,
    ),
    ...unless(roles.filter(([, other]) => other === role).length === 1, `${service.service}: ${id} shares its role`),
  ]);
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** The statement that lets a function write its own logs is the plugin's: log streams have no name beforehand. */
const isForOwnLogs = ({ Action }: Statement): boolean => [Action].flat().every((action) => action.startsWith('logs:'));

const grantsAreExact: HouseRule = (service) =>
  ofType(service, 'AWS::IAM::Role').flatMap(([id, role]) =>
    ((role['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter((statement) => statement.Effect === 'Allow' && !isForOwnLogs(statement))
      .flatMap((statement) => [
        ...unless(
          ![statement.Action].flat().some((action) => action.includes('*')),
          `${service.service}: ${id} allows ${[statement.Action].flat().join(', ')}`,
        ),
        ...unless(
          !grantsEverything(statement.Resource),
          `${service.service}: ${id} grants ${JSON.stringify(statement.Resource)}`,
        ),
      ]),
  );

/** S3 objects have no ARN before they exist: `<bucket>/<prefix>/*` is as exact as a grant can be. */
const grantsEverything = (resource: unknown): boolean =>
  JSON.stringify(resource)
    .replaceAll(/\$\{[A-Za-z]*Bucket(\.Arn)?\}\/[a-z-]+\/\*/g, '')
    .includes('*');

const alarmsWatchEveryDeadEnd: HouseRule = (service) => {
  const watched = JSON.stringify(ofType(service, 'AWS::CloudWatch::Alarm').map(([, { Dimensions }]) => Dimensions));
  const isConsumed = (id: string): boolean =>
    ofType(service, 'AWS::Lambda::EventSourceMapping').some(
      ([, { EventSourceArn }]) => referred(EventSourceArn) === id,
    );
  return ofType(service, 'AWS::SQS::Queue')
    .filter(([id]) => !isConsumed(id))
    .flatMap(([id]) => unless(watched.includes(`"${id}"`), `${service.service}: nobody is told when ${id} fills`));
};

export const houseRules: Readonly<Record<string, HouseRule>> = {
  consumedQueuesAreSafe,
  queuesAreEncrypted,
  streamMappingsAreBounded,
  ruleTargetsHaveDeadLetters,
  tablesAreSafe,
  functionsRetryBriefly,
  functionsHaveTheirOwnRole,
  grantsAreExact,
  alarmsWatchEveryDeadEnd,
};
