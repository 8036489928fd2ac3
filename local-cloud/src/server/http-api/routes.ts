import type { RouteDefinition } from '../../template/model.ts';

export interface Match {
  readonly route: RouteDefinition;
  /** `POST /orders/{id}` or `$default`. */
  readonly routeKey: string;
  /** Decoded; undefined when the route has no variables. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly route: RouteDefinition;
  readonly routeKey: string;
  readonly segments: readonly string[];
  /** The name without `+`. */
  readonly greedy: string | undefined;
  readonly rank: string;
}

const GREEDY = /^\{(.+)\+\}$/;
const VARIABLE = /^\{(.+)\}$/;

const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);

/** Sorts literal before variable before greedy, segment by segment, and a method of its own before ANY. */
const rankOf = (segments: readonly string[], method: string): string =>
  segments.map((segment) => (GREEDY.test(segment) ? '2' : VARIABLE.test(segment) ? '1' : '0')).join('') +
  (method === 'ANY' ? '9' : '3');

const patternOf = (route: RouteDefinition): Pattern => {
  const segments = segmentsOf(route.path);
  return {
    route,
    routeKey: route.path === '$default' ? '$default' : `${route.method} ${route.path}`,
    segments,
    greedy: GREEDY.exec(segments.at(-1) ?? '')?.[1],
    rank: rankOf(segments, route.method),
  };
};

const bind = (pattern: Pattern, path: readonly string[]): Record<string, string> | undefined => {
  const { segments, greedy } = pattern;
  const fixed = greedy === undefined ? segments.length : segments.length - 1;
  if (greedy === undefined ? path.length !== fixed : path.length <= fixed) return undefined;
  const bound: Record<string, string> = {};
  for (let index = 0; index < fixed; index += 1) {
    const [segment, value] = [segments[index] ?? '', path[index] ?? ''];
    const variable = VARIABLE.exec(segment)?.[1];
    if (variable === undefined ? segment !== value : value === '') return undefined;
    if (variable !== undefined) bound[variable] = value;
  }
  if (greedy !== undefined) bound[greedy] = path.slice(fixed).join('/');
  return bound;
};

/**
 * Chooses the route as API Gateway does: the most specific path first, then greedy variables, then `$default`; a route of
 * the request's method before one for ANY. A path that exists for another method only is not found, not 405.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export const makeRouter = (routes: readonly RouteDefinition[]) => {
  const patterns = routes
    .filter(({ path }) => path !== '$default')
    .map(patternOf)
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  const fallback = routes.find(({ path }) => path === '$default');

  /** `path` is already decoded. */
  return (method: string, path: string): Match | undefined => {
    const segments = segmentsOf(path);
    for (const pattern of patterns) {
      if (pattern.route.method !== 'ANY' && pattern.route.method !== method) continue;
      const bound = bind(pattern, segments);
      if (!bound) continue;
      const { route, routeKey } = pattern;
      return Object.keys(bound).length === 0 ? { route, routeKey } : { route, routeKey, pathParameters: bound };
    }
    return fallback && { route: fallback, routeKey: '$default' };
  };
};
