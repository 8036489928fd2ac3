import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ofType, type Packaged, packaged } from './packaged.ts';

const sourcesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|contract|fixture)\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

const AREAS = readdirSync(join(process.cwd(), 'shared')).filter((area) => area !== 'testing');
const FROM_SHARED = new RegExp(`from '@orderwire/(${AREAS.join('|')})/([\\w-]+)'`, 'g');

/** A service's own sources and those shared modules that its lambda.ts reaches. */
const sourcesOf = (service: string): string => {
  const own = sourcesUnder(join(process.cwd(), 'services', service, 'src')).join('\n');
  const reached = new Map<string, string>();
  const follow = (text: string): void => {
    for (const [, area = '', file = ''] of text.matchAll(FROM_SHARED)) visit(area, file);
  };
  const visit = (area: string, file: string): void => {
    const name = `${area}/${file}`;
    if (reached.has(name)) return;
    const text = readFileSync(join(process.cwd(), 'shared', area, 'src', `${file}.ts`), 'utf8');
    reached.set(name, text);
    follow(text);
    for (const [, sibling = ''] of text.matchAll(/from '\.\/([\w-]+)\.ts'/g)) visit(area, sibling);
  };
  follow(own);
  return [own, ...reached.values()].join('\n');
};

/** Operations of Cognito that are open to anyone: the user's own password, code or token is the proof. */
const OF_USERS = [
  ...['ChangePassword', 'ConfirmForgotPassword', 'ConfirmSignUp', 'ForgotPassword', 'GetUser', 'InitiateAuth'],
  ...['ResendConfirmationCode', 'RespondToAuthChallenge', 'RevokeToken', 'SignUp', 'UpdateUserAttributes'],
  'VerifyUserAttribute',
];

/** What a command needs of IAM. */
const NEEDS: Readonly<Record<string, (source: string) => readonly string[]>> = {
  ...Object.fromEntries(
    ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan'].map((name) => [
      name,
      () => [`dynamodb:${name}`],
    ]),
  ),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  TransactWriteItems: (source) => [
    ...(/\bPut: \{/.test(source) ? ['dynamodb:PutItem'] : []),
    ...(/\bUpdate: \{/.test(source) ? ['dynamodb:UpdateItem'] : []),
    ...(/\bDelete: \{/.test(source) ? ['dynamodb:DeleteItem'] : []),
    ...(/\bConditionCheck: \{/.test(source) ? ['dynamodb:ConditionCheckItem'] : []),
  ],
  PutEvents: () => ['events:PutEvents'],
  SendMessage: () => ['sqs:SendMessage'],
  SendMessageBatch: () => ['sqs:SendMessage'],
  ChangeMessageVisibility: () => ['sqs:ChangeMessageVisibility'],
  GetSecretValue: () => ['secretsmanager:GetSecretValue'],
  GetObject: () => ['s3:GetObject'],
  PutObject: () => ['s3:PutObject'],
  SendEmail: () => ['ses:SendEmail'],
  ...Object.fromEntries(
    ['AdminCreateUser', 'AdminDeleteUser', 'AdminGetUser', 'AdminUserGlobalSignOut'].map((name) => [
      name,
      () => [`cognito-idp:${name}`],
    ]),
  ),
  ...Object.fromEntries(OF_USERS.map((name) => [name, () => []])),
};

const commandsIn = (source: string): readonly string[] => [
  ...new Set([...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => name)),
];

/** What Lambda itself does with a function's role: read its sources, hand over what failed, write its logs. */
const OF_LAMBDA = new Set([
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:DescribeStream',
  'dynamodb:ListStreams',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
]);

interface Role {
  readonly Policies?: readonly {
    readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };
  }[];
}

/** Of the roles that functions have; the framework's common one belongs to none. */
const grantedIn = (service: Packaged): readonly string[] => {
  const actions = ofType(service, 'AWS::IAM::Role')
    .filter(([id]) => id !== 'IamRoleLambdaExecution')
    .flatMap(([, role]) => (role as Role).Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => Action));
  return [...new Set(actions)].filter((action) => !action.startsWith('logs:') && !OF_LAMBDA.has(action)).sort();
};

const neededBy = (source: string): readonly string[] => {
  const needed = commandsIn(source).flatMap((command) => NEEDS[command]?.(source) ?? []);
  return [...new Set(needed)].sort();
};

describe.each(packaged.map((one) => [one.service, one] as const))('the grants of %s', (name, service) => {
  const source = sourcesOf(name);

  it('are of commands that this test knows', () => {
    expect(commandsIn(source).filter((command) => !(command in NEEDS))).toEqual([]);
  });

  it('are those that its code needs, no more and no less', () => {
    expect(grantedIn(service)).toEqual(neededBy(source));
  });
});

describe('the comparison of grants and code bites', () => {
  const role = (...Action: readonly string[]): Packaged => ({
    service: 'planted',
    functions: {},
    resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: [{ Action }] } }] } },
    },
  });
  const source = 'new GetItemCommand({}); new TransactWriteItemsCommand({ TransactItems: [{ Put: {} }] })';

  it.each([
    ['agrees when each is used', ['dynamodb:GetItem', 'dynamodb:PutItem', 'sqs:ReceiveMessage'], true],
    ['finds one that nothing uses', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan'], false],
    ['finds one that is missing', ['dynamodb:GetItem'], false],
  ])('%s', (_what, actions, agrees) => {
    expect(JSON.stringify(grantedIn(role(...actions))) === JSON.stringify(neededBy(source))).toBe(agrees);
  });
});
