import type { Route } from '@orderwire/http/route';
import type { HttpFunction } from '@orderwire/http/serve';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * The same functions, but those behind routes throw when they answer what their route does not define: another status, or
 * a body that does not fit. Refusals are typed by the route and pass.
 */
export const heldToRoutes = <Functions extends object>(functions: Functions): Functions =>
  Object.fromEntries(
    Object.entries(functions).map(([name, handle]: [string, HttpFunction & { readonly route?: Route }]) => {
      const { route } = handle;
      return [name, route === undefined ? handle : heldTo(route, handle)];
    }),
  ) as Functions;

const heldTo = (route: Route, handle: HttpFunction) =>
  Object.assign(
    async (event: Parameters<HttpFunction>[0]) => {
      const answer = await handle(event);
      check(route, answer);
      return answer;
    },
    { route },
  );

const check = (
  { method, paths: [path], answers }: Route,
  { statusCode = 0, headers, body }: APIGatewayProxyStructuredResultV2,
) => {
  if (headers?.['content-type'] === 'application/problem+json') return;
  const schema = answers[statusCode];
  if (schema === undefined) throw new Error(`${method} ${path} does not define the answer ${String(statusCode)}.`);
  if (schema === null && body !== undefined) throw new Error(`${method} ${path} answers with a body.`);
  schema?.parse(JSON.parse(body ?? ''));
};
