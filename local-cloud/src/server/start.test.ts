import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from './start.ts';
import type { LocalServer } from './start.ts';
import { CLIENT_ID, shopModel, WAREHOUSE_KEY } from './testing/shop.ts';
import { until } from './testing/until.ts';
import { makeWorkshop } from './testing/zips.ts';

const workshop = makeWorkshop();
let server: LocalServer;

const begin = () =>
  startServer({
    loadModel: shopModel(workshop),
    apiPort: 0,
    awsPort: 0,
    codeDirectory: workshop.codeDirectory,
    logDirectory: null,
    runtime: join(__dirname, 'workers/runtime.cjs'),
    graceMs: 100,
  });
const settings = () => ({
  endpoint: server.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const local = async (path: string): Promise<unknown> => (await fetch(`${server.awsUrl}/_local${path}`)).json();
const idle = () => until(async () => ((await local('/info.json')) as { idle: boolean }).idle);

const signIn = async (email: string): Promise<string> => {
  const client = new CognitoIdentityProviderClient(settings());
  await client.send(new SignUpCommand({ ClientId: CLIENT_ID, Username: email, Password: 'password-1' }));
  const [mail] = (await local(`/mails.json?to=${email}`)) as { text: string }[];
  const ConfirmationCode = /\d{6}/.exec(mail!.text)![0];
  await client.send(new ConfirmSignUpCommand({ ClientId: CLIENT_ID, Username: email, ConfirmationCode }));
  const AuthParameters = { USERNAME: email, PASSWORD: 'password-1' };
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({ ClientId: CLIENT_ID, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
  client.destroy();
  return AuthenticationResult?.AccessToken ?? '';
};
const place = (id: string, token?: string): Promise<Response> =>
  fetch(`${server.apiUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ id }),
  });

beforeAll(async () => {
  server = await begin();
});
afterAll(async () => {
  await server.stop();
  workshop.clean();
});

describe('an order over HTTP', () => {
  it('goes through functions, stream, bus and queue on the real clock', async () => {
    const response = await place('o1', await signIn('ann@example.com'));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ id: 'o1' });
    await until(async () => JSON.stringify(await local('/logs.json?function=stock-react')).includes('reacted to o1'));
    await idle();
    const client = new DynamoDBClient(settings());
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'o1' } } }));
    client.destroy();
    expect(Item).toEqual({ id: { S: 'o1' } });
    expect(await local('/meter.json')).toMatchObject({
      orders: { 'http-request': 1, wru: 1, 'event-64kb': 1 },
      stock: { 'lambda-request': 1 },
    });
  });

  it('needs a token of the pool, whose keys are published', async () => {
    expect((await place('o2')).status).toBe(401);
    const jwks = await (await fetch(`${server.awsUrl}/local_pool/.well-known/jwks.json`)).json();
    expect(jwks).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });
    const configuration = await (await fetch(`${server.awsUrl}/local_pool/.well-known/openid-configuration`)).json();
    expect(configuration).toMatchObject({ issuer: `${server.awsUrl}/local_pool` });
  });

  it('does not reach a function that has not let the API in', async () => {
    const response = await fetch(`${server.apiUrl}/forbidden`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toMatchObject([500, { message: 'Internal Server Error' }]);
  });
});

describe('a function behind the HTTP API', () => {
  it.each(['fail', 'hang'])('that does %s tells the client nothing but 500', async (what) => {
    const response = await fetch(`${server.apiUrl}/odd/${what}`);
    const text = await response.text();
    expect([response.status, text.includes('secret detail')]).toEqual([500, false]);
  });

  it.each([
    [4, 200],
    [7, 413],
    [12, 413],
  ])('that is sent %d MB answers %d', async (megabytes, status) => {
    const response = await fetch(`${server.apiUrl}/odd/size`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x'.repeat(megabytes * 1024 * 1024),
    });
    expect(response.status).toBe(status);
    await response.text();
  });
});

describe('the role of a function', () => {
  it('is enforced for the keys that the function was given', async () => {
    const client = new LambdaClient(settings());
    const Payload = Buffer.from(JSON.stringify({ body: '{"id":"x"}' }));
    const output = await client.send(new InvokeCommand({ FunctionName: 'orders-forbidden', Payload }));
    client.destroy();
    expect(output.FunctionError).toBe('Unhandled');
    expect(JSON.parse(Buffer.from(output.Payload ?? []).toString())).toMatchObject({
      errorType: 'AccessDeniedException',
    });
  });
});

describe('the queues', () => {
  it('make ReceiveMessage wait until something comes', async () => {
    const client = new SQSClient(settings());
    const QueueUrl = `${server.awsUrl}/123456789012/stock-dead`;
    const receiving = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
    const { Messages } = await receiving;
    client.destroy();
    expect(Messages).toMatchObject([{ Body: 'late' }]);
    const { queues } = (await local('/info.json')) as { queues: { name: string }[] };
    expect(queues.find(({ name }) => name === 'stock-dead')).toMatchObject({ deadLetter: true, inFlight: 1 });
  });
});

describe('a message that its consumer gets later', () => {
  it('is waited for: the platform is not idle, unless it is asked for a shorter time', async () => {
    await idle();
    const client = new SQSClient(settings());
    const QueueUrl = `${server.awsUrl}/123456789012/stock-in`;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}', DelaySeconds: 600 }));
    const soon = (await local('/info.json?within=1000')) as { idle: boolean };
    const ever = (await local('/info.json')) as { idle: boolean };
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    client.destroy();
    expect([soon.idle, ever.idle]).toEqual([true, false]);
    await idle();
  });
});

describe('the pages for people', () => {
  it('show mails, safe to look at', async () => {
    const client = new SESClient(settings());
    await client.send(
      new SendEmailCommand({
        Source: '=?UTF-8?B?TcO8bGxlcg==?= =?UTF-8?B?ICYgU8O2aG5l?= <shop@example.com>',
        Destination: { ToAddresses: ['bo@example.com'] },
        Message: {
          Subject: { Data: '<b>Hi</b>' },
          Body: { Text: { Data: 'text' }, Html: { Data: '<script>1</script>' } },
        },
      }),
    );
    client.destroy();
    expect(await local('/mails.json?to=BO@&subject=hi')).toMatchObject([{ to: ['bo@example.com'], text: 'text' }]);
    expect(await local('/mails.json?to=nobody')).toEqual([]);
    const html = await (await fetch(`${server.awsUrl}/_local/mails?to=bo`)).text();
    expect(html).toContain('&lt;b&gt;Hi&lt;/b&gt;');
    expect(html).toContain('from Müller &amp; Söhne &lt;shop@example.com&gt;');
    expect(html).toContain('sandbox=""');
    expect(html).not.toContain('<script>1');
  });

  it.each(['', '/mails', '/logs', '/live'])('answer at /_local%s', async (path) => {
    const response = await fetch(`${server.awsUrl}/_local${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it.each(['//', '/%', '/_local/%zz', '/_local/partners/nobody/webhooks.json'])('survive %s', async (path) => {
    expect((await fetch(server.awsUrl + path)).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(`${server.awsUrl}/_local`)).status).toBe(200);
  });

  it('tell what the server is on both ports, and have nothing else on the API', async () => {
    const info = await (await fetch(`${server.apiUrl}/_local/info.json`)).json();
    expect(info).toMatchObject({ apiUrl: server.apiUrl, awsUrl: server.awsUrl, stage: 'local' });
    expect((await fetch(`${server.apiUrl}/_local/mails`)).status).toBe(404);
  });

  it('reset the meter', async () => {
    await fetch(`${server.awsUrl}/_local/meter/reset`, { method: 'POST' });
    expect(await local('/meter.json')).toEqual({});
  });

  it('tell what happens while it happens', async () => {
    const live = await fetch(`${server.awsUrl}/_local/events`);
    const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
    const client = new DynamoDBClient(settings());
    await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'o9' } } }));
    client.destroy();
    let heard = '';
    await until(async () => {
      heard += (await reader.read()).value ?? '';
      return heard.includes('OrderPlaced by orders');
    });
    await reader.cancel();
    expect(heard).toMatch(/event: event\ndata: \{"at":"\d{4}-/);
  });
});

