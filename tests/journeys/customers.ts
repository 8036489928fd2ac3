import { beforeAll, describe, expect, it } from '@jest/globals';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { until } from '@orderwire/local-cloud/dev/until';
import { mailsTo, signIn } from '../../proofs/actors/customer.ts';
import { mailSent } from '../../proofs/actors/order.ts';
import { call, LOCAL_OPERATOR } from '../../proofs/actors/platform.ts';
import { sharedWorld } from './shared-world.ts';
import type { World } from './world.ts';

type Body = Readonly<Record<string, unknown>>;

const PASSWORD = 'A-fine-password-42';
const HOME = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const WORK = { name: 'Ada at work', street: 'Kaistraße 7', city: 'Bremen', postalCode: '28195', country: 'DE' };

let world: World;
let item: string;

beforeAll(async () => {
  world = await sharedWorld();
  item = await world.item(100);
}, 120_000);

const post = (path: string, body?: object, more: object = {}) =>
  call<Body>(`${world.platform.apiUrl}${path}`, { method: 'POST', ...(body && { body }), ...more });
const put = (path: string, token: string, body: object) =>
  call<Body>(`${world.platform.apiUrl}${path}`, { method: 'PUT', token, body });
const get = (path: string, token: string) => call<Body>(`${world.platform.apiUrl}${path}`, { token });
const remove = (path: string, token: string) =>
  call<Body>(`${world.platform.apiUrl}${path}`, { method: 'DELETE', token });

/** The code in the newest mail to this address that has one of this kind. */
const codeTo = (email: string, kind: RegExp) =>
  until(`a code to ${email}`, async () => {
    const mail = (await mailsTo(world.platform, email)).find(({ text = '' }) => kind.test(text));
    return /\d{6}/.exec(mail?.text ?? '')?.[0];
  });

const joinGroup = async (email: string, GroupName: string) => {
  const cognito = new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint: world.platform.awsUrl,
    credentials: LOCAL_OPERATOR,
  });
  const UserPoolId = world.platform.outputs['customers.UserPoolId'];
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName }));
  cognito.destroy();
};

describe('a customer’s account', () => {
  const [EMAIL, OTHER] = ['ada@example.com', 'ada.lovelace@example.com'];
  const session = { token: '', cookie: '', customerId: '' };

  it('is opened with the second code, and a browser keeps what no script reads', async () => {
    expect((await post('/users/signup', { email: EMAIL, password: PASSWORD, name: 'Ada' })).status).toBe(202);
    const first = await codeTo(EMAIL, /confirmation code/);
    expect((await post('/resend-code', { email: EMAIL })).status).toBe(202);
    const second = await until('another code', async () => {
      const code = await codeTo(EMAIL, /confirmation code/);
      return code === first ? undefined : code;
    });
    expect((await post('/users/confirm', { email: EMAIL, code: second })).status).toBe(200);
    const { body, headers } = await post('/users/login', { email: EMAIL, password: PASSWORD, refreshToken: 'cookie' });
    expect(headers.get('set-cookie')).toMatch(/^orderwire-refresh=\S+; .*HttpOnly; SameSite=Strict$/);
    expect(body).not.toHaveProperty('refreshToken');
    session.cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const refused = await post('/refresh', undefined, { headers: { cookie: session.cookie } });
    expect([refused.status, refused.body['code']]).toEqual([403, 'CSRF_HEADER_MISSING']);
    const headersOfOurs = { cookie: session.cookie, 'x-requested-with': 'fetch' };
    const refreshed = await post('/refresh', undefined, { headers: headersOfOurs });
    session.token = String(refreshed.body['accessToken']);
    const me = await get('/users/me', session.token);
    session.customerId = String(me.body['customerId']);
    expect(me.body).toMatchObject({ email: EMAIL, name: 'Ada', addresses: [] });
  });

  it('says where orders go and in which language, from the next order on', async () => {
    const { token, customerId } = session;
    const changed = await put(`/customers/${customerId}`, token, { addresses: [WORK, HOME], language: 'de' });
    expect([changed.status, changed.body]).toMatchObject([200, { defaultAddress: WORK, addresses: [WORK, HOME] }]);
    const placed = await post('/orders', { items: [{ id: item, count: 1 }] }, { token });
    expect(placed.status).toBe(201);
    const { name: _, ...place } = WORK;
    const order = await get(`/orders/${String(placed.body['orderId'])}`, token);
    expect(order.body).toMatchObject({ language: 'de', recipient: { name: 'Ada at work', address: place } });
  });

  it('moves to another address for mail, which the next order writes to', async () => {
    const { token } = session;
    expect((await put('/users/me/email', token, { email: OTHER, password: PASSWORD })).status).toBe(202);
    const code = await codeTo(OTHER, /verification code/);
    expect((await post('/users/me/email/confirmation', { code }, { token })).body).toMatchObject({ email: OTHER });
    const placed = await post('/orders', { items: [{ id: item, count: 1 }] }, { token });
    const orderId = String(placed.body['orderId']);
    await mailSent(world.feed, orderId, 'placed');
    const mails = async (email: string) =>
      (await mailsTo(world.platform, email)).filter(({ text = '' }) => text.includes(orderId));
    expect([await mails(OTHER), await mails(EMAIL)].map((list) => list.length > 0)).toEqual([true, false]);
  });

  it('gets a new password by mail, and whoever was signed in is out', async () => {
    expect((await post('/forgot-password', { email: OTHER })).status).toBe(202);
    const code = await codeTo(OTHER, /reset code/);
    const weak = await post('/reset-password', { email: OTHER, code, password: 'weak' });
    expect([weak.status, weak.body['code']]).toEqual([422, 'PASSWORD_TOO_WEAK']);
    expect((await post('/reset-password', { email: OTHER, code, password: `${PASSWORD}!` })).status).toBe(204);
    const headers = { cookie: session.cookie, 'x-requested-with': 'fetch' };
    expect((await post('/refresh', undefined, { headers })).status).toBe(401);
    session.token = await signIn(world.platform, OTHER, `${PASSWORD}!`);
  });

  it('is shown whole: profile, orders, documents, mails', async () => {
    const { token, customerId } = session;
    // The timeline hears of a mail a moment after it was sent.
    await world.settled();
    const { status, body } = await get(`/customers/${customerId}/export`, token);
    expect([status, body]).toMatchObject([
      200,
      {
        customer: { email: OTHER },
        orders: [{ mails: expect.arrayContaining([{ kind: 'placed', at: expect.any(String) }]) }, {}],
      },
    ]);
    expect((await get(`/customers/${customerId}/export`, world.staffToken)).status).toBe(404);
  });

  it('is erased: nothing is found of it, its token orders nothing, and open orders are named', async () => {
    const { token, customerId } = session;
    const erased = await remove(`/customers/${customerId}`, token);
    expect([erased.status, erased.body]).toMatchObject([
      202,
      { erasure: 'when_orders_end', openOrders: [{}, {}].map(() => expect.any(String)), expiring: expect.any(Array) },
    ]);
    expect((await remove(`/customers/${customerId}`, token)).status).toBe(202);
    expect((await get(`/customers/${customerId}`, token)).status).toBe(404);
    expect((await get(`/customers/${customerId}`, world.staffToken)).status).toBe(404);
    expect((await post('/signin', { email: OTHER, password: `${PASSWORD}!` })).status).toBe(401);
    const placed = await post('/orders', { items: [{ id: item, count: 1 }], shippingAddress: HOME }, { token });
    expect([placed.status, placed.body['code']]).toEqual([422, 'PROFILE_MISSING']);
    const found = await get(`/customers?email=${OTHER}`, world.staffToken);
    expect(found.body).toEqual({ customers: [] });
  });
});

