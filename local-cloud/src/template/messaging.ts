import type { Cloud, Found } from './cloud.ts';
import type {
  ArchiveDefinition,
  BusDefinition,
  PolicyStatement,
  QueueDefinition,
  RuleDefinition,
  RuleTarget,
  ScheduleDefinition,
} from './model.ts';
import type { Reader } from './reader.ts';
import { statementsOf } from './statements.ts';
import { isObject } from './template-error.ts';

interface Policy {
  readonly statements: readonly PolicyStatement[];
  readonly text: string;
}

/** By the queue's URL. */
type Policies = ReadonlyMap<string, Policy>;

const policiesOf = (cloud: Cloud): Policies => {
  const policies = new Map<string, Policy>();
  cloud.each('AWS::SQS::QueuePolicy', ({ properties }) => {
    const own = statementsOf(properties);
    const text = JSON.stringify(properties.raw('PolicyDocument'));
    for (const url of properties.texts('Queues'))
      policies.set(url, { statements: [...(policies.get(url)?.statements ?? []), ...own], text });
  });
  return policies;
};

/** A queue without a key of its own is encrypted with SQS's own key. */
const otherAttributesOf = (properties: Reader, policy: Policy | undefined): Record<string, string> => {
  const key = properties.optionalText('KmsMasterKeyId');
  const reuse = properties.optionalNumber('KmsDataKeyReusePeriodSeconds');
  const redriveAllow = properties.raw('RedriveAllowPolicy');
  const managed = properties.flag('SqsManagedSseEnabled', key === undefined);
  return {
    SqsManagedSseEnabled: String(managed),
    ...(key !== undefined && { KmsMasterKeyId: key, KmsDataKeyReusePeriodSeconds: String(reuse ?? 300) }),
    ...(redriveAllow !== undefined && { RedriveAllowPolicy: JSON.stringify(redriveAllow) }),
    ...(policy !== undefined && { Policy: policy.text }),
  };
};

const queueOf = ({ ref, properties, attribute }: Found, policies: Policies): QueueDefinition => {
  const redrive = properties.child('RedrivePolicy');
  const policy = policies.get(ref);
  properties.ignore('QueueName', 'Tags');
  return {
    name: attribute('QueueName'),
    arn: attribute('Arn'),
    url: ref,
    visibilityTimeoutSeconds: properties.number('VisibilityTimeout', 30),
    retentionSeconds: properties.number('MessageRetentionPeriod', 345_600),
    delaySeconds: properties.number('DelaySeconds', 0),
    largestMessageBytes: properties.number('MaximumMessageSize', 1_048_576),
    receiveWaitSeconds: properties.number('ReceiveMessageWaitTimeSeconds', 0),
    otherAttributes: otherAttributesOf(properties, policy),
    policy: policy?.statements ?? [],
    ...(redrive === undefined
      ? {}
      : {
          redrive: {
            deadLetterArn: redrive.text('deadLetterTargetArn'),
            maxReceiveCount:
              redrive.optionalNumber('maxReceiveCount') ?? redrive.fail('maxReceiveCount', 'is missing.'),
          },
        }),
  };
};

export const queuesOf = (cloud: Cloud): readonly QueueDefinition[] => {
  const policies = policiesOf(cloud);
  return cloud.each('AWS::SQS::Queue', (found) => queueOf(found, policies));
};

export const busesOf = (cloud: Cloud): readonly BusDefinition[] =>
  cloud.each('AWS::Events::EventBus', ({ ref, properties, attribute }) => {
    properties.ignore('Name', 'Description', 'Tags');
    return { name: ref, arn: attribute('Arn') };
  });

export const archivesOf = (cloud: Cloud): readonly ArchiveDefinition[] =>
  cloud.each('AWS::Events::Archive', ({ ref, properties, attribute }) => {
    const pattern = properties.raw('EventPattern');
    const description = properties.optionalText('Description');
    properties.ignore('ArchiveName', 'KmsKeyIdentifier');
    if (pattern !== undefined && !isObject(pattern)) return properties.fail('EventPattern', 'must be an object.');
    return {
      name: ref,
      arn: attribute('Arn'),
      sourceArn: properties.text('SourceArn'),
      retentionDays: properties.number('RetentionDays', 0),
      ...(pattern === undefined ? {} : { pattern }),
      ...(description === undefined ? {} : { description }),
    };
  });

/** A day and 185 tries, unless the target says otherwise. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const targetOf = (target: Reader): RuleTarget & { readonly input?: string } => {
  const retry = target.child('RetryPolicy');
  const deadLetterArn = target.child('DeadLetterConfig')?.optionalText('Arn');
  const input = target.optionalText('Input');
  target.ignore('RoleArn');
  return {
    id: target.text('Id'),
    arn: target.text('Arn'),
    maximumRetryAttempts: retry?.number('MaximumRetryAttempts', 185) ?? 185,
    maximumEventAgeSeconds: retry?.number('MaximumEventAgeInSeconds', 86_400) ?? 86_400,
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(input === undefined ? {} : { input }),
  };
};

interface RuleOrSchedule {
  readonly rule?: RuleDefinition;
  readonly schedule?: ScheduleDefinition;
}

const ruleOf = ({ properties, attribute }: Found): RuleOrSchedule => {
  const arn = attribute('Arn');
  const pattern = properties.raw('EventPattern');
  const expression = properties.optionalText('ScheduleExpression');
  const targets = properties.children('Targets').map(targetOf);
  const enabled = properties.optionalText('State') !== 'DISABLED';
  const busName = properties.optionalText('EventBusName')?.replace(/^.*:event-bus\//, '') ?? 'default';
  properties.ignore('Name', 'Description', 'RoleArn', 'Tags');
  const common = { name: arn.slice(arn.lastIndexOf('/') + 1), arn, enabled };
  if (pattern === undefined && expression === undefined) {
    return properties.fail('EventPattern', 'and ScheduleExpression are both missing.');
  }
  if (pattern !== undefined && !isObject(pattern)) return properties.fail('EventPattern', 'must be an object.');
  if (pattern !== undefined && targets.some(({ input }) => input !== undefined)) {
    return properties.fail('Targets', 'have an Input, which the local cloud knows for schedules only.');
  }
  return {
    ...(pattern === undefined ? {} : { rule: { ...common, busName, pattern: pattern, targets } }),
    ...(expression === undefined ? {} : { schedule: { ...common, expression, targets } }),
  };
};

/** One AWS::Events::Rule can be both: a rule that matches and a schedule that ticks. */
export const rulesOf = (
  cloud: Cloud,
): { readonly rules: readonly RuleDefinition[]; readonly schedules: readonly ScheduleDefinition[] } => {
  const found = cloud.each('AWS::Events::Rule', ruleOf);
  return { rules: found.flatMap(({ rule }) => rule ?? []), schedules: found.flatMap(({ schedule }) => schedule ?? []) };
};
