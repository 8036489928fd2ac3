import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Route } from '@orderwire/http/route';
import { makeOutside } from '@orderwire/testing/outside';
import { ofType, type Packaged, packaged, referred } from './packaged.ts';

type Compose = (outside: unknown) => Readonly<Record<string, { readonly route?: Route }>>;

/** `listItems: GET /items, open`: the function, the route, and who gets past the gateway. */
const lineOf = (name: string, routeKey: string, isOpen: boolean): string =>
  `${name}: ${routeKey}, ${isOpen ? 'open' : 'for users'}`;

/** The routes that the service's endpoints define. */
const defined = async ({ service }: Packaged): Promise<readonly string[]> => {
  const file = join(process.cwd(), 'services', service, 'src', 'service.ts');
  const { compose } = (await import(file)) as { readonly compose: Compose };
  return Object.entries(compose(makeOutside({}).outside)).flatMap(([name, { route }]) =>
    (route?.paths ?? []).map((path) =>
      lineOf(name, `${String(route?.method)} ${path}`, route?.callers === 'anyone' || route?.callers === 'partner'),
    ),
  );
};

/** The routes that the service deploys. */
const deployed = (service: Packaged): readonly string[] =>
  ofType(service, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey, AuthorizationType, Target }]) => {
    const integration = service.resources[targetOf(Target)]?.Properties?.['IntegrationUri'];
    return lineOf(functionOf(service, referred(integration)), String(RouteKey), AuthorizationType !== 'JWT');
  });

/** `integrations/{Ref}`, as osls joins it. */
const targetOf = (target: unknown): string => /"Ref":"(\w+)"/.exec(JSON.stringify(target))?.[1] ?? '';

/** A function's logical id is its name with a capital, and `LambdaFunction`. */
const functionOf = ({ functions }: Packaged, id: string | undefined): string =>
  Object.keys(functions).find((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction` === id) ?? '?';

describe.each(packaged.filter(({ service }) => existsSync(`services/${service}/src/service.ts`)))(
  'the routes of $service',
  (service) => {
    it('are deployed as they are defined, and no others are', async () => {
      expect([...deployed(service)].sort()).toEqual([...(await defined(service))].sort());
    });
  },
);
