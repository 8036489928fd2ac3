import { keepAccount } from './members.ts';
import { PEOPLE } from './people.ts';
import { persistently, request } from './world.ts';
import type { Answer, Request, World } from './world.ts';

const NEWCOMER = { email: 'canary-mail-new@shop.test', password: 'Correct-Horse-2026', name: 'Canary-Name-New' };

const ask = (world: World, service: string, key: string, asked: Request): Promise<Answer | undefined> =>
  persistently(world, () => request(world, service, key, asked));

/** The newest text that was mailed to this address. */
const mailedTo = ({ simulator }: World, address: string): string => {
  const mail = simulator
    .engine()
    .mails.list()
    .filter(({ to }) => to.includes(address))
    .at(-1);
  return mail?.text ?? '';
};

/** Signs up, confirms, signs in and looks at the own profile, whatever has to be repeated on the way. */
const signUp = async (world: World): Promise<void> => {
  const { simulator, checks } = world;
  const { email, password, name } = NEWCOMER;
  await simulator.sleep(simulator.random.below(60_000));
  const post = (key: string, path: string, body: object): Promise<Answer | undefined> =>
    ask(world, 'customers', key, { routeKey: `POST ${path}`, body: JSON.stringify(body) });
  const signedUp = await post('signUp', '/signup', { email, password, name });
  if (signedUp?.status !== 202) return;
  const [code = ''] = /\d{6}/.exec(mailedTo(world, email)) ?? [];
  await post('confirmSignUp', '/confirm-signup', { email, code });
  const signedIn = await post('signIn', '/signin', { email, password });
  if (signedIn === undefined) return;
  checks.that('01-acknowledged', signedIn.status === 200, () => `who signed up is answered ${String(signedIn.status)}`);
  const [, claims = ''] = String(signedIn.body['accessToken']).split('.');
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly sub: string };
  const me = await ask(world, 'customers', 'getMe', { routeKey: 'GET /users/me', as: sub });
  if (me === undefined) return;
  checks.that(
    '01-acknowledged',
    me.status === 200 && me.body['email'] === email,
    () => `the own profile is answered ${String(me.status)}: ${JSON.stringify(me.body)}`,
  );
  await keepAccount(world, { customerId: sub, refreshToken: String(signedIn.body['refreshToken']) });
};

const browse = async (world: World): Promise<void> => {
  const { simulator, checks } = world;
  await simulator.sleep(simulator.random.below(60_000));
  const asked: readonly (readonly [string, Request])[] = [
    ['listItems', { routeKey: 'GET /items' }],
    ['getItem', { routeKey: 'GET /items/{id}', path: { id: 'tea' } }],
  ];
  for (const [key, wish] of asked) {
    const answer = await ask(world, 'catalog', key, wish);
    checks.that(
      '01-acknowledged',
      answer === undefined || answer.status === 200,
      () => `${key} is answered ${String(answer?.status)}`,
    );
  }
  const health = await ask(world, 'platform', 'health', { routeKey: 'GET /health' });
  checks.that(
    '01-acknowledged',
    health === undefined || health.status === 200,
    () => `health is answered ${String(health?.status)}`,
  );
  await ask(world, 'inventory', 'getStock', {
    routeKey: 'GET /stock/{itemId}',
    path: { itemId: 'tea' },
    as: 'staff',
    isStaff: true,
  });
};

/** The owners look at their orders from every side, once most of them have moved on. */
const lookBack = async (world: World): Promise<void> => {
  const { simulator, ledger, checks } = world;
  await simulator.sleep(120_000);
  const [person] = PEOPLE;
  if (person === undefined) return;
  const list = await ask(world, 'orders', 'listOrders', { routeKey: 'GET /orders', as: person.customerId });
  for (const { orderId, customerId } of [...ledger.placed.values()].slice(0, 4)) {
    const path = { id: orderId };
    if (customerId === person.customerId && list?.status === 200)
      checks.that(
        '01-acknowledged',
        JSON.stringify(list.body).includes(orderId),
        () => 'the list of orders lacks it',
        orderId,
      );
    await ask(world, 'timeline', 'getTimeline', { routeKey: 'GET /orders/{id}/timeline', path, as: customerId });
    await ask(world, 'invoice', 'downloadInvoice', { routeKey: 'GET /orders/{id}/invoice', path, as: customerId });
  }
  const [link = ''] =
    /\/invoices\/[\w.-]+/.exec(
      simulator
        .engine()
        .mails.list()
        .map(({ text }) => text)
        .join('\n'),
    ) ?? [];
  if (link === '') return;
  const opened = await ask(world, 'invoice', 'openInvoiceLink', {
    routeKey: 'GET /invoices/{token}',
    path: { token: link.slice('/invoices/'.length) },
  });
  checks.that(
    '05-invoices',
    opened === undefined || opened.status === 302,
    () => `the link in the mail is answered ${String(opened?.status)}`,
  );
};

/** Everything else that people do here: none of it may fail for good, or show anybody what is not theirs. */
export const beginVisitors = (world: World): void => {
  for (const visit of [signUp, browse, lookBack]) world.begin(() => visit(world));
};
