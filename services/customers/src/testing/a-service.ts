import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { once } from '@orderwire/kernel/lazy';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeUsers } from '@orderwire/local-cloud/engine/users/users';
import { readOutbox } from '@orderwire/store/outbox';
import { heldToRoutes } from '@orderwire/testing/answers';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { cognitoUsers } from '../adapters/cognito-users.ts';
import { compose } from '../service.ts';

export const EMAIL = 'canary@example.com';
export const PASSWORD = 'Correct-horse1';

const signingKey = once(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), kid: 'k1' };
});

const pool = {
  id: 'pool-1',
  arn: 'arn:aws:cognito-idp:eu-central-1:000000000000:userpool/pool-1',
  clientIds: ['client-1'],
  groups: ['staff', 'support'],
  issuer: 'http://127.0.0.1/pool-1',
  passwordPolicy: {
    ...{ minimumLength: 12, requireUppercase: true, requireLowercase: true, requireNumbers: true },
    requireSymbols: false,
  },
  accessTokenMinutes: 60,
};

/** Chance that is the same in every run. */
const seeded = () => {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

interface Call {
  /** What the authorizer has verified. */
  readonly claims?: object;
  /** An access token: the claims, and the header. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The claims of somebody in these groups of the user pool. */
export const member = (groups: string, sub = 'staff-1') => ({
  claims: { sub, token_use: 'access', 'cognito:groups': `[${groups}]` },
});

/** The whole service on the engine's user pool and table. */
export const aService = () => {
  const codes: string[] = [];
  const mails: { readonly to: string; readonly text: string }[] = [];
  const [clientId, table] = ['client-1', tableFrom(join(__dirname, '../../resources.yml'), 'CustomersTable')];
  let now = Date.parse('2026-03-01T12:00:00.000Z');
  const environment = { now: () => now, random: seeded() };
  const common = { environment, meter: makeMeter(), ownerOf: () => 'customers' };
  const cloudUsers = makeUsers({
    ...common,
    pools: [pool],
    signingKey: signingKey(),
    sendCode: (to, _subject, text) => {
      mails.push({ to, text });
      codes.push(/\d{6}/.exec(text)?.[0] ?? '');
    },
  });
  const dynamoDb = makeDynamoDb({ ...common, tables: [table] });
  const failing = new Set<string>();
  const operations = Object.entries(cloudUsers.operations).map(([name, operation]) => [
    name,
    (input: never, caller: never) => {
      if (failing.delete(name)) throw Object.assign(new Error('Slow down.'), { name: 'TooManyRequestsException' });
      return (operation as (input: never, caller: never) => unknown)(input, caller);
    },
  ]);
  const cognito = {
    ...makeEngineClient(Object.fromEntries(operations) as Parameters<typeof makeEngineClient>[0]),
    failNext: (operation: string) => failing.add(operation),
  };
  const { outside, lines, advance } = makeOutside({
    environment: {
      USER_POOL_CLIENT_ID: clientId,
      USER_POOL_ID: pool.id,
      CUSTOMERS_TABLE: table.name,
      REFRESH_COOKIE: 'secure',
      API_URL: 'https://api.example.com',
    },
    clients: { cognito: cognito.client, dynamo: makeEngineClient(dynamoDb.operations).client },
  });
  /** What our own API answers, by the path without its query; a function may throw. */
  const elsewhere = new Map<string, () => { readonly status: number; readonly body: unknown }>();
  const asked: string[] = [];
  const makeCallOwnApi = (apiUrl: string) => (path: string, accessToken: string) => {
    asked.push(`${apiUrl}${path} ${accessToken.slice(0, 2)}`);
    const known = elsewhere.get(path.replace(/\?.*/, ''));
    return Promise.resolve().then(
      known ?? (() => ({ status: path.startsWith('/orders?') ? 200 : 404, body: { orders: [] } })),
    );
  };
  const { publish: _publish, ...functions } = heldToRoutes(compose({ ...outside, makeCallOwnApi }));

  const call = async (name: keyof typeof functions, body?: unknown, { claims, token, ...more }: Call = {}) => {
    const request = aRequest({ ...more, ...(typeof body === 'string' ? { text: body } : { body }) });
    const known = token === undefined ? claims : claimsOf(token);
    const answer = await functions[name]({
      ...request,
      headers: { ...request.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      requestContext: { ...request.requestContext, ...(known && { authorizer: { jwt: { claims: known } } }) },
    });
    const { statusCode: status, headers, body: text } = answer;
    const cookie = headers?.['set-cookie'];
    return {
      status,
      body: JSON.parse(text ?? 'null') as Record<string, unknown>,
      ...(typeof cookie === 'string' && { cookie }),
    };
  };
  return {
    call,
    registered: async (email = EMAIL) => {
      await call('signUp', { email, password: PASSWORD, name: 'Canary Person' });
      await call('confirmSignUp', { email, code: codes.at(-1) });
    },
    /** Signs in, and gives the tokens and the customer's id. */
    signedIn: async (email = EMAIL, password = PASSWORD) => {
      const { body } = await call('signIn', { email, password });
      const [token, refreshToken] = [String(body['accessToken']), String(body['refreshToken'])];
      return { token, refreshToken, customerId: String(claimsOf(token)['sub']) };
    },
    /** For the user pool and for the service. */
    advance: (ms: number) => {
      now += ms;
      advance(ms);
    },
    published: () =>
      (dynamoDb.operations.Scan({ TableName: table.name }).Items ?? []).flatMap((row) =>
        readOutbox(row['outbox']?.S ?? '', 'orderwire.customers').map(
          ({ detail }) => JSON.parse(detail) as { readonly meta: { readonly type: string }; readonly data: object },
        ),
      ),
    elsewhere,
    asked,
    mails,
    /** The user pool as an operator reaches it. */
    administer: (operation: string, input: object) =>
      (cloudUsers.operations[operation] as (given: object, caller: object) => unknown)(
        { UserPoolId: pool.id, ...input },
        { kind: 'admin' },
      ),
    rows: () => dynamoDb.operations.Scan({ TableName: table.name }).Items ?? [],
    /** Adds attributes to every row, as whoever keeps the customers may. */
    note: (attributes: object) =>
      (dynamoDb.operations.Scan({ TableName: table.name }).Items ?? []).forEach((row) =>
        dynamoDb.operations.PutItem({ TableName: table.name, Item: { ...row, ...marshall(attributes) } }),
      ),
    codes,
    lines,
    cognito,
    /** The user pool as somebody reaches it who does not ask us. */
    users: cognitoUsers({ cognito: cognito.client, clientId }),
  };
};

/** What stands in a token of the user pool. */
export const claimsOf = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
