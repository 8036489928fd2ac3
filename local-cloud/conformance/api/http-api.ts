import { request as overHttp } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { request as overHttps } from 'node:https';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, same } from '../check.ts';
import { poolOf, signIn, withUser } from '../cognito/pool.ts';
import { API_GATEWAY } from '../pages.ts';

interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** With the headers as they are: repeated ones stay apart, which fetch cannot do. */
const ask = async (cloud: Cloud, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> => {
  const url = new URL(path, (await poolOf(cloud)).apiUrl);
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
};

interface Event {
  readonly [field: string]: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What the function was handed. */
const handed = async (cloud: Cloud, path: string, asked: Asked = {}): Promise<Event> =>
  JSON.parse((await ask(cloud, path, asked)).text) as Event;

const messageIn = ({ text }: Answer): string | undefined => (JSON.parse(text) as { readonly message?: string }).message;

const bearing = (token = ''): Asked => ({ headers: { authorization: `Bearer ${token}` } });

export const httpApi = casesOf('api', API_GATEWAY.guide('http-api-develop-integrations-lambda'), [
  {
    name: 'event/format',
    rule: 'A function gets version 2.0 of the event: route, path, query, path parameters and method.',
    run: async (cloud) => {
      const event = await handed(cloud, '/open/a%20b?x=1&y=%C3%BC', { method: 'DELETE' });
      same([event['version'], event['routeKey'], event['rawPath']], ['2.0', 'ANY /open/{which}', '/open/a b']);
      same([event['rawQueryString'], event['queryStringParameters']], ['x=1&y=%C3%BC', { x: '1', y: '\u{fc}' }]);
      same([event['pathParameters'], event['isBase64Encoded']], [{ which: 'a b' }, false]);
      same(event.requestContext['http']?.['method'], 'DELETE');
    },
  },
  {
    name: 'event/header-names',
    rule: 'Header names are in lower case.',
    run: async (cloud) => {
      const { headers } = await handed(cloud, '/open/x', { headers: { 'X-Own-Header': 'Own' } });
      same([headers['x-own-header'], headers['X-Own-Header']], ['Own', undefined]);
    },
  },
  {
    name: 'event/repeated-headers',
    rule: 'Headers that come several times are joined by commas.',
    run: async (cloud) => {
      const { headers } = await handed(cloud, '/open/x', { headers: { 'x-many': ['a', 'b'] } });
      same(headers['x-many'], 'a,b');
    },
  },
  {
    name: 'event/repeated-parameters',
    rule: 'Query parameters that come several times are joined by commas.',
    run: async (cloud) => {
      same((await handed(cloud, '/open/x?a=1&a=2'))['queryStringParameters'], { a: '1,2' });
    },
  },
  {
    name: 'event/cookies',
    rule: 'Cookies are a list of their own.',
    run: async (cloud) => {
      same((await handed(cloud, '/open/x', { headers: { cookie: 'a=1; b=2' } }))['cookies'], ['a=1', 'b=2']);
    },
  },
  {
    name: 'event/text',
    rule: 'A JSON body is handed over as the text that was sent.',
    run: async (cloud) => {
      const body = '{ "a" : "\u{fc}" }';
      const event = await handed(cloud, '/open/x', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      same([event['body'], event['isBase64Encoded']], [body, false]);
    },
  },
  {
    name: 'event/bytes',
    rule: 'A body of bytes is handed over in base64, and says so.',
    run: async (cloud) => {
      const body = Uint8Array.of(0, 255, 10);
      const headers = { 'content-type': 'application/octet-stream' };
      const event = await handed(cloud, '/open/x', { method: 'POST', headers, body });
      same([event['body'], event['isBase64Encoded']], [Buffer.from(body).toString('base64'), true]);
    },
  },
  {
    name: 'answer/whole',
    rule: 'Status, headers, cookies and decoded bytes of the answer are what the function said.',
    run: async (cloud) => {
      const { status, headers, text } = await ask(cloud, '/open/x?ask=whole');
      same(
        [status, headers['x-own'], [headers['set-cookie'] ?? []].flat(), text],
        [201, 'own', ['a=1', 'b=2'], 'bytes'],
      );
    },
  },
  {
    name: 'answer/value',
    rule: 'A value without a status code is the body of a 200, as JSON.',
    run: async (cloud) => {
      const { status, headers, text } = await ask(cloud, '/open/x?ask=value');
      same([status, headers['content-type'], JSON.parse(text)], [200, 'application/json', { any: 'value' }]);
    },
  },
  {
    name: 'answer/thrown',
    rule: 'A function that throws is a 500 that tells nothing of it.',
    run: async (cloud) => {
      const answer = await ask(cloud, '/open/x?ask=throw');
      same([answer.status, messageIn(answer)], [500, 'Internal Server Error']);
      holds(!answer.text.includes('asked to throw'), answer.text);
    },
  },
  {
    name: 'answer/wrong',
    rule: 'An answer in a wrong format is a 500.',
    run: async (cloud) => {
      const answer = await ask(cloud, '/open/x?ask=wrong');
      same([answer.status, messageIn(answer)], [500, 'Internal Server Error']);
    },
  },
  {
    name: 'route/unknown',
    rule: 'What no route matches is a 404 of API Gateway.',
    source: API_GATEWAY.guide('http-api-develop-routes'),
    run: async (cloud) => {
      for (const path of ['/', '/open', '/open/a/b']) {
        const answer = await ask(cloud, path);
        same([answer.status, messageIn(answer)], [404, 'Not Found'], path);
      }
    },
  },
  {
    name: 'route/method',
    rule: 'Another method than that of the route is a 404, too.',
    source: API_GATEWAY.guide('http-api-develop-routes'),
    run: async (cloud) => {
      same((await ask(cloud, '/signed', { method: 'POST' })).status, 404);
    },
  },
  {
    name: 'body/too-large',
    rule: 'A body of more than 10 MB is refused with 413.',
    source: API_GATEWAY.guide('http-api-quotas'),
    run: async (cloud) => {
      const { status } = await ask(cloud, '/open/x', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1, 'x') });
      same(status, 413);
    },
  },
  {
    name: 'jwt/none',
    rule: 'Without a token, or with one that is none, a route with an authorizer is 401.',
    source: API_GATEWAY.guide('http-api-jwt-authorizer'),
    run: async (cloud) => {
      for (const asked of [{}, bearing('no-token'), bearing('a.b.c'), { headers: { authorization: 'Basic eA==' } }]) {
        const answer = await ask(cloud, '/signed', asked);
        same([answer.status, messageIn(answer)], [401, 'Unauthorized']);
      }
    },
  },
  {
    name: 'jwt/access-token',
    rule: 'An access token of the pool and the client is let in, and the function gets its claims.',
    source: API_GATEWAY.guide('http-api-jwt-authorizer'),
    run: withUser(async (email, cloud) => {
      const { AccessToken } = (await signIn(cloud, email)).AuthenticationResult ?? {};
      const { requestContext } = await handed(cloud, '/signed', bearing(AccessToken));
      const jwt = requestContext['authorizer']?.['jwt'] as { readonly claims: Readonly<Record<string, string>> };
      same([jwt.claims['token_use'], jwt.claims['client_id']], ['access', (await poolOf(cloud)).clientId]);
    }),
  },
  {
    name: 'jwt/id-token',
    rule: 'An id token is let in as well where the route asks no scope: the function has to look at token_use.',
    source: API_GATEWAY.guide('http-api-jwt-authorizer'),
    run: withUser(async (email, cloud) => {
      const { IdToken } = (await signIn(cloud, email)).AuthenticationResult ?? {};
      same((await ask(cloud, '/signed', bearing(IdToken))).status, 200);
    }),
  },
  {
    name: 'jwt/scope',
    rule: 'Where the route asks a scope, a token without it is 403: an access token passes, an id token does not.',
    source: API_GATEWAY.guide('http-api-jwt-authorizer'),
    run: withUser(async (email, cloud) => {
      const { AccessToken, IdToken } = (await signIn(cloud, email)).AuthenticationResult ?? {};
      same((await ask(cloud, '/scoped', bearing(AccessToken))).status, 200);
      const answer = await ask(cloud, '/scoped', bearing(IdToken));
      same([answer.status, messageIn(answer)], [403, 'Forbidden']);
    }),
  },
  {
    name: 'jwt/forged',
    rule: 'A token whose signature is not that of the pool is 401.',
    source: API_GATEWAY.guide('http-api-jwt-authorizer'),
    run: withUser(async (email, cloud) => {
      const { AccessToken = '' } = (await signIn(cloud, email)).AuthenticationResult ?? {};
      const [head = '', body = '', signature = ''] = AccessToken.split('.');
      const other = `${signature.slice(0, 10)}${signature[10] === 'A' ? 'B' : 'A'}${signature.slice(11)}`;
      same((await ask(cloud, '/signed', bearing(`${head}.${body}.${other}`))).status, 401);
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      same((await ask(cloud, '/signed', bearing(`${none}.${body}.`))).status, 401);
    }),
  },
]);
