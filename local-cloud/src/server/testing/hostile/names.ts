import type { CloudModel, TableDefinition } from '../../../template/model.ts';

/** JSON as it goes over the wire. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * What a member of this name may hold, so that the service does not refuse the input at once. Some of these inputs are
 * accepted: therefore only things are named here that nobody else relies on.
 */
export type Names = Readonly<Record<string, readonly Json[]>>;

const VALUE = { S: 'value' };
export const HOSTILE_USER = 'hostile@orderwire.test';

/** A table that no function follows, if there is one: what is written there goes nowhere else. */
const quietTable = ({ tables }: CloudModel): TableDefinition | undefined =>
  tables.find(({ stream }) => stream === undefined) ?? tables[0];

const keyOf = (table: TableDefinition, value: string): Record<string, Json> =>
  Object.fromEntries(
    [table.hashKey, ...(table.rangeKey ? [table.rangeKey] : [])].map(({ name, type }) => [
      name,
      { [type]: type === 'S' ? value : type === 'N' ? '1' : 'AAAA' },
    ]),
  );

const dynamoDbNames = (model: CloudModel): Names => {
  const table = quietTable(model);
  if (table === undefined) return {};
  const { name, hashKey } = table;
  const keys = ['hostile-1', 'hostile-2', 'hostile-3'].map((value) => keyOf(table, value));
  const items = keys.map((key) => ({ ...key, note: VALUE, listed: { L: [VALUE, { M: { a: { BOOL: true } } }] } }));
  const [key = {}] = keys;
  const [item = {}] = items;
  return {
    TableName: [name],
    Key: keys,
    Item: items,
    RequestItems: [
      { [name]: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key: keys[1] ?? {} } }] },
      { [name]: { Keys: keys } },
    ],
    TransactItems: [
      [{ Put: { TableName: name, Item: item } }, { Delete: { TableName: name, Key: keys[1] ?? {} } }],
      [{ Update: { TableName: name, Key: key, UpdateExpression: 'REMOVE note' } }],
      [{ Get: { TableName: name, Key: key } }],
    ],
    ExclusiveStartKey: keys,
    ConditionExpression: ['attribute_exists(#a) OR #a = :a', 'NOT #a < :a'],
    FilterExpression: ['#a = :a', 'contains(#a, :a)'],
    KeyConditionExpression: [`${hashKey.name} = :a`],
    UpdateExpression: [
      'SET #a = :a',
      'SET #a = if_not_exists(#a, :a) REMOVE other',
      'ADD counted :a',
      'SET #a.b[3] = :a',
    ],
    ProjectionExpression: ['#a', 'note, listed[0]'],
    ExpressionAttributeNames: [{ '#a': 'note' }],
    ExpressionAttributeValues: [{ ':a': VALUE }, { ':a': { N: '1' } }, { ':a': { L: [VALUE] } }],
    IndexName: table.indexes.map((index) => index.name),
    ReturnValues: ['NONE', 'ALL_OLD', 'ALL_OLD', 'UPDATED_NEW'],
    ReturnConsumedCapacity: ['TOTAL', 'INDEXES', 'NONE'],
    ReturnItemCollectionMetrics: ['SIZE'],
    Select: ['COUNT', 'ALL_ATTRIBUTES'],
    Limit: [1, 10],
    ReturnValuesOnConditionCheckFailure: ['ALL_OLD', 'NONE'],
  };
};

/** Queues that no function reads and that nothing else is done with. */
const sqsNames = ({ queues, mappings }: CloudModel): Names => {
  const read = new Set(mappings.map(({ sourceArn }) => sourceArn));
  const quiet = queues.filter(({ arn }) => !read.has(arn));
  const usable = quiet.length > 0 ? quiet : queues;
  const entry = {
    Id: 'a',
    MessageBody: 'body',
    ReceiptHandle: Buffer.from(`${usable[0]?.name}/0/1`).toString('base64'),
  };
  return {
    QueueUrl: usable.map(({ url }) => url),
    QueueName: usable.map(({ name }) => name),
    QueueNamePrefix: ['order'],
    SourceArn: usable.map(({ arn }) => arn),
    DestinationArn: usable.map(({ arn }) => arn),
    MessageBody: ['body'],
    ReceiptHandle: [entry.ReceiptHandle],
    Entries: [[entry], [entry, { ...entry, Id: 'b', VisibilityTimeout: 3 }]],
    MessageAttributes: [
      { name: { DataType: 'String', StringValue: 'x' }, bytes: { DataType: 'Binary', BinaryValue: 'AAAA' } },
    ],
    AttributeNames: [['All'], ['ApproximateNumberOfMessages']],
    MessageAttributeNames: [['All'], ['.*']],
    MessageSystemAttributeNames: [['All']],
    MaxNumberOfMessages: [1, 10],
    VisibilityTimeout: [0, 30],
    // A request that waits for a message would only take time.
    WaitTimeSeconds: [0],
    DelaySeconds: [0, 900],
    MaxResults: [1],
  };
};

