import { keepAnswers } from '@orderwire/http/kept-answers';
import type { Endpoint, Route } from '@orderwire/http/route';
import { type HttpFunction, serve } from '@orderwire/http/serve';
import { lazyHandler } from '@orderwire/kernel/lazy';
import type { Outside } from './outside.ts';

/**
 * A function behind routes of the API; it carries its definition. Like its neighbours it is composed at its first call: all functions
 * of a service share one bundle, and each makes only what it needs itself.
 */
export const http = <R extends Route, Deps, C>(
  { observability, clock }: Pick<Outside, 'observability' | 'clock'>,
  endpoint: Endpoint<R, Deps, C>,
  deps: () => Deps,
): HttpFunction & { readonly route: R } =>
  Object.assign(
    lazyHandler(() => {
      const call = serve(endpoint, deps(), observability().log);
      const { keptMs } = endpoint.route;
      return keptMs === undefined ? call : keepAnswers(call, clock, keptMs);
    }),
    { route: endpoint.route },
  );
