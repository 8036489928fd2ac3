import { describe, expect, it } from '@jest/globals';
import { lambda, model, modelWith, platform, service } from './testing/snippets.ts';

const arnOf = (kind: string, name: string): string => `arn:aws:${kind}:eu-central-1:000000000000:${name}`;

describe('a table', () => {
  const Items = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byTime',
          KeySchema: [
            { AttributeName: 'at', KeyType: 'HASH' },
            { AttributeName: 'id', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  };

  it('has keys, indexes, a stream and a time to live', () => {
    const arn = arnOf('dynamodb', 'table/orderwire-shop-local-Items');
    expect(modelWith({ Items }).tables).toEqual([
      {
        name: 'orderwire-shop-local-Items',
        arn,
        hashKey: { name: 'id', type: 'S' },
        indexes: [
          {
            name: 'byTime',
            hashKey: { name: 'at', type: 'N' },
            rangeKey: { name: 'id', type: 'S' },
            projection: { include: ['title'] },
          },
        ],
        stream: { arn: `${arn}/stream/2026-01-01T00:00:00.000`, view: 'NEW_AND_OLD_IMAGES' },
        ttlAttribute: 'expiresAt',
      },
    ]);
  });

  it('must define the attributes of its keys', () => {
    const Properties = { ...Items.Properties, AttributeDefinitions: [] };
    expect(() => modelWith({ Items: { ...Items, Properties } })).toThrow('KeySchema.0.AttributeName: id has no');
  });
});

describe('queues', () => {
  it('take AWS’s defaults, their redrive and their policies', () => {
    const { queues } = modelWith({
      Dead: { Type: 'AWS::SQS::Queue' },
      Inbox: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'inbox',
          VisibilityTimeout: '60',
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
        },
      },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Inbox' }],
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
              Condition: { Bool: { 'aws:SecureTransport': true } },
            },
          },
        },
      },
    });
    expect(queues[0]).toMatchObject({
      visibilityTimeoutSeconds: 30,
      retentionSeconds: 345_600,
      delaySeconds: 0,
      policy: [],
    });
    expect(queues[1]).toMatchObject({
      name: 'inbox',
      arn: arnOf('sqs', 'inbox'),
      visibilityTimeoutSeconds: 60,
      redrive: { deadLetterArn: arnOf('sqs', 'orderwire-shop-local-Dead'), maxReceiveCount: 5 },
      policy: [
        {
          effect: 'Allow',
          actions: ['sqs:SendMessage'],
          resources: [arnOf('sqs', 'inbox')],
          conditions: { Bool: { 'aws:SecureTransport': ['true'] } },
          principals: ['events.amazonaws.com'],
        },
      ],
    });
  });
});

describe('a rule', () => {
  const rule = (Properties: object) =>
    modelWith({ Rule: { Type: 'AWS::Events::Rule', Properties: { ...Properties } } });
  const Targets = [{ Id: 'inbox', Arn: arnOf('sqs', 'inbox') }];

  it('with a pattern stands on its bus', () => {
    const { rules, schedules } = rule({ EventBusName: 'shop', EventPattern: { source: ['a'] }, Targets });
    expect(schedules).toEqual([]);
    expect(rules).toMatchObject([
      {
        arn: arnOf('events', 'rule/shop/orderwire-shop-local-Rule'),
        busName: 'shop',
        enabled: true,
        targets: [{ id: 'inbox', maximumRetryAttempts: 185, maximumEventAgeSeconds: 86_400 }],
      },
    ]);
  });

  it('with an expression is a schedule', () => {
    const { rules, schedules } = rule({
      ScheduleExpression: 'rate(1 minute)',
      State: 'DISABLED',
      Targets: [{ ...Targets[0], Input: '{"a":1}' }],
    });
    expect(rules).toEqual([]);
    expect(schedules).toMatchObject([
      { expression: 'rate(1 minute)', enabled: false, targets: [{ input: '{"a":1}' }] },
    ]);
  });

  it('needs one of the two', () => {
    expect(() => rule({ Targets })).toThrow('EventPattern: and ScheduleExpression are both missing');
  });

  it('is refused with an InputTransformer', () => {
    const transformed = [{ ...Targets[0], InputTransformer: { InputTemplate: 'x' } }];
    expect(() => rule({ EventPattern: {}, Targets: transformed })).toThrow('Targets.0.InputTransformer: is a property');
  });
});

describe('an archive', () => {
  const archive = (Properties: object) =>
    modelWith({
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: { SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, ...Properties },
      },
    }).archives;

  it('keeps every event of its bus for ever, unless it says otherwise', () => {
    const name = 'orderwire-shop-local-Archive';
    const kept = { name, arn: arnOf('events', `archive/${name}`), sourceArn: arnOf('events', 'event-bus/shop') };
    expect(archive({})).toEqual([{ ...kept, retentionDays: 0 }]);
    const EventPattern = { source: ['orders'] };
    expect(archive({ EventPattern, RetentionDays: 90, Description: 'all' })).toEqual([
      { ...kept, retentionDays: 90, pattern: EventPattern, description: 'all' },
    ]);
  });

  it('has a pattern that is an object', () => {
    expect(() => archive({ EventPattern: 'orders' })).toThrow('EventPattern: must be an object');
  });
});

