import { describe, expect, it } from '@jest/globals';
import { GROUPS } from '@orderwire/http/rights';
import { aService, EMAIL, member, PASSWORD } from './testing/a-service.ts';

const HOME = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };
const WORK = {
  name: 'Ada at work',
  company: 'Engines',
  street: 'Kaistraße 7',
  city: 'Bremen',
  postalCode: '28195',
  country: 'DE',
};

const aCustomer = async () => {
  const service = aService();
  await service.registered();
  const { token, refreshToken, customerId } = await service.signedIn();
  const path = { id: customerId };
  return {
    ...service,
    ...{ token, refreshToken, customerId },
    get: (more: object = { token }) => service.call('getCustomer', undefined, { path, ...more }),
    put: (body: unknown, more: object = { token }) => service.call('changeCustomer', body, { path, ...more }),
    erase: (more: object = { token }) => service.call('eraseCustomer', undefined, { path, ...more }),
  };
};

describe('a profile', () => {
  it('is changed by any subset of its fields', async () => {
    const { put, get, published } = await aCustomer();
    const first = await put({ phone: '+49 40 1', addresses: [HOME, WORK], language: 'de' });
    expect(first).toMatchObject({
      status: 200,
      body: { name: 'Canary Person', email: EMAIL, phone: '+49 40 1', addresses: [HOME, WORK], defaultAddress: HOME },
    });
    const second = await put({ name: 'Ada Lovelace', vatId: 'de 136.695.976', billingAddress: WORK });
    expect(second.body).toEqual({
      ...first.body,
      name: 'Ada Lovelace',
      vatId: 'DE136695976',
      billingAddress: WORK,
    });
    expect(await get()).toEqual(second);
    expect(published()).toMatchObject([
      { meta: { type: 'CustomerUpdated' }, data: { changed: ['name', 'billingAddress', 'vatId'] } },
    ]);
    expect(JSON.stringify(published())).not.toMatch(/Ada|Kai|136/);
  });

  it('takes another default, and gives up what is null', async () => {
    const { put } = await aCustomer();
    await put({ addresses: [HOME, WORK], phone: '1', language: 'en', vatId: 'DE136695976', billingAddress: HOME });
    expect((await put({ addresses: [WORK, HOME] })).body).toMatchObject({ defaultAddress: WORK });
    expect((await put({ defaultAddress: HOME })).body).toMatchObject({ addresses: [HOME, HOME] });
    const { body } = await put({
      ...{ phone: null, language: null, vatId: null, billingAddress: null, defaultAddress: null },
    });
    expect(Object.keys(body).sort()).toEqual([
      ...['addresses', 'createdAt', 'customerId', 'defaultAddress', 'email', 'name'],
    ]);
    expect((await put({ addresses: [] })).body).not.toHaveProperty('defaultAddress');
  });

  it('may be sent back as it was read, which writes nothing', async () => {
    const { put, get, rows } = await aCustomer();
    await put({ addresses: [HOME, WORK], billingAddress: HOME, vatId: 'DE136695976' });
    const before = rows();
    const { body } = await get();
    expect(await put(body)).toEqual({ status: 200, body });
    expect(rows()).toEqual(before);
  });

  it.each([
    ['a VAT id with a typing error', { vatId: 'DE136695977' }, 'VAT_ID_INVALID', '#/vatId'],
    [
      'a VAT id in the address',
      { billingAddress: { ...HOME, vatId: 'DE136695976' } },
      'REQUEST_INVALID',
      '#/billingAddress/vatId',
    ],
    ['an unknown language', { language: 'fr' }, 'REQUEST_INVALID', '#/language'],
    [
      'an address without a city',
      { addresses: [{ ...HOME, city: undefined }] },
      'REQUEST_INVALID',
      '#/addresses/0/city',
    ],
    ['two defaults', { addresses: [HOME], defaultAddress: WORK }, 'REQUEST_INVALID', '#/defaultAddress'],
    ['21 addresses', { addresses: Array.from({ length: 21 }, () => HOME) }, 'REQUEST_INVALID', '#/addresses'],
    ['no name', { name: null }, 'REQUEST_INVALID', '#/name'],
    ['a name that nobody can see', { name: '\u200D' }, 'REQUEST_INVALID', '#/name'],
    ['an unknown field', { isAdmin: true }, 'REQUEST_INVALID', '#/isAdmin'],
    ['another address for mail', { email: 'new@example.com' }, 'EMAIL_NEEDS_CODE', '#/email'],
  ])('stays as it is with %s', async (_, body, code, pointer) => {
    const { put, rows } = await aCustomer();
    const before = rows();
    const refused = await put(body);
    expect(refused).toMatchObject({ status: 422, body: { code, errors: [expect.objectContaining({ pointer })] } });
    expect(rows()).toEqual(before);
  });

  it('keeps both of two changes at once', async () => {
    const { put, get } = await aCustomer();
    await Promise.all([put({ phone: '1' }), put({ language: 'de' }), put({ addresses: [HOME] })]);
    expect(await get()).toMatchObject({ body: { phone: '1', language: 'de', addresses: [HOME] } });
  });
});

