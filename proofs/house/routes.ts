import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from '@orderwire/http/route';
import { ofType, type Packaged, referred } from '@orderwire/local-cloud/dev/packaging/packaged';
import { makeOutside } from '@orderwire/testing/outside';

type Compose = (outside: unknown) => Readonly<Record<string, { readonly route?: Route }>>;

/** `listItems: GET /items, open`: the function, the route, and who gets past the gateway. */
const lineOf = (name: string, routeKey: string, isOpen: boolean): string =>
  `${name}: ${routeKey}, ${isOpen ? 'open' : 'for users'}`;

/** The routes that the service's endpoints define, as its service.ts composes them. */
export const definedRoutes = async (root: string, { service }: Packaged): Promise<readonly string[]> => {
  if (!existsSync(join(root, 'services', service, 'src/service.ts'))) return [];
  const { compose } = (await import(`../../services/${service}/src/service.ts`)) as { readonly compose: Compose };
  return Object.entries(compose(makeOutside({}).outside)).flatMap(([name, { route }]) => {
    if (!route) return [];
    const isOpen = route.callers === 'anyone' || route.callers === 'partner';
    return route.paths.map((path) => lineOf(name, `${route.method} ${path}`, isOpen));
  });
};

/** The routes that the service deploys. */
export const deployedRoutes = (service: Packaged): readonly string[] =>
  ofType(service, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey, AuthorizationType, Target }]) => {
    const integration = service.resources[integrationIn(Target)]?.Properties?.['IntegrationUri'];
    return lineOf(functionOf(service, referred(integration)), String(RouteKey), AuthorizationType !== 'JWT');
  });

/** `integrations/{Ref}`, as osls joins it. */
const integrationIn = (target: unknown): string => /"Ref":"(\w+)"/.exec(JSON.stringify(target))?.[1] ?? '';

/** A function's logical id is its name with a capital, and `LambdaFunction`. */
const functionOf = ({ functions }: Packaged, id: string | undefined): string =>
  Object.keys(functions).find((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction` === id) ?? '?';