const eventNames = ({ archives, buses, rules }: CloudModel): Names => ({
  Entries: [
    [
      {
        Source: 'hostile',
        DetailType: 'Hostile',
        Detail: '{"a":{"b":[1]}}',
        EventBusName: buses[0]?.name ?? 'default',
      },
    ],
    [{ Source: 'hostile', DetailType: 'Hostile', Detail: '{}', Time: 1_767_225_600, Resources: ['x'] }],
  ],
  EventBusName: buses.map(({ name }) => name),
  Name: buses.map(({ name }) => name),
  NamePrefix: ['order'],
  ArchiveName: archives.map(({ name }) => name),
  EventSourceArn: archives.map(({ arn }) => arn),
  ReplayName: ['hostile'],
  EventStartTime: [1_767_225_600],
  EventEndTime: [1_767_312_000],
  Destination: buses.map(({ arn }) => ({ Arn: arn, FilterArns: rules.slice(0, 1).map((rule) => rule.arn) })),
  Event: [
    '{"id":"1","detail-type":"x","source":"y","account":"1","time":"2026-01-01T00:00:00Z","region":"r","resources":[],"detail":{"a":1}}',
  ],
  EventPattern: [
    '{"detail":{"a":[{"numeric":["=",1]}]}}',
    '{"source":[{"prefix":"y"}],"$or":[{"a":[1]},{"b":[{"exists":false}]}]}',
  ],
  State: ['ENABLED'],
});

const cognitoNames = ({ userPools }: CloudModel): Names => ({
  UserPoolId: userPools.map(({ id }) => id),
  ClientId: userPools.flatMap(({ clientIds }) => clientIds),
  Username: [HOSTILE_USER],
  Password: ['A-fine-password-42'],
  TemporaryPassword: ['A-fine-password-42'],
  ConfirmationCode: ['000000'],
  AuthFlow: ['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
  AuthParameters: [{ USERNAME: HOSTILE_USER, PASSWORD: 'A-fine-password-42' }, { REFRESH_TOKEN: 'x' }],
  UserAttributes: [
    [
      { Name: 'email', Value: HOSTILE_USER },
      { Name: 'name', Value: 'Hostile' },
    ],
  ],
  GroupName: userPools.flatMap(({ groups }) => groups),
  MessageAction: ['SUPPRESS', 'RESEND'],
  AccessToken: ['e30.e30.e30', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
});

const otherNames = ({ secrets, emailIdentities }: CloudModel): Names => {
  const sender = emailIdentities[0]?.identity ?? 'a@example.com';
  const mail = `From: ${sender}\r\nTo: b@example.com\r\nSubject: =?utf-8?q?x?=\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--`;
  return {
    SecretId: secrets.map(({ name }) => name),
    SecretString: ['{"key":"value"}'],
    SecretBinary: ['AAAA'],
    Description: ['hostile'],
    ClientRequestToken: ['8f14e45f-ceea-467f-a0e6-4d7d0f6d4d4d'],
    // Never the current version: functions read it.
    VersionStages: [['HOSTILE']],
    VersionStage: ['HOSTILE'],
    Source: [sender],
    Destination: [{ ToAddresses: ['b@example.com'], CcAddresses: ['"C, D" <c@example.com>'] }],
    Message: [{ Subject: { Data: 'Subject' }, Body: { Text: { Data: 'Text' }, Html: { Data: '<p>Text</p>' } } }],
    RawMessage: [{ Data: Buffer.from(mail).toString('base64') }],
    Destinations: [['b@example.com']],
    ReplyToAddresses: [['d@example.com']],
    Tags: [[{ Name: 'kind', Value: 'hostile' }]],
    ReturnPath: [sender],
    logGroupName: ['/aws/lambda/none'],
    filterPattern: ['word "two words"'],
  };
};

/** What each service calls the things of this deployment. */
export const namesOf = (model: CloudModel): Readonly<Record<string, Names>> => ({
  dynamodb: dynamoDbNames(model),
  sqs: sqsNames(model),
  events: eventNames(model),
  'cognito-idp': cognitoNames(model),
  secretsmanager: otherNames(model),
  ses: otherNames(model),
  logs: otherNames(model),
});

/** These are always given: without them an input would act on something that other tests rely on. */
export const KEPT_MEMBERS: ReadonlySet<string> = new Set(['VersionStages']);
