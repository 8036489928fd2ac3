import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GROUPS, may, RIGHTS } from '@orderwire/http/rights';
import type { Route } from '@orderwire/http/route';
import { serve } from '@orderwire/http/serve';
import { makeRecorder } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest, bodyOf } from '@orderwire/testing/request';

type Compose = (outside: unknown) => Readonly<Record<string, { readonly route?: Route }>>;

const SERVICES = join(process.cwd(), 'services');

const routesOf = async (service: string): Promise<readonly Route[]> => {
  const { compose } = (await import(join(SERVICES, service, 'src/service.ts'))) as { readonly compose: Compose };
  return Object.values(compose(makeOutside({}).outside)).flatMap(({ route }) => route ?? []);
};

const services = readdirSync(SERVICES).filter((name) => existsSync(join(SERVICES, name, 'src/service.ts')));

const everyRoute = async (): Promise<readonly Route[]> => (await Promise.all(services.map(routesOf))).flat();

/** How a route meets a member of this group who owns nothing there: refused, let in, or let in as staff. */
const meets = async (route: Route, group: string): Promise<string> => {
  const open = { ...route, body: undefined, query: undefined, headers: undefined } as unknown as Route;
  const handle = (_deps: unknown, { caller }: { readonly caller?: { readonly staff: boolean } }) =>
    Promise.resolve({ status: 200, body: { staff: caller?.staff } });
  const call = serve({ route: open, handle: handle as never }, {}, makeRecorder().log);
  const claims = { sub: 'someone', token_use: 'access', 'cognito:groups': `[${group}]` };
  const request = aRequest({});
  const answer = await call({
    ...request,
    requestContext: { ...request.requestContext, authorizer: { jwt: { claims } } } as never,
  });
  if (answer.statusCode === 403) return String(bodyOf(answer)['code']);
  return bodyOf(answer)['staff'] === true ? 'staff' : 'the own only';
};

const expected = (route: Route, group: string): string => {
  if (route.callers !== 'staff' && route.callers !== 'signedIn') return 'the own only';
  if (route.right !== null && may([group], route.right)) return 'staff';
  return route.callers === 'staff' ? 'STAFF_ONLY' : 'the own only';
};

describe('every route of every service', () => {
  it('is open to the groups that have its right, and to no other', async () => {
    const routes = await everyRoute();
    expect(routes.length).toBeGreaterThan(30);
    for (const route of routes.filter(({ callers }) => callers !== 'partner'))
      for (const group of [...GROUPS, 'guests'])
        expect([route.method, route.paths[0], group, await meets(route, group)]).toEqual([
          ...[route.method, route.paths[0], group, expected(route, group)],
        ]);
  });

  it('takes a right to read where it reads, and another where it writes', async () => {
    for (const route of await everyRoute())
      if ('right' in route && route.right !== null)
        expect([route.method, route.paths[0], route.right.endsWith(':read')]).toEqual([
          ...[route.method, route.paths[0], route.method === 'GET'],
        ]);
  });
});

describe('a right', () => {
  it('that changes something is none of the group reader', () => {
    expect(RIGHTS.filter((right) => may(['reader'], right) && !right.endsWith(':read'))).toEqual([]);
  });
});
