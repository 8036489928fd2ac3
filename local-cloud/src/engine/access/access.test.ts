import { describe, expect, it } from '@jest/globals';
import type { CloudModel, PolicyStatement } from '../../template/model.ts';
import { AwsError, type Call, type Caller, type ServiceName } from '../contract.ts';
import { ACCOUNT, aFunction, aModel, aModelWhereRoleSays, arn, aStatement, REGION } from './a-model.fixture.ts';
import { makeAccess } from './access.ts';

const place: Caller = { kind: 'function', functionName: 'orders-local-place' };
const ORDERS = arn('dynamodb', 'table/orders-local');
const STOCK = arn('dynamodb', 'table/stock-local');
const USER = `arn:aws:sts::${ACCOUNT}:assumed-role/orders-place/orders-local-place`;

const call = (service: ServiceName, operation: string, input: unknown, caller: Caller = place): Call => ({
  service,
  operation,
  input,
  caller,
});

const allow = (actions: string | readonly string[], resource: string, conditions = {}): PolicyStatement =>
  aStatement({ actions: [actions].flat(), resources: [resource], conditions });

const refusal = (model: CloudModel, made: Call): AwsError | undefined => {
  try {
    makeAccess(model).check(made);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
};

const isAllowed = (statements: readonly PolicyStatement[], made: Call): boolean =>
  refusal(aModelWhereRoleSays(statements), made) === undefined;

const putOrder = call('dynamodb', 'PutItem', {
  TableName: 'orders-local',
  Item: { pk: { S: 'o1' }, total: { N: '5' } },
});

describe('a function that writes to a table', () => {
  it('is refused when its role says nothing, in the words of AWS', () => {
    expect(refusal(aModelWhereRoleSays([]), putOrder)).toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message: `User: ${USER} is not authorized to perform: dynamodb:PutItem on resource: ${ORDERS} because no identity-based policy allows the dynamodb:PutItem action`,
    });
  });

  it('is allowed by a statement on the table, whatever the case of the action', () => {
    expect(isAllowed([allow('dynamodb:putitem', ORDERS)], putOrder)).toBe(true);
  });

  it.each(['dynamodb:*', 'dynamodb:Put*', 'dynamodb:PutIte?', '*'])('is allowed by the action %s', (action) => {
    expect(isAllowed([allow(action, ORDERS)], putOrder)).toBe(true);
  });

  it('is refused by a statement on another table', () => {
    expect(isAllowed([allow('dynamodb:PutItem', STOCK)], putOrder)).toBe(false);
  });

  it('is refused by an explicit deny, and told so', () => {
    const statements = [
      allow('dynamodb:*', '*'),
      aStatement({ effect: 'Deny', actions: ['dynamodb:PutItem'], resources: [ORDERS] }),
    ];
    expect(refusal(aModelWhereRoleSays(statements), putOrder)?.message).toBe(
      `User: ${USER} is not authorized to perform: dynamodb:PutItem on resource: ${ORDERS} with an explicit deny in an identity-based policy`,
    );
  });

  it('may name the table by its ARN', () => {
    const made = call('dynamodb', 'GetItem', { TableName: ORDERS, Key: { pk: { S: 'o1' } } });
    expect(isAllowed([allow('dynamodb:GetItem', ORDERS)], made)).toBe(true);
  });
});