describe('the partners', () => {
  const send = (key: string) => {
    const at = Math.floor(Date.now() / 1000);
    return fetch(`${server.awsUrl}/_local/partners/warehouse/webhooks`, {
      method: 'POST',
      headers: {
        'webhook-id': 'wh_1',
        'webhook-timestamp': String(at),
        'webhook-signature': `v1,${createHmac('sha256', key).update(`wh_1.${at}.{"a":1}`).digest('base64')}`,
      },
      body: '{"a":1}',
    });
  };

  it('take what is signed with the key in the secret, unless told to fail', async () => {
    expect((await send('another-key')).status).toBe(401);
    await fetch(`${server.awsUrl}/_local/partners/warehouse/behaviour`, {
      method: 'POST',
      body: '{"status":500,"times":1}',
    });
    expect((await send(WAREHOUSE_KEY)).status).toBe(500);
    expect((await send(WAREHOUSE_KEY)).status).toBe(204);
    expect(await local('/partners/warehouse/webhooks.json')).toMatchObject([
      { verified: false, status: 401, attempt: 1 },
      { verified: true, status: 500, attempt: 2 },
      { verified: true, status: 204, attempt: 3, body: { a: 1 } },
    ]);
  });
});

describe('stopping', () => {
  it('ends open streams, waiting calls and hanging functions, and frees the ports', async () => {
    const shop = server;
    server = await begin();
    const [live, hanging] = [await fetch(`${server.awsUrl}/_local/events`), fetch(`${server.apiUrl}/odd/hang`)];
    const ended = Promise.allSettled([live.text(), hanging]);
    await until(() => server.engine.inFlight().length === 1);
    await server.stop();
    await ended;
    await expect(fetch(server.apiUrl)).rejects.toThrow('fetch failed');
    await expect(fetch(server.awsUrl)).rejects.toThrow('fetch failed');
    server = shop;
  });
});

describe('starting', () => {
  const start = (more: object) =>
    startServer({
      loadModel: shopModel(workshop),
      apiPort: 0,
      awsPort: 0,
      codeDirectory: workshop.codeDirectory,
      ...more,
    });

  it('frees the ports again when the model cannot be loaded', async () => {
    const loadModel = (): never => {
      throw new Error('no packages');
    };
    await expect(start({ loadModel })).rejects.toThrow('no packages');
  });

  it('says which port is taken', async () => {
    const { port } = new URL(server.awsUrl);
    await expect(start({ awsPort: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE', port: Number(port) });
  });
});

describe('what changes something under /_local', () => {
  it.each([
    ['another page', 'http://evil.example', 403],
    ['a page without an origin', 'null', 403],
    ['no page', undefined, 204],
  ])('from %s is answered with its right', async (_what, origin, status) => {
    const headers = origin === undefined ? {} : { origin };
    const response = await fetch(`${server.awsUrl}/_local/meter/reset`, { method: 'POST', headers });
    expect(response.status).toBe(status);
  });

  it('from a page of its own is done', async () => {
    const headers = { origin: server.awsUrl };
    expect((await fetch(`${server.awsUrl}/_local/meter/reset`, { method: 'POST', headers })).status).toBe(204);
  });
});