describe('a function', () => {
  it('has its package, its environment as text, its policy and what happens after asynchronous failures', () => {
    const [found] = modelWith(
      {
        Place: lambda('place', {
          Timeout: 10,
          ReservedConcurrentExecutions: 2,
          Environment: { Variables: { LIMIT: 5, ON: true } },
        }),
        Allow: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['Place', 'Arn'] },
            Action: 'lambda:InvokeFunction',
            Principal: 'apigateway.amazonaws.com',
            SourceArn: 'arn:aws:execute-api:x',
          },
        },
        Async: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: { FunctionName: { Ref: 'Place' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
        },
      },
      ['place'],
    ).functions;
    expect(found).toMatchObject({
      name: 'orderwire-shop-local-place',
      service: 'shop',
      key: 'place',
      zipPath: '/zips/place.zip',
      environment: { LIMIT: '5', ON: 'true' },
      timeoutSeconds: 10,
      memoryMb: 128,
      reservedConcurrency: 2,
      asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 21_600 },
      policy: [
        {
          principals: ['apigateway.amazonaws.com'],
          conditions: { ArnLike: { 'aws:SourceArn': ['arn:aws:execute-api:x'] } },
        },
      ],
    });
  });

  it('that is in no package is refused', () => {
    expect(() => modelWith({ Place: lambda('place') })).toThrow('orderwire-shop-local-place is in no package');
  });
});

describe('an event source mapping', () => {
  const mapping = (Properties: object) =>
    modelWith({ Map: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', ...Properties } } });
  const stream = { EventSourceArn: arnOf('dynamodb', 'table/t/stream/x'), StartingPosition: 'TRIM_HORIZON' };

  it('of a stream has AWS’s endless defaults', () => {
    expect(mapping(stream).mappings).toMatchObject([
      { kind: 'stream', batchSize: 100, maximumRetryAttempts: -1, maximumRecordAgeSeconds: -1, bisectOnError: false },
    ]);
  });

  it('of a queue has its concurrency and its filters', () => {
    const { mappings } = mapping({
      EventSourceArn: arnOf('sqs', 'inbox'),
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
    });
    expect(mappings).toMatchObject([
      {
        kind: 'queue',
        batchSize: 10,
        maximumConcurrency: 5,
        reportBatchItemFailures: true,
        filters: [{ body: { a: [1] } }],
      },
    ]);
  });

  it('that is not enabled is left out', () => {
    expect(mapping({ ...stream, Enabled: false }).mappings).toEqual([]);
  });

  it.each([
    ['from LATEST', { ...stream, StartingPosition: 'LATEST' }, 'LATEST can miss records'],
    ['of a Kafka topic', { EventSourceArn: arnOf('kafka', 'cluster/x') }, 'is neither a queue nor a table'],
    [
      'with a broken filter',
      { ...stream, FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      'Pattern: is no JSON object',
    ],
    ['with a tumbling window', { ...stream, TumblingWindowInSeconds: 5 }, 'TumblingWindowInSeconds: is a property'],
  ])('%s is refused', (_, properties, message) => {
    expect(() => mapping(properties)).toThrow(message);
  });
});

describe('the HTTP API', () => {
  const api = 'arn:compose:output:::platform/HttpApiId';
  const shared = platform({ Outputs: { HttpApiId: { Value: { Ref: 'HttpApi' } } } });
  const integration = {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: api,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: 'arn:x:function:f',
      PayloadFormatVersion: '2.0',
    },
  };
  const route = (RouteKey: string, more: object = {}) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: api, RouteKey, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Call' }]] }, ...more },
  });
  const customers = service('customers', {
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
      Jwt: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: api,
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: {
            Issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' },
            Audience: [{ Ref: 'Client' }],
          },
        },
      },
    },
    Outputs: { AuthorizerId: { Value: { Ref: 'Jwt' } } },
  });
  const guarded = { AuthorizationType: 'JWT', AuthorizerId: 'arn:compose:output:::customers/AuthorizerId' };
  const shop = (Resources: object) => service('shop', { Resources: { Call: integration, ...Resources } });

  it('has the routes of all services, with the local issuer of the pool', () => {
    const all = model(shared, shop({ A: route('GET /a', guarded), B: route('$default') }), customers);
    const [pool] = all.userPools;
    expect(all.httpApi.routes).toEqual([
      {
        method: 'GET',
        path: '/a',
        functionName: 'f',
        authorizer: { issuer: `http://127.0.0.1:4566/${pool?.id}`, audience: pool?.clientIds, scopes: [] },
      },
      { method: 'ANY', path: '$default', functionName: 'f' },
    ]);
    expect(pool?.issuer).toBe(all.httpApi.routes[0]?.authorizer?.issuer);
  });

  it.each([
    ['a route that is taken', { A: route('GET /a'), B: route('GET /a') }, 'GET /a is taken by shop › A already'],
    ['an authorizer that nobody declares', { A: route('GET /a', { ...guarded, AuthorizerId: 'x' }) }, 'authorizer x'],
    ['another API', { A: route('GET /a', { ApiId: 'other' }) }, 'other is not the platform'],
    ['IAM authorization', { A: route('GET /a', { AuthorizationType: 'AWS_IAM' }) }, 'AWS_IAM is not emulated'],
  ])('refuses %s', (_, resources, message) => {
    expect(() => model(shared, customers, shop(resources))).toThrow(message);
  });

  it('must be declared by somebody', () => {
    expect(() => model(service('shop', {}))).toThrow('no service declares an HTTP API');
  });
});

