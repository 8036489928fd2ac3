/**
 * What the packaged services ask of AWS, with every intrinsic resolved: the hand-over from `template/` (which reads
 * what `serverless package` wrote) to the engine and the server. Plain data, so that it can be printed and compared.
 */

/** AWS attribute types a key can have. */
export type KeyType = 'S' | 'N' | 'B';

export interface KeyDefinition {
  readonly name: string;
  readonly type: KeyType;
}

export interface IndexDefinition {
  readonly name: string;
  readonly hashKey: KeyDefinition;
  readonly rangeKey?: KeyDefinition;
  readonly projection: 'ALL' | 'KEYS_ONLY' | { readonly include: readonly string[] };
}

export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  readonly hashKey: KeyDefinition;
  readonly rangeKey?: KeyDefinition;
  readonly indexes: readonly IndexDefinition[];
  /** Absent when the table has no stream. */
  readonly stream?: {
    readonly arn: string;
    readonly view: 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';
  };
  readonly ttlAttribute?: string;
}

export interface QueueDefinition {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  /** Of body and attributes. */
  readonly largestMessageBytes: number;
  /** How long a receive waits that does not say so. */
  readonly receiveWaitSeconds: number;
  /** Attributes that change nothing here, as SQS answers them: encryption and policies. */
  readonly otherAttributes: Readonly<Record<string, string>>;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  /** AWS::SQS::QueuePolicy statements on this queue. */
  readonly policy: readonly PolicyStatement[];
}

export interface BusDefinition {
  readonly name: string;
  readonly arn: string;
}

/** Keeps the events of one bus for replay. */
export interface ArchiveDefinition {
  readonly name: string;
  readonly arn: string;
  /** The bus. */
  readonly sourceArn: string;
  /** Absent: every event. */
  readonly pattern?: EventPattern;
  /** 0 keeps events for ever. */
  readonly retentionDays: number;
  readonly description?: string;
}

export interface RuleTarget {
  readonly id: string;
  /** A queue or a function. */
  readonly arn: string;
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly pattern: EventPattern;
  readonly enabled: boolean;
  readonly targets: readonly RuleTarget[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export type EventPattern = { readonly [field: string]: unknown };

export interface FunctionDefinition {
  /** The physical name, for example `orders-local-place`. */
  readonly name: string;
  readonly arn: string;
  /** The service (stack) it belongs to, for example `orders`, and the key in that serverless.yml, for example `place`. */
  readonly service: string;
  readonly key: string;
  /** `src/lambda.place`: file without extension, dot, export. */
  readonly handler: string;
  /** Absolute path of the packaged zip. */
  readonly zipPath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
  readonly roleArn: string;
  /** AWS::Lambda::EventInvokeConfig, with AWS's defaults (2 retries, 6 h, no destination) filled in. */
  readonly asynchronous: {
    readonly maximumRetryAttempts: number;
    readonly maximumEventAgeSeconds: number;
    readonly onFailureArn?: string;
  };
  /** AWS::Lambda::Permission statements: who may invoke it. */
  readonly policy: readonly PolicyStatement[];
}

interface MappingBase {
  readonly id: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  /** Each string is one JSON filter pattern; a record passes when any matches. Empty: everything passes. */
  readonly filters: readonly EventPattern[];
}

export interface StreamMapping extends MappingBase {
  readonly kind: 'stream';
  /** -1 is AWS's "infinite". */
  readonly maximumRetryAttempts: number;
  /** -1 is AWS's "infinite". */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectOnError: boolean;
  readonly parallelizationFactor: number;
  readonly onFailureArn?: string;
}

export interface QueueMapping extends MappingBase {
  readonly kind: 'queue';
  readonly maximumConcurrency?: number;
}

export type MappingDefinition = StreamMapping | QueueMapping;

export interface RouteDefinition {
  /** `POST` or `ANY`. */
  readonly method: string;
  /** `/orders/{id}` as in the route key; `$default` for the default route. */
  readonly path: string;
  readonly functionName: string;
  /** Absent for a public route. */
  readonly authorizer?: {
    readonly issuer: string;
    readonly audience: readonly string[];
    readonly scopes: readonly string[];
  };
}

export interface HttpApiDefinition {
  readonly id: string;
  /** Where the server answers for it, for example `http://127.0.0.1:3000`. */
  readonly endpoint: string;
  readonly routes: readonly RouteDefinition[];
  readonly cors?: {
    readonly allowOrigins: readonly string[];
    readonly allowMethods: readonly string[];
    readonly allowHeaders: readonly string[];
    readonly exposeHeaders: readonly string[];
    readonly maxAgeSeconds?: number;
  };
}

export interface BucketDefinition {
  readonly name: string;
  readonly arn: string;
}

export interface SecretDefinition {
  readonly name: string;
  readonly arn: string;
  /** A fixed value, or how AWS would generate one. */
  readonly value:
    | { readonly kind: 'string'; readonly text: string }
    | {
        readonly kind: 'generated';
        readonly template?: string;
        readonly key?: string;
        readonly length: number;
        readonly excludePunctuation: boolean;
      };
}

export interface UserPoolDefinition {
  readonly id: string;
  readonly arn: string;
  readonly clientIds: readonly string[];
  readonly groups: readonly string[];
  /** `${awsEndpoint}/${id}` locally; keys under `/.well-known/jwks.json`. */
  readonly issuer: string;
  readonly passwordPolicy: {
    readonly minimumLength: number;
    readonly requireUppercase: boolean;
    readonly requireLowercase: boolean;
    readonly requireNumbers: boolean;
    readonly requireSymbols: boolean;
  };
  readonly accessTokenMinutes: number;
}

export interface ScheduleDefinition {
  readonly name: string;
  readonly arn: string;
  /** `rate(1 minute)` or `cron(…)`. */
  readonly expression: string;
  readonly enabled: boolean;
  readonly targets: readonly (RuleTarget & { readonly input?: string })[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Only in resource policies: `events.amazonaws.com`, `apigateway.amazonaws.com` … */
  readonly principals?: readonly string[];
}

export interface RoleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly PolicyStatement[];
}

export interface EmailIdentityDefinition {
  readonly identity: string;
  readonly arn: string;
}

/** Where a deployment is. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly stage: string;
}

/** Everything that one deployment (all services, one stage) consists of. */
export interface CloudModel extends Place {
  readonly tables: readonly TableDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly buses: readonly BusDefinition[];
  readonly archives: readonly ArchiveDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly mappings: readonly MappingDefinition[];
  readonly httpApi: HttpApiDefinition;
  readonly buckets: readonly BucketDefinition[];
  readonly secrets: readonly SecretDefinition[];
  readonly userPools: readonly UserPoolDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
  readonly roles: readonly RoleDefinition[];
  readonly emailIdentities: readonly EmailIdentityDefinition[];
  /** `${service}.${outputKey}` → value, as CloudFormation would show it. */
  readonly outputs: Readonly<Record<string, string>>;
  /** ARN of a table or a queue → the service that has it, for the meter. What is not in here is charged to `platform`. */
  readonly owners?: Readonly<Record<string, string>>;
}