describe('another customer’s profile', () => {
  it('is as one that does not exist, whatever is asked', async () => {
    const { customerId, call, registered, signedIn } = await aCustomer();
    await registered('other@example.com');
    const { token } = await signedIn('other@example.com');
    for (const [name, body] of [
      ['getCustomer', undefined],
      ['changeCustomer', { phone: '1' }],
      ['eraseCustomer', undefined],
    ] as const) {
      const [others, nobodys] = [
        await call(name, body, { token, path: { id: customerId } }),
        await call(name, body, { token, path: { id: 'nobody' } }),
      ];
      expect([others.status, others.body['code']]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
      expect(others).toEqual(nobodys);
    }
  });
});

describe('staff', () => {
  const inviting = { email: 'New@Example.com', name: 'Grace Hopper', language: 'en', addresses: [WORK] };

  it('find a customer by the address, and page through all of them, newest first', async () => {
    const { call, registered, signedIn, advance, customerId } = await aCustomer();
    for (const email of ['b@example.com', 'c@example.com']) {
      advance(1000);
      await registered(email);
      await signedIn(email);
    }
    const list = (query = {}) => call('listCustomers', undefined, { ...member('reader'), query });
    expect((await list({ email: EMAIL.toUpperCase() })).body).toMatchObject({
      customers: [{ customerId, email: EMAIL }],
    });
    expect((await list({ email: 'nobody@example.com' })).body).toEqual({ customers: [] });
    const first = await list({ limit: '2' });
    expect(first.body).toMatchObject({ customers: [{ email: 'c@example.com' }, { email: 'b@example.com' }] });
    const second = await list({ limit: '2', cursor: String(first.body['cursor']) });
    expect(second.body).toEqual({ customers: [expect.objectContaining({ email: EMAIL })] });
    expect(await list({ cursor: 'nonsense' })).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });

  it('invite somebody, who replaces the password from the mail', async () => {
    const { call, mails, signedIn } = await aCustomer();
    const invited = await call('createCustomer', inviting, member('support'));
    expect(invited).toMatchObject({
      status: 201,
      body: { email: 'new@example.com', name: 'Grace Hopper', language: 'en', defaultAddress: WORK },
    });
    const { to, text } = mails.at(-1) ?? { to: '', text: '' };
    const temporary = /password is (\S+)\.$/.exec(text)?.[1];
    expect(to).toBe('new@example.com');
    const credentials = { email: to, password: temporary };
    expect(await call('signIn', credentials)).toMatchObject({ status: 403, body: { code: 'SIGN_IN_UNFINISHED' } });
    expect(await call('signIn', { ...credentials, newPassword: 'weak' })).toMatchObject({
      status: 422,
      body: { code: 'PASSWORD_TOO_WEAK', errors: [{ pointer: '#/newPassword' }, {}, {}] },
    });
    expect(await call('signIn', { ...credentials, newPassword: PASSWORD })).toMatchObject({ status: 200 });
    const { token, customerId } = await signedIn(to);
    expect(await call('getMe', undefined, { token })).toEqual({ status: 200, body: invited.body });
    expect(customerId).toBe(invited.body['customerId']);
  });

  it('do not invite who has an account, and hear it', async () => {
    const { call, mails } = await aCustomer();
    const sent = mails.length;
    expect(await call('createCustomer', { email: EMAIL }, member('staff'))).toMatchObject({
      status: 409,
      body: { code: 'CUSTOMER_EXISTS' },
    });
    expect(mails).toHaveLength(sent);
  });

  it('finish an invitation that broke off between user and profile', async () => {
    const { call, administer } = await aCustomer();
    administer('AdminCreateUser', { Username: 'new@example.com', MessageAction: 'SUPPRESS' });
    expect(await call('createCustomer', inviting, member('support'))).toMatchObject({ status: 201 });
    expect(await call('createCustomer', inviting, member('support'))).toMatchObject({ status: 409 });
  });

  it.each([
    [undefined, 'EMAIL_MISSING'],
    [{ name: 'Ada' }, 'EMAIL_MISSING'],
    [{ email: 'new@example.com', vatId: 'DE1' }, 'VAT_ID_INVALID'],
    [{ email: 'new' }, 'REQUEST_INVALID'],
  ])('invite nobody with %j', async (body, code) => {
    const { call, cognito } = await aCustomer();
    const asked = cognito.sent.length;
    expect(await call('createCustomer', body, member('staff'))).toMatchObject({ status: 422, body: { code } });
    expect(cognito.sent).toHaveLength(asked);
  });
});

describe('a customer who creates a customer', () => {
  it.each([[undefined], [{ name: 'Somebody Else', email: 'x@example.com' }]])(
    'with %j gets the profile that exists, as it is',
    async (body) => {
      const { call, token, get } = await aCustomer();
      expect(await call('createCustomer', body, { token })).toEqual(await get());
    },
  );
});

describe('erasing a customer', () => {
  it('removes the profile and the user, and says so by the id alone', async () => {
    const { erase, get, call, rows, published, customerId, refreshToken } = await aCustomer();
    expect((await erase()).status).toBe(200);
    expect((await get()).status).toBe(404);
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({ status: 401 });
    expect(await call('refresh', { refreshToken })).toMatchObject({ status: 401 });
    expect(published()).toMatchObject([
      { meta: { type: 'CustomerErased', subject: `erased/${customerId}`, sequence: 1 }, data: { customerId } },
    ]);
    expect(JSON.stringify(rows())).not.toMatch(/canary/i);
  });

  it('may be asked for again, by the owner and by an admin', async () => {
    const { erase, rows } = await aCustomer();
    await erase();
    const before = rows();
    expect((await erase()).status).toBe(200);
    expect((await erase(member('admin'))).status).toBe(200);
    expect(rows()).toEqual(before);
  });

  it('that broke off before the user was removed is finished by whoever signs in, and makes no profile', async () => {
    const { call, customerId, erase, cognito, rows } = await aCustomer();
    cognito.failNext('AdminDeleteUser');
    expect((await erase()).status).toBe(503);
    expect(await call('signIn', { email: EMAIL, password: PASSWORD })).toMatchObject({
      status: 401,
      body: { code: 'CREDENTIALS_WRONG' },
    });
    expect(cognito.sent.at(-1)).toMatchObject({ operation: 'AdminDeleteUser', input: { Username: customerId } });
    expect(rows()).toHaveLength(1);
  });

  it('frees the address for somebody new', async () => {
    const { erase, registered, signedIn, customerId } = await aCustomer();
    await erase();
    await registered();
    expect((await signedIn()).customerId).not.toBe(customerId);
  });
});

describe('what else there is of a customer', () => {
  const order = (orderId: string, status: string) => ({ orderId, status, recipient: { name: 'Ada' } });
  const shown = (body: object) => () => ({ status: 200, body });

  it('is not waited for: erasing says which orders still need name and address, and where something expires', async () => {
    const { erase, elsewhere, asked, customerId } = await aCustomer();
    const all = [order('o1', 'shipped'), order('o2', 'delivered'), order('o3', 'delivered'), order('o4', 'cancelled')];
    elsewhere.set('/orders', shown({ orders: all }));
    elsewhere.set('/orders/o2/returns', shown({ returns: [{ returnId: 'r1', status: 'received' }] }));
    elsewhere.set('/orders/o3/returns', shown({ returns: [{ returnId: 'r2', status: 'approved' }] }));
    expect(await erase()).toMatchObject({
      status: 202,
      body: { erasure: 'when_orders_end', openOrders: ['o1', 'o3'], expiring: expect.any(Array) },
    });
    expect(asked[0]).toBe(`https://api.example.com/orders?customerId=${customerId}&limit=100 ey`);
    elsewhere.set('/orders', shown({ orders: all.slice(3) }));
    expect(await erase()).toMatchObject({
      status: 200,
      body: { erasure: 'done', expiring: expect.arrayContaining([{ store: 'archive of events', days: 30 }]) },
    });
  });

  const delivered = (count: number) => Array.from({ length: count }, (_, index) => order(`o${index}`, 'delivered'));

  it.each([
    ['there are more orders', { orders: [], cursor: 'next' }],
    ['there are more delivered orders than it asks for returns of', { orders: delivered(11) }],
  ])('may be more than was looked at, and erasing says so: %s', async (_, page) => {
    const { erase, elsewhere } = await aCustomer();
    elsewhere.set('/orders', shown(page));
    expect(await erase()).toMatchObject({
      status: 202,
      body: { erasure: 'when_orders_end', openOrders: [], mayBeMore: true },
    });
  });

  it('is all looked at where it is little', async () => {
    const { erase, elsewhere } = await aCustomer();
    elsewhere.set('/orders', shown({ orders: delivered(10) }));
    expect((await erase()).status).toBe(200);
    elsewhere.set('/orders', shown({ orders: [order('open', 'placed')] }));
    expect((await erase()).body).not.toHaveProperty('mayBeMore');
  });

  it.each([
    ['fails', () => ({ status: 503, body: {} })],
    ['is not there', () => Promise.reject(new Error('ECONNREFUSED')) as never],
  ])('keeps nobody from being erased where a service %s', async (_how, answer) => {
    const { erase, elsewhere, get, lines } = await aCustomer();
    elsewhere.set('/orders', answer);
    const erased = await erase();
    expect([erased.status, erased.body['openOrders']]).toEqual([202, undefined]);
    expect((await get()).status).toBe(404);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Nobody said which orders are open' }));
  });

  const exported = async (customer: Awaited<ReturnType<typeof aCustomer>>, more: object = { token: customer.token }) =>
    customer.call('exportCustomer', undefined, { path: { id: customer.customerId }, ...more });

  it('is shown to the customer, page by page: orders with returns, documents and mails', async () => {
    const customer = await aCustomer();
    const { elsewhere } = customer;
    elsewhere.set('/orders', shown({ orders: [order('o1', 'delivered'), order('o2', 'placed')], cursor: 'next' }));
    elsewhere.set('/orders/o1/returns', shown({ returns: [{ returnId: 'r1', status: 'requested' }] }));
    const entry = (type: string, facts: object) => ({ type, at: '2026-03-01T12:00:00.000Z', facts });
    elsewhere.set(
      '/orders/o1/timeline',
      shown({
        entries: [
          ...[entry('OrderPlaced', {}), entry('MailSent', { kind: 'placed' })],
          ...[entry('InvoiceIssued', { number: 'INV-1' }), entry('CreditNoteIssued', { number: 'CN-1' })],
        ],
      }),
    );
    const { status, body } = await exported(customer);
    expect([status, body]).toMatchObject([
      200,
      {
        customer: { email: EMAIL },
        orders: [
          {
            order: { orderId: 'o1', recipient: { name: 'Ada' } },
            returns: [{ returnId: 'r1' }],
            documents: [
              { number: 'INV-1', kind: 'invoice' },
              { number: 'CN-1', kind: 'credit_note' },
            ],
            mails: [{ kind: 'placed' }],
          },
          { order: { orderId: 'o2' }, returns: [], documents: [], mails: [] },
        ],
        cursor: 'next',
      },
    ]);
  });

  it('is shown whole or not at all', async () => {
    const customer = await aCustomer();
    customer.elsewhere.set('/orders', shown({ orders: [order('o1', 'placed')] }));
    customer.elsewhere.set('/orders/o1/timeline', () => ({ status: 500, body: {} }));
    expect(await exported(customer)).toMatchObject({ status: 503, body: { code: 'EXPORT_INCOMPLETE' } });
  });

  it('is not shown from a cursor that its list has not given out: to ask again would not help', async () => {
    const customer = await aCustomer();
    const refused = { status: 400, body: { status: 400, code: 'CURSOR_INVALID' } };
    customer.elsewhere.set('/orders', () => refused);
    const { token } = customer;
    expect(await exported(customer, { token, query: { cursor: 'foreign' } })).toMatchObject(refused);
    expect((await exported(customer)).status).toBe(503);
    customer.elsewhere.set('/orders', () => ({ status: 400, body: { code: 'REQUEST_INVALID' } }));
    expect((await exported(customer, { token, query: { cursor: 'foreign' } })).status).toBe(503);
  });

  it('is shown to nobody else, whatever they may', async () => {
    const customer = await aCustomer();
    for (const group of GROUPS)
      expect(await exported(customer, member(group))).toMatchObject({
        status: 404,
        body: { code: 'CUSTOMER_NOT_FOUND' },
      });
  });
});

describe('a group of the user pool', () => {
  const may: Readonly<Record<string, readonly string[]>> = {
    listCustomers: ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
    getCustomer: ['admin', 'staff', 'support', 'bookkeeper', 'reader'],
    changeCustomer: ['admin', 'staff', 'support'],
    createCustomer: ['admin', 'staff', 'support'],
    eraseCustomer: ['admin'],
  };

  it.each(Object.entries(may))('may %s: %j, and no other', async (name, groups) => {
    for (const group of GROUPS) {
      const { call, customerId } = await aCustomer();
      const body =
        name === 'createCustomer' ? { email: 'new@example.com' } : name === 'changeCustomer' ? {} : undefined;
      const { status = 0 } = await call(name as 'getCustomer', body, { ...member(group), path: { id: customerId } });
      expect([group, status < 300]).toEqual([group, groups.includes(group)]);
    }
  });
});