describe('the shop’s own people', () => {
  it('invite a customer, who chooses a password', async () => {
    const email = 'guest@example.com';
    const invited = await post('/customers', { email, name: 'Guest' }, { token: world.staffToken });
    expect([invited.status, invited.body]).toMatchObject([201, { email, name: 'Guest' }]);
    const temporary = await until('the invitation', async () => {
      const [mail] = await mailsTo(world.platform, email);
      return /password is (\S+)\.$/.exec(mail?.text ?? '')?.[1];
    });
    const credentials = { email, password: temporary };
    expect((await post('/signin', credentials)).body).toMatchObject({ code: 'SIGN_IN_UNFINISHED' });
    expect((await post('/signin', { ...credentials, newPassword: PASSWORD })).status).toBe(200);
    const me = await get('/users/me', await signIn(world.platform, email, PASSWORD));
    expect(me.body).toEqual(invited.body);
  });

  it('may what their group may, from their next sign-in on', async () => {
    const { email, token: before } = await world.customer();
    const { body: me } = await get('/users/me', before);
    const { token: another } = await world.customer();
    const { body: other } = await get('/users/me', another);
    expect((await get('/customers', before)).body).toMatchObject({ code: 'STAFF_ONLY' });
    await joinGroup(email, 'reader');
    const token = await signIn(world.platform, email, PASSWORD);
    const list = await get('/customers?limit=1', token);
    expect(list.body).toMatchObject({ customers: [{}], cursor: expect.any(String) });
    const id = String(other['customerId']);
    expect((await get(`/customers/${id}`, token)).status).toBe(200);
    expect((await get(`/stock/${item}`, token)).status).toBe(200);
    expect((await put(`/customers/${id}`, token, { phone: '1' })).status).toBe(404);
    expect((await remove(`/customers/${id}`, token)).status).toBe(404);
    expect((await put(`/customers/${String(me['customerId'])}`, token, { phone: '1' })).status).toBe(200);
  });

  it('of the group staff erase nobody', async () => {
    const { token } = await world.customer();
    const { body } = await get('/users/me', token);
    expect((await remove(`/customers/${String(body['customerId'])}`, world.staffToken)).status).toBe(404);
    expect((await get(`/customers/${String(body['customerId'])}`, world.staffToken)).status).toBe(200);
  });
});

describe('the whole of it', () => {
  it('yields no 5xx, no dead letter, and nothing of a person in a log or on the bus', async () => {
    await world.settled();
    expect(world.failures()).toEqual([]);
    expect(await world.deadLetters()).toBe(0);
    const { body } = await call(`${world.platform.awsUrl}/_local/logs.json`);
    expect(JSON.stringify(body)).not.toMatch(/ada\.lovelace|Kaistra|A-fine-password/);
  });
});
