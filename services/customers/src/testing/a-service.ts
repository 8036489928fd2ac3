import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { once } from '@orderwire/kernel/lazy';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeUsers } from '@orderwire/local-cloud/engine/users/users';
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
  groups: ['staff'],
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

/** The whole service on the engine's user pool and table. */
export const aService = () => {
  const codes: string[] = [];
  const [clientId, table] = ['client-1', tableFrom(join(__dirname, '../../resources.yml'), 'CustomersTable')];
  const environment = { now: () => Date.parse('2026-03-01T12:00:00.000Z'), random: seeded() };
  const common = { environment, meter: makeMeter(), ownerOf: () => 'customers' };
  const cloudUsers = makeUsers({
    ...common,
    pools: [pool],
    signingKey: signingKey(),
    sendCode: (_to, _subject, text) => codes.push(/\d{6}/.exec(text)?.[0] ?? ''),
  });
  const dynamoDb = makeDynamoDb({ ...common, tables: [table] });
  const cognito = makeEngineClient(cloudUsers.operations);
  const { outside, lines } = makeOutside({
    environment: { USER_POOL_CLIENT_ID: clientId, CUSTOMERS_TABLE: table.name },
    clients: { cognito: cognito.client, dynamo: makeEngineClient(dynamoDb.operations).client },
  });
  const { publish: _publish, ...functions } = heldToRoutes(compose(outside));

  const call = async (name: keyof typeof functions, body?: unknown, claims?: object) => {
    const request = aRequest(typeof body === 'string' ? { text: body } : { body });
    const requestContext = { ...request.requestContext, ...(claims && { authorizer: { jwt: { claims } } }) };
    const { statusCode, body: text } = await functions[name]({ ...request, requestContext });
    return { status: statusCode, body: JSON.parse(text ?? 'null') as Record<string, unknown> };
  };
  return {
    call,
    registered: async (email = EMAIL) => {
      await call('signUp', { email, password: PASSWORD, name: 'Canary Person' });
      await call('confirmSignUp', { email, code: codes.at(-1) });
    },
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
