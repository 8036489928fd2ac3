import { persistently, request } from './world.ts';
import type { Answer, Request, World } from './world.ts';

type Ask = (key: string, asked: Request) => Promise<Answer | undefined>;

interface Member {
  readonly customerId: string;
  readonly refreshToken: string;
}

const PHONES = ['+49 30 1', '+49 30 2', '+49 30 3'];
const HOME = { street: 'Canary-Street 9', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** Changes at once, from three places: none is lost, and what was acknowledged last stands there. */
const changeProfile = async (world: World, ask: Ask, { customerId }: Member): Promise<void> => {
  const about = { path: { id: customerId }, as: customerId };
  const change = (body: object) =>
    ask('changeCustomer', { ...about, routeKey: 'PUT /customers/{id}', body: JSON.stringify(body) });
  const answers = await Promise.all([
    ...PHONES.map((phone) => change({ phone })),
    change({ addresses: [HOME], language: 'de' }),
  ]);
  const shown = await ask('getCustomer', { ...about, routeKey: 'GET /customers/{id}' });
  if (shown?.status !== 200 || answers.some((answer) => answer?.status !== 200)) return;
  const { phone, language, defaultAddress } = shown.body;
  world.checks.that(
    '01-acknowledged',
    PHONES.includes(String(phone)) && language === 'de' && JSON.stringify(defaultAddress) === JSON.stringify(HOME),
    () => `a profile that was changed at once is shown as ${JSON.stringify(shown.body)}`,
  );
};

/** Whoever was told that they are erased is found nowhere in this service, and does not come back by a token of before. */
const erase = async (world: World, ask: Ask, { customerId, refreshToken }: Member): Promise<void> => {
  const about = { path: { id: customerId }, as: customerId };
  const erased = await ask('eraseCustomer', { ...about, routeKey: 'DELETE /customers/{id}' });
  if (erased?.status !== 200) return;
  const body = JSON.stringify({ refreshToken });
  const refreshed = await ask('refresh', { routeKey: 'POST /refresh', body });
  const shown = await ask('getCustomer', { ...about, routeKey: 'GET /customers/{id}' });
  for (const [answer, status] of [
    [refreshed, 401],
    [shown, 404],
  ] as const)
    world.checks.that(
      '01-acknowledged',
      answer === undefined || answer.status === status,
      () => `who was erased is answered ${String(answer?.status)}: ${JSON.stringify(answer?.body)}`,
    );
};

/** What somebody does with an account that is new: changes the profile, comes back by the refresh token, and leaves. */
export const keepAccount = async (world: World, member: Member): Promise<void> => {
  const ask: Ask = (key, asked) => persistently(world, () => request(world, 'customers', key, asked));
  await changeProfile(world, ask, member);
  const body = JSON.stringify({ refreshToken: member.refreshToken });
  const refreshed = await ask('refresh', { routeKey: 'POST /refresh', body });
  world.checks.that(
    '01-acknowledged',
    refreshed === undefined || refreshed.status === 200,
    () => `a refresh token is answered ${String(refreshed?.status)}`,
  );
  await erase(world, ask, member);
};
