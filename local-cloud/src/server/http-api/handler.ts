import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../engine/contract.ts';
import type { LocalEngine } from '../../engine/engine.ts';
import type { CloudModel } from '../../template/model.ts';
import type { Calls } from '../calls.ts';
import type { Hub } from '../hub.ts';
import { withinOf } from '../pages/pages.ts';
import { sendJson } from '../pages/reply.ts';
import { makeEdge } from './edge.ts';
import type { Integration } from './edge.ts';
import type { Match } from './routes.ts';

export interface ApiHandlerDeps {
  readonly model: CloudModel;
  readonly engine: LocalEngine;
  readonly calls: Calls;
  readonly hub: Hub;
  readonly now: () => number;
  readonly info: (withinMs: number) => unknown;
  /** Function name → service, for the meter. */
  readonly services: ReadonlyMap<string, string>;
}

/** Requests are metered in steps of 512 kB: https://aws.amazon.com/api-gateway/pricing/ */
const REQUEST_STEP_BYTES = 512 * 1024;

const INFO = /^\/_local\/info\.json(?:\?(.*))?$/;

const kindOf = (error: unknown): 'failed' | 'throttled' | 'payload-too-large' => {
  if (!(error instanceof AwsError)) return 'failed';
  if (error.$metadata.httpStatusCode === 413) return 'payload-too-large';
  return error.$metadata.httpStatusCode === 429 ? 'throttled' : 'failed';
};

/** The HTTP API on its own port. `/_local/info.json` is the one path that its routes cannot have. */
export const makeApiHandler = ({ model, engine, calls, hub, now, info, services }: ApiHandlerDeps) => {
  const { region, accountId, httpApi, userPools } = model;

  /** Who calls, as the function's permission names it: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
  const sourceArnOf = ({ route, routeKey }: Match): string => {
    const path = routeKey === '$default' ? '$default' : `${route.method === 'ANY' ? '*' : route.method}${route.path}`;
    return `arn:aws:execute-api:${region}:${accountId}:${httpApi.id}/$default/${path}`;
  };

  const invoke = async (match: Match, event: unknown): Promise<Integration> => {
    try {
      const answered = await calls.invoke(match.route.functionName, event, {
        kind: 'service',
        principal: 'apigateway.amazonaws.com',
        sourceArn: sourceArnOf(match),
      });
      if (answered.ok) return { kind: 'answered', payload: answered.payload };
      // A machine that is too busy to load the code: nothing is wrong with it, and nothing was done.
      return { kind: answered.neverBegan === true ? 'throttled' : 'failed' };
    } catch (error) {
      const kind = kindOf(error);
      if (kind === 'failed') {
        const message = error instanceof Error ? error.message : String(error);
        hub.tell(() => ({ kind: 'failure', title: message, detail: { routeKey: match.routeKey } }));
      }
      return { kind };
    }
  };

  const edge = makeEdge({
    model,
    now,
    invoke,
    hub,
    keysOf: (issuer) =>
      userPools.some((pool) => pool.issuer === issuer) ? engine.jwks().keys.map((key) => ({ ...key })) : [],
    onRequest: ({ route }, bytes) =>
      engine.meter.count(
        'http-request',
        Math.max(1, Math.ceil(bytes / REQUEST_STEP_BYTES)),
        services.get(route.functionName) ?? 'platform',
      ),
  });

  return (request: IncomingMessage, response: ServerResponse): void => {
    const asked = request.method === 'GET' ? INFO.exec(request.url ?? '') : null;
    if (asked) sendJson(response, info(withinOf(new URLSearchParams(asked[1] ?? ''))));
    else edge(request, response);
  };
};
