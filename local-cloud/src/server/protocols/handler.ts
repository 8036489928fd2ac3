import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../engine/contract.ts';
import type { LocalEngine } from '../../engine/engine.ts';
import type { CloudModel } from '../../template/model.ts';
import type { Calls } from '../calls.ts';
import type { Credentials } from '../credentials.ts';
import type { LogBook } from '../log-book.ts';
import { longPoll } from '../long-poll.ts';
import { sendJson, sendNothing } from '../pages/reply.ts';
import { makeAwsPort } from './aws-port.ts';
import { makeLogOperations } from './logs.ts';
import type { Execute } from './wire.ts';

export interface AwsHandlerDeps {
  readonly model: CloudModel;
  readonly engine: LocalEngine;
  readonly calls: Calls;
  readonly credentials: Credentials;
  readonly logBook: LogBook;
  readonly pages: { readonly handle: (request: IncomingMessage, response: ServerResponse) => void };
  readonly now: () => number;
  readonly stopped: () => boolean;
  /** An error of the engine that is no AWS error. */
  readonly onFault: (error: unknown) => void;
  readonly durable: () => Promise<void>;
}

const POOL_PATH = /^\/([^/?]+)\/\.well-known\/(jwks|openid-configuration)(?:\.json)?(?:\?.*)?$/;

/** What Cognito publishes about a pool, as far as token checkers read it. */
const openIdConfiguration = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code', 'token'],
  subject_types_supported: ['public'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
});

/** A request that changes something must come from one of our pages, or from no page at all. */
const isCrossOrigin = ({ method, headers: { origin, host } }: IncomingMessage): boolean =>
  method !== 'GET' && method !== 'HEAD' && origin !== undefined && origin !== `http://${host ?? ''}`;

/** The port of AWS's protocols: pages and pools by their paths, all else by protocol. */
export const makeAwsHandler = (deps: AwsHandlerDeps) => {
  const { model, engine, calls, credentials, logBook, pages, now, stopped, onFault } = deps;

  const execute: Execute = (...call) => {
    try {
      return calls.execute(...call);
    } catch (error) {
      if (!(error instanceof AwsError)) onFault(error);
      throw error;
    }
  };
  const waitOf = (queueUrl: string): number =>
    model.queues.find(({ name }) => queueUrl.endsWith(`/${name}`))?.receiveWaitSeconds ?? 0;
  const logs = makeLogOperations(
    logBook,
    model.functions.map(({ name }) => name),
  );
  const awsPort = makeAwsPort({
    credentials,
    durable: deps.durable,
    json: (service, operation, input, { caller }) => {
      if (service === 'logs') return logs(operation, input);
      const run = (): unknown => execute(service, operation, input, caller);
      return service === 'sqs' && operation === 'ReceiveMessage'
        ? longPoll(input, run, { now, stopped, waitOf })
        : run();
    },
    query: { execute, accountId: model.accountId },
    lambda: { execute, functions: model.functions, mappings: model.mappings, invoke: calls.invoke },
    s3: { execute, buckets: model.buckets, region: model.region, credentials, now },
  });

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? '/';
    if (/^\/_local(?:[/?]|$)/.test(url)) {
      if (isCrossOrigin(request)) sendNothing(response, 403);
      else pages.handle(request, response);
      return;
    }
    if (url === '/' && request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')) {
      // Somebody who typed the address into a browser; SDKs and the CLI never ask for HTML.
      response.writeHead(302, { location: '/_local' }).end();
      return;
    }
    const [, poolId, document] = url.includes('/.well-known/') ? (POOL_PATH.exec(url) ?? []) : [];
    const pool = model.userPools.find(({ id }) => id === poolId);
    if (!pool || request.method !== 'GET') awsPort.handle(request, response);
    else sendJson(response, document === 'jwks' ? engine.jwks() : openIdConfiguration(pool.issuer));
  };
  return { handle, serve: awsPort.serve };
};