describe('users', () => {
  it('have the pool’s password policy, groups and the length of an access token', () => {
    const { userPools } = modelWith({
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: { Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } } },
      },
      Staff: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'staff' } },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: { Ref: 'Pool' },
          AccessTokenValidity: 2,
          TokenValidityUnits: { AccessToken: 'hours' },
        },
      },
    });
    expect(userPools).toMatchObject([
      {
        id: expect.stringMatching(/^eu-central-1_[A-Za-z0-9]{9}$/) as unknown,
        clientIds: [expect.stringMatching(/^[a-z0-9]{26}$/) as unknown],
        groups: ['staff'],
        accessTokenMinutes: 120,
        passwordPolicy: { minimumLength: 12, requireNumbers: true, requireUppercase: false, requireSymbols: false },
      },
    ]);
  });

  it('of a pool without a policy meet Cognito’s own', () => {
    const { userPools } = modelWith({ Pool: { Type: 'AWS::Cognito::UserPool' } });
    expect(userPools[0]?.passwordPolicy).toMatchObject({
      minimumLength: 8,
      requireUppercase: true,
      requireSymbols: true,
    });
  });

  it('may have no trigger, because none would run', () => {
    const Pool = { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { PreSignUp: 'arn' } } };
    expect(() => modelWith({ Pool })).toThrow('shop › Pool › LambdaConfig: is a property');
  });
});

describe('stores', () => {
  it('are buckets in lower case, without the one of the deployment', () => {
    const { buckets } = modelWith({
      ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
      Files: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
    });
    expect(buckets).toEqual([{ name: 'orderwire-shop-local-files', arn: 'arn:aws:s3:::orderwire-shop-local-files' }]);
  });

  it('are secrets with an ARN that stays, fixed or generated', () => {
    const Resources = {
      Fixed: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'a/b-c', SecretString: 'x' } },
      Made: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: {
            SecretStringTemplate: '{}',
            GenerateStringKey: 'key',
            PasswordLength: 48,
            ExcludePunctuation: true,
          },
        },
      },
    };
    const { secrets } = modelWith(Resources);
    expect(secrets).toEqual(modelWith(Resources).secrets);
    expect(secrets[0]).toMatchObject({ name: 'a/b-c', value: { kind: 'string', text: 'x' } });
    expect(secrets[0]?.arn).toMatch(/:secret:a\/b-c-[A-Za-z0-9]{6}$/);
    expect(secrets[1]?.value).toEqual({
      kind: 'generated',
      template: '{}',
      key: 'key',
      length: 48,
      excludePunctuation: true,
    });
  });

  it('are identities that mail may come from', () => {
    const { emailIdentities } = modelWith({
      From: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'arn:compose:output:::local/MailFrom' } },
    });
    expect(emailIdentities).toEqual([
      { identity: 'shop@example.test', arn: arnOf('ses', 'identity/shop@example.test') },
    ]);
  });
});

describe('a role', () => {
  const document = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: 'arn:x' }] });
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ PolicyName: 'a', PolicyDocument: document('s3:GetObject') }] },
  };

  it('has its inline statements and those of policies attached to it', () => {
    const Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'b', Roles: [{ Ref: 'Role' }], PolicyDocument: document('s3:PutObject') },
    };
    const { roles } = modelWith({ Role, Policy });
    expect(roles[0]?.arn).toBe('arn:aws:iam::000000000000:role/orderwire-shop-local-Role');
    expect(roles[0]?.statements.map(({ actions }) => actions)).toEqual([['s3:GetObject'], ['s3:PutObject']]);
  });

  it.each([
    [
      'a managed policy',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] },
      'ManagedPolicyArns: arn:aws:iam::aws:policy/X',
    ],
    [
      'NotAction',
      {
        Policies: [
          { PolicyName: 'a', PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'a', Resource: 'b' }] } },
        ],
      },
      'NotAction: is a property',
    ],
  ])('may not have %s', (_, Properties, message) => {
    expect(() => modelWith({ Role: { Type: 'AWS::IAM::Role', Properties } })).toThrow(message);
  });
});
