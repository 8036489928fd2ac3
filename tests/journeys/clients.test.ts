import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { call } from '../../proofs/actors/platform.ts';
import { startWorld, type World } from './world.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a client of another platform sends, what it is answered here, and why. `{id}` is the customer's; codes come by mail. */
type Row = readonly [
  what: string,
  method: Method,
  path: string,
  body: object | ((mailed: { readonly code: string }) => object) | undefined,
  as: 'nobody' | 'customer' | 'staff',
  status: number,
  why: string,
];

const PASSWORD = 'A-fine-password-42';
const CLIENT = { clientId: '1h57kf5cpq17m0eml12EXAMPLE', userPoolId: 'eu-west-1_EXAMPLE' };
const ONE = { email: 'one@example.com', password: PASSWORD };
const TWO = { username: 'two@example.com', password: PASSWORD };

const CUSTOMERS: readonly Row[] = [
  ['sign-up by mail address', 'POST', '/users/signup', { ...ONE, name: 'One' }, 'nobody', 202, 'as it stands'],
  [
    'confirmation',
    'POST',
    '/confirm-signup',
    ({ code }) => ({ email: ONE.email, code }),
    'nobody',
    200,
    'as it stands',
  ],
  ['sign-in by mail address', 'POST', '/users/login', ONE, 'nobody', 200, 'as it stands'],
  ['sign-up by user name', 'POST', '/signup', { ...CLIENT, ...TWO }, 'nobody', 202, 'ids of the pool are ignored'],
  [
    'confirmation',
    'POST',
    '/confirm-signup',
    ({ code }) => ({ ...CLIENT, username: TWO.username, code }),
    'nobody',
    200,
    'ids of the pool are ignored',
  ],
  ['sign-in by user name', 'POST', '/signin', { ...CLIENT, ...TWO }, 'nobody', 200, 'ids of the pool are ignored'],
  [
    'a second sign-up',
    'POST',
    '/signup',
    { ...CLIENT, ...TWO, password: 'Another-password-1' },
    'nobody',
    202,
    'says nothing of who has an account',
  ],
  [
    'a sign-in after it',
    'POST',
    '/signin',
    { ...CLIENT, ...TWO },
    'nobody',
    200,
    'the second sign-up has reset no password',
  ],
  [
    'a short password',
    'POST',
    '/users/signup',
    { email: 'x@example.com', password: 'Passw0rd!', name: 'X' },
    'nobody',
    422,
    'the policy asks for 12 characters, and says so',
  ],
  [
    'a user name that is no address',
    'POST',
    '/signup',
    { ...CLIENT, username: 'john', password: PASSWORD },
    'nobody',
    422,
    'users are known by their address',
  ],
  ['who am I', 'GET', '/users/me', undefined, 'customer', 200, 'as it stands'],
  ['who am I, without a token', 'GET', '/users/me', undefined, 'nobody', 401, 'nobody knows who calls'],
  [
    'create a customer',
    'POST',
    '/customers',
    { name: 'Customer One', email: 'customer1@example.com' },
    'customer',
    200,
    'the profile exists since the first sign-in',
  ],
  [
    'create another customer',
    'POST',
    '/customers',
    { name: 'Three', email: 'three@example.com' },
    'staff',
    201,
    'staff invite by mail',
  ],
  [
    'create a customer without a token',
    'POST',
    '/customers',
    { name: 'X', email: 'x@example.com' },
    'nobody',
    401,
    'there it was open to anyone',
  ],
  ['read a customer', 'GET', '/customers/{id}', undefined, 'customer', 200, 'as it stands'],
  ['read a customer as staff', 'GET', '/customers/{id}', undefined, 'staff', 200, 'as it stands'],
  ['list customers', 'GET', '/customers', undefined, 'staff', 200, 'newest first, page by page'],
  ['list customers as a customer', 'GET', '/customers', undefined, 'customer', 403, 'one sees oneself only'],
  [
    'update a customer',
    'PUT',
    '/customers/{id}',
    { name: 'Renamed', phone: '+49 30 1' },
    'customer',
    200,
    'any subset',
  ],
  ['update an unknown customer', 'PUT', '/customers/42', { name: 'Renamed' }, 'customer', 404, 'as somebody else’s'],
  [
    'delete a customer as staff',
    'DELETE',
    '/customers/{id}',
    undefined,
    'staff',
    404,
    'erasing is a right of admins, and of owners',
  ],
  ['delete a customer', 'DELETE', '/customers/{id}', undefined, 'customer', 204, 'as it stands'],
  ['read a deleted customer', 'GET', '/customers/{id}', undefined, 'staff', 404, 'it is gone'],
];

let world: World;
let customer: Customer;
let customerId: string;

beforeAll(async () => {
  world = await startWorld();
  customer = await world.customer();
  const me = await call<{ customerId: string }>(`${world.platform.apiUrl}/users/me`, { token: customer.token });
  customerId = me.body.customerId;
}, 120_000);

afterAll(() => world.stop());

/** Of the newest mail to one of the table's addresses; such mails are there when the sign-up is answered. */
const newestCode = async (path: string, body: Row[3]): Promise<string> => {
  if (path !== '/confirm-signup' || typeof body !== 'function') return '';
  const named: object = body({ code: '' });
  const { email, username } = named as { email?: string; username?: string };
  const [mail] = await mailsTo(world.platform, email ?? username ?? '');
  return /\d{6}/.exec(mail?.text ?? '')?.[0] ?? '';
};

describe('what a client of another platform sends', () => {
  it.each(CUSTOMERS)('%s: %s %s', async (_what, method, path, body, as, status, why) => {
    const code = await newestCode(path, body);
    const tokens = { nobody: undefined, customer: customer.token, staff: world.staffToken };
    const token = tokens[as];
    const url = `${world.platform.apiUrl}${path.replace('{id}', customerId)}`;
    const sent: object | undefined = typeof body === 'function' ? body({ code }) : body;
    const answer = await call(url, { method, ...(token !== undefined && { token }), ...(sent && { body: sent }) });
    expect({ status: answer.status, why }).toEqual({ status, why });
  });

  it('a refused password names the rules that it breaks', async () => {
    const { body } = await call(`${world.platform.apiUrl}/users/signup`, {
      body: { email: 'x@example.com', password: 'weak', name: 'X' },
    });
    expect(body).toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
      errors: [
        { pointer: '#/password', message: 'has at least 12 characters' },
        { pointer: '#/password', message: 'has an upper-case letter' },
        { pointer: '#/password', message: 'has a digit' },
      ],
    });
  });
});