describe('a query', () => {
  const onIndex = call('dynamodb', 'Query', {
    TableName: 'orders-local',
    IndexName: 'byCustomer',
    KeyConditionExpression: '#c = :customer',
    ExpressionAttributeNames: { '#c': 'customerId' },
    ExpressionAttributeValues: { ':customer': { S: 'c1' } },
  });

  it('of an index needs the index, not the table', () => {
    expect(isAllowed([allow('dynamodb:Query', ORDERS)], onIndex)).toBe(false);
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/byCustomer`)], onIndex)).toBe(true);
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/*`)], onIndex)).toBe(true);
  });

  it.each([
    ['c1', true],
    ['c2', false],
  ])('is held to the leading key %s', (key, allowed) => {
    const conditions = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } };
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/*`, conditions)], onIndex)).toBe(allowed);
  });

  it('without a projection selects all attributes, which a policy can forbid', () => {
    const conditions = { StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] } };
    const statements = [allow('dynamodb:Query', ORDERS, conditions)];
    const query = { TableName: 'orders-local', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: {} };
    expect(isAllowed(statements, call('dynamodb', 'Query', query))).toBe(false);
    expect(isAllowed(statements, call('dynamodb', 'Query', { ...query, ProjectionExpression: 'pk' }))).toBe(true);
  });
});

describe('a role that may touch only some attributes', () => {
  const conditions = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'shipment', 'version'] },
    StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW'] },
  };
  const update = (override: Readonly<Record<string, unknown>> = {}): Call =>
    call('dynamodb', 'UpdateItem', {
      TableName: 'orders-local',
      Key: { pk: { S: 'o1' } },
      UpdateExpression: 'SET shipment.#s = if_not_exists(shipment.#s, :s), #v = #v + :one',
      ConditionExpression: 'attribute_exists(pk) AND #v = :v',
      ExpressionAttributeNames: { '#s': 'status', '#v': 'version' },
      ...override,
    });
  const statements = [allow('dynamodb:UpdateItem', ORDERS, conditions)];

  it('may update those', () => expect(isAllowed(statements, update())).toBe(true));

  it('may not name another', () => {
    expect(isAllowed(statements, update({ UpdateExpression: 'SET total = :t' }))).toBe(false);
    expect(isAllowed(statements, update({ ConditionExpression: 'total > :t' }))).toBe(false);
  });

  it('may not have the whole item returned', () => {
    expect(isAllowed(statements, update({ ReturnValues: 'ALL_NEW' }))).toBe(false);
  });
});

describe('a role that may read only some attributes by key', () => {
  const conditions = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'email'] },
    StringEqualsIfExists: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] },
  };
  const one = { TableName: 'orders-local', Key: { pk: { S: 'o1' } } };
  const get = (projection: object): Call => call('dynamodb', 'GetItem', { ...one, ...projection });
  const batch = (projection: object): Call =>
    call('dynamodb', 'BatchGetItem', { RequestItems: { 'orders-local': { Keys: [one.Key], ...projection } } });

  it.each([
    ['GetItem', get],
    ['BatchGetItem', batch],
  ])('must name them in a %s', (action, read) => {
    const statements = [allow(`dynamodb:${action}`, ORDERS, conditions)];
    expect(isAllowed(statements, read({ ProjectionExpression: 'pk, email' }))).toBe(true);
    expect(isAllowed(statements, read({ ProjectionExpression: 'pk, email, phone' }))).toBe(false);
    expect(isAllowed(statements, read({}))).toBe(false);
  });
});

describe('a transaction', () => {
  const transaction = call('dynamodb', 'TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: 'orders-local', Item: { pk: { S: 'o1' } } } },
      { Update: { TableName: 'stock-local', Key: { pk: { S: 's1' } }, UpdateExpression: 'SET n = :n' } },
      { Delete: { TableName: 'stock-local', Key: { pk: { S: 's2' } } } },
      {
        ConditionCheck: {
          TableName: 'orders-local',
          Key: { pk: { S: 'o2' } },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
    ],
  });
  const all = [
    allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], ORDERS),
    allow(['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], STOCK),
  ];

  it('is allowed when each action is', () => expect(isAllowed(all, transaction)).toBe(true));

  it.each([
    ['dynamodb:PutItem', ORDERS],
    ['dynamodb:UpdateItem', STOCK],
    ['dynamodb:DeleteItem', STOCK],
    ['dynamodb:ConditionCheckItem', ORDERS],
  ])('is refused without %s', (action, resource) => {
    const model = aModelWhereRoleSays([
      ...all,
      aStatement({ effect: 'Deny', actions: [action], resources: [resource] }),
    ]);
    expect(refusal(model, transaction)?.message).toContain(`perform: ${action} on resource: ${resource}`);
  });

  it('of reads needs GetItem', () => {
    const reads = call('dynamodb', 'TransactGetItems', {
      TransactItems: [{ Get: { TableName: 'orders-local', Key: { pk: { S: 'o1' } } } }],
    });
    expect(isAllowed([allow('dynamodb:GetItem', ORDERS)], reads)).toBe(true);
    expect(isAllowed([], reads)).toBe(false);
  });
});

describe('a batch', () => {
  it('needs the batch action on every table', () => {
    const write = call('dynamodb', 'BatchWriteItem', {
      RequestItems: {
        'orders-local': [{ PutRequest: { Item: { pk: { S: 'o1' } } } }],
        'stock-local': [{ DeleteRequest: { Key: { pk: { S: 's1' } } } }],
      },
    });
    expect(isAllowed([allow('dynamodb:BatchWriteItem', ORDERS)], write)).toBe(false);
    expect(isAllowed([allow('dynamodb:BatchWriteItem', arn('dynamodb', 'table/*'))], write)).toBe(true);
  });

  it('of reads is held to every leading key', () => {
    const read = call('dynamodb', 'BatchGetItem', {
      RequestItems: { 'orders-local': { Keys: [{ pk: { S: 'o1' } }, { pk: { S: 'o2' } }] } },
    });
    const only = (keys: readonly string[]): PolicyStatement =>
      allow('dynamodb:BatchGetItem', ORDERS, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': keys } });
    expect(isAllowed([only(['o1'])], read)).toBe(false);
    expect(isAllowed([only(['o1', 'o2'])], read)).toBe(true);
  });
});

describe('a function that replays', () => {
  const replay = call('events', 'StartReplay', {
    ReplayName: 'again',
    EventSourceArn: arn('events', 'archive/all'),
    Destination: { Arn: arn('events', 'event-bus/shop') },
  });
  const grants = ['archive/all', 'event-bus/shop', 'replay/*'].map((resource) =>
    allow('events:StartReplay', arn('events', resource)),
  );

  it('needs the archive, the bus and the replay', () => {
    expect(isAllowed(grants, replay)).toBe(true);
    for (const grant of grants)
      expect(
        isAllowed(
          grants.filter((one) => one !== grant),
          replay,
        ),
      ).toBe(false);
  });

  it.each([
    ['DescribeReplay', { ReplayName: 'again' }, arn('events', 'replay/again')],
    ['CancelReplay', { ReplayName: 'again' }, arn('events', 'replay/again')],
    ['DescribeArchive', { ArchiveName: 'all' }, arn('events', 'archive/all')],
    ['ListReplays', {}, '*'],
    ['ListArchives', {}, '*'],
  ])('needs %s on what it names', (operation, input, resource) => {
    expect(isAllowed([allow(`events:${operation}`, resource)], call('events', operation, input))).toBe(true);
    expect(isAllowed([allow('events:PutEvents', '*')], call('events', operation, input))).toBe(false);
  });
});

describe('a function that publishes', () => {
  const put = (...entries: readonly object[]): Call => call('events', 'PutEvents', { Entries: entries });
  const entry = { EventBusName: 'shop', Source: 'orders', DetailType: 'OrderPlaced' };
  const conditions = {
    StringEquals: { 'events:source': ['orders'] },
    StringLike: { 'events:detail-type': ['Order*'] },
  };
  const statements = [allow('events:PutEvents', arn('events', 'event-bus/shop'), conditions)];

  it('may put its own events on the bus', () => {
    expect(isAllowed(statements, put(entry))).toBe(true);
    expect(isAllowed(statements, put({ ...entry, EventBusName: arn('events', 'event-bus/shop') }))).toBe(true);
  });

  it.each([{ Source: 'payments' }, { DetailType: 'PaymentCaptured' }, { EventBusName: undefined }])(
    'may not put %j, not even beside its own',
    (override) => {
      const model = aModelWhereRoleSays(statements);
      expect(refusal(model, put(entry, { ...entry, ...override }))).toMatchObject({ name: 'AccessDeniedException' });
    },
  );
});

describe('a function that sends to a queue', () => {
  const send = call('sqs', 'SendMessageBatch', {
    QueueUrl: `http://127.0.0.1:4566/${ACCOUNT}/payments-in`,
    Entries: [],
  });
  const QUEUE = arn('sqs', 'payments-in');

  it('needs sqs:SendMessage for a batch too', () => {
    expect(isAllowed([allow('sqs:SendMessage', QUEUE)], send)).toBe(true);
    expect(isAllowed([allow('sqs:SendMessageBatch', QUEUE)], send)).toBe(false);
  });

  it('is refused as SQS does it: another name, the action in lower case', () => {
    expect(refusal(aModelWhereRoleSays([]), send)).toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: `User: ${USER} is not authorized to perform: sqs:sendmessage on resource: ${QUEUE} because no identity-based policy allows the sqs:sendmessage action`,
    });
  });

  it('is allowed by the policy of the queue as well, unless that denies', () => {
    const [queue] = aModel().queues;
    const role = `arn:aws:iam::${ACCOUNT}:role/orders-place`;
    const withPolicy = (effect: 'Allow' | 'Deny', statements: readonly PolicyStatement[]): CloudModel =>
      aModelWhereRoleSays(statements, {
        queues: [{ ...queue!, policy: [aStatement({ effect, principals: [role], resources: [QUEUE] })] }],
      });
    expect(refusal(withPolicy('Allow', []), send)).toBeUndefined();
    expect(refusal(withPolicy('Deny', [allow('sqs:*', '*')]), send)?.message).toContain(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('moves messages back only with all of the permissions', () => {
    const move = call('sqs', 'StartMessageMoveTask', { SourceArn: QUEUE });
    const actions = ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    expect(isAllowed([allow(actions, QUEUE)], move)).toBe(true);
    expect(isAllowed([allow(actions.slice(1), QUEUE)], move)).toBe(false);
  });
});

describe('a function that reads a secret', () => {
  const SECRET = arn('secretsmanager', 'secret:warehouse/key-Ab12Cd');
  const read = (SecretId: string): Call => call('secretsmanager', 'GetSecretValue', { SecretId });

  it.each(['warehouse/key', SECRET, arn('secretsmanager', 'secret:warehouse/key')])('may ask for %s', (id) => {
    expect(isAllowed([allow('secretsmanager:GetSecretValue', SECRET)], read(id))).toBe(true);
    const wildcard = arn('secretsmanager', 'secret:warehouse/key-??????');
    expect(isAllowed([allow('secretsmanager:GetSecretValue', wildcard)], read(id))).toBe(true);
  });

  it('is refused before it learns whether the secret exists, and shown what it asked for', () => {
    expect(refusal(aModelWhereRoleSays([]), read('no/such'))).toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${USER} is not authorized to perform: secretsmanager:GetSecretValue on resource: no/such because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    });
  });

  it('lists secrets only where the policy names no resource', () => {
    const list = call('secretsmanager', 'ListSecrets', {});
    expect(isAllowed([allow('secretsmanager:ListSecrets', SECRET)], list)).toBe(false);
    expect(refusal(aModelWhereRoleSays([]), list)?.message).toContain('perform: secretsmanager:ListSecrets because no');
  });
});

describe('a function that sends mail', () => {
  const IDENTITY = arn('ses', 'identity/shop.example');
  const send = (Source: string): Call =>
    call('ses', 'SendEmail', { Source, Destination: { ToAddresses: ['jane@example.com'] } });

  it('needs the identity of the sender, and may be held to an address', () => {
    const conditions = { StringEquals: { 'ses:FromAddress': ['orders@shop.example'] } };
    const statements = [allow('ses:SendEmail', IDENTITY, conditions)];
    expect(isAllowed(statements, send('Shop <orders@shop.example>'))).toBe(true);
    expect(isAllowed(statements, send('billing@shop.example'))).toBe(false);
  });

  it('may be held to the domain of the recipients', () => {
    const conditions = { 'ForAllValues:StringLike': { 'ses:Recipients': ['*@shop.example'] } };
    expect(isAllowed([allow('ses:SendEmail', IDENTITY, conditions)], send('a@shop.example'))).toBe(false);
  });

  it('is refused in the words of SES', () => {
    expect(refusal(aModelWhereRoleSays([]), send('orders@shop.example'))).toMatchObject({
      name: 'AccessDenied',
      message: `User \`${USER}' is not authorized to perform \`ses:SendEmail' on resource \`${IDENTITY}'`,
    });
  });

  it('needs the permission for raw mails by their From header', () => {
    const Data = Buffer.from('From: Shop <orders@shop.example>\r\nTo: jane@example.com\r\n\r\nHello');
    const raw = call('ses', 'SendRawEmail', { RawMessage: { Data } });
    expect(isAllowed([allow('ses:SendRawEmail', IDENTITY)], raw)).toBe(true);
    expect(isAllowed([allow('ses:SendEmail', IDENTITY)], raw)).toBe(false);
  });
});

describe('a function that stores objects', () => {
  const get = call('s3', 'GetObject', { Bucket: 'invoices', Key: '2026/INV-1.pdf' });

  it('needs the objects of the bucket, not the bucket', () => {
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/*')], get)).toBe(true);
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices')], get)).toBe(false);
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/2025/*')], get)).toBe(false);
  });

  it('needs s3:GetObject for a head and s3:ListBucket for a list', () => {
    const head = call('s3', 'HeadObject', { Bucket: 'invoices', Key: 'a' });
    const list = call('s3', 'ListObjectsV2', { Bucket: 'invoices', Prefix: '2026/' });
    const conditions = { StringLike: { 's3:prefix': ['2026/*'] } };
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/a')], head)).toBe(true);
    expect(isAllowed([allow('s3:ListBucket', 'arn:aws:s3:::invoices', conditions)], list)).toBe(true);
    expect(isAllowed([allow('s3:ListBucket', 'arn:aws:s3:::invoices/*')], list)).toBe(false);
  });

  it('is refused in the words of S3', () => {
    expect(refusal(aModelWhereRoleSays([]), get)).toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::invoices/2026/INV-1.pdf" because no identity-based policy allows the s3:GetObject action`,
    });
  });
});

describe('a function that invokes a function', () => {
  const target = arn('lambda', 'function:orders-local-place');
  it.each(['orders-local-place', 'orders-local-place:live', target, `${ACCOUNT}:function:orders-local-place`])(
    'may name it %s',
    (FunctionName) => {
      expect(isAllowed([allow('lambda:InvokeFunction', target)], call('lambda', 'Invoke', { FunctionName }))).toBe(
        true,
      );
    },
  );

  it('is refused with 403', () => {
    expect(refusal(aModelWhereRoleSays([]), call('lambda', 'Invoke', { FunctionName: 'other' }))).toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('the user pool', () => {
  const POOL = arn('cognito-idp', 'userpool/eu-west-1_local');
  const anonymous: Caller = { kind: 'anonymous' };

  it.each(['SignUp', 'ConfirmSignUp', 'InitiateAuth', 'GetUser', 'ForgotPassword'])('lets anyone %s', (operation) => {
    expect(refusal(aModel(), call('cognito-idp', operation, {}, anonymous))).toBeUndefined();
    expect(refusal(aModel(), call('cognito-idp', operation, {}))).toBeUndefined();
  });

  it('is administered with the permission on the pool', () => {
    const made = call('cognito-idp', 'AdminDeleteUser', { UserPoolId: 'eu-west-1_local', Username: 'jane' });
    expect(isAllowed([allow('cognito-idp:AdminDeleteUser', POOL)], made)).toBe(true);
    expect(refusal(aModelWhereRoleSays([]), made)).toMatchObject({ name: 'AccessDeniedException' });
    expect(refusal(aModel(), { ...made, caller: anonymous })).toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });
});

describe('a caller without credentials', () => {
  it('is refused by S3 in its own way', () => {
    const made = call('s3', 'GetObject', { Bucket: 'invoices', Key: 'a' }, { kind: 'anonymous' });
    expect(refusal(aModel(), made)).toMatchObject({ name: 'AccessDenied', message: 'Access Denied' });
  });
});

describe('AWS itself acting for a rule', () => {
  const rule = arn('events', 'rule/shop/to-payments');
  const eventBridge: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn: rule };
  const QUEUE = arn('sqs', 'payments-in');
  const send = (caller: Caller = eventBridge): Call =>
    call('sqs', 'SendMessage', { QueueUrl: aModel().queues[0]!.url, MessageBody: '{}' }, caller);
  const withPolicy = (...policy: readonly PolicyStatement[]): CloudModel =>
    aModel({ queues: aModel().queues.map((queue) => ({ ...queue, policy })) });
  const granted = aStatement({
    actions: ['sqs:SendMessage'],
    resources: [QUEUE],
    principals: ['events.amazonaws.com'],
    conditions: { ArnEquals: { 'aws:SourceArn': [rule] } },
  });

  it('may send where the queue policy names it and the rule', () => {
    expect(refusal(withPolicy(granted), send())).toBeUndefined();
  });

  it('may not without a queue policy', () => {
    expect(refusal(withPolicy(), send())).toMatchObject({
      name: 'AccessDenied',
      message: `User: events.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${QUEUE} because no resource-based policy allows the sqs:sendmessage action`,
    });
  });

  it('may not for another rule, nor as another service', () => {
    const other = { ...eventBridge, sourceArn: arn('events', 'rule/shop/other') };
    expect(refusal(withPolicy(granted), send(other))).toBeDefined();
    expect(refusal(withPolicy(granted), send({ ...eventBridge, principal: 'sns.amazonaws.com' }))).toBeDefined();
  });

  it('may invoke a function that permits it', () => {
    const invoke = call('lambda', 'Invoke', { FunctionName: 'orders-local-place' }, eventBridge);
    const permission = aStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [aFunction().arn],
      principals: ['events.amazonaws.com'],
      conditions: { ArnLike: { 'aws:SourceArn': [arn('events', 'rule/shop/*')] } },
    });
    expect(refusal(aModel({ functions: [aFunction({ policy: [permission] })] }), invoke)).toBeUndefined();
    expect(refusal(aModel(), invoke)).toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the operator', () => {
  it('may do everything', () => {
    expect(refusal(aModel(), { ...putOrder, caller: { kind: 'admin' } })).toBeUndefined();
  });
});

describe('what the local cloud cannot judge', () => {
  it('is refused by name when a function calls an operation it does not have', () => {
    expect(
      refusal(aModelWhereRoleSays([aStatement()]), call('dynamodb', 'ExportTableToPointInTime', {})),
    ).toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it.each([
    [{ DateLessThan: { 'aws:SourceArn': ['x'] } }, 'condition operator DateLessThan'],
    [{ StringEquals: { 'aws:SourceIp': ['10.0.0.1'] } }, 'condition key aws:SourceIp'],
    [{ StringEquals: { 'dynamodb:LeadingKeys': ['${aws:userid}'] } }, 'policy variables: ${aws:userid}'],
  ])('stops the start: %j', (conditions, text) => {
    const start = (): unknown => makeAccess(aModelWhereRoleSays([aStatement({ conditions })]));
    expect(start).toThrow('The policy of the role orders-place cannot be enforced locally.');
    try {
      start();
    } catch (error) {
      expect((error as Error).cause).toMatchObject({ message: expect.stringContaining(text) });
    }
  });

  it('stops the start when a function has no role', () => {
    expect(() => makeAccess(aModel({ roles: [] }))).toThrow('The role of orders-local-place is not in the model');
  });
});

describe('what AWS does in the name of a function', () => {
  it('is judged by its role', () => {
    const access = makeAccess(aModelWhereRoleSays([allow('sqs:SendMessage', arn('sqs', 'payments-in'))]));
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'payments-in'))).toBe(true);
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'other'))).toBe(false);
  });

  it('sees the global keys', () => {
    const conditions = { StringEquals: { 'aws:RequestedRegion': [REGION] }, Bool: { 'aws:SecureTransport': ['true'] } };
    const access = makeAccess(aModelWhereRoleSays([allow('sqs:SendMessage', '*', conditions)]));
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'other'))).toBe(true);
  });
});
