import { createHash, generateKeyPairSync } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { LocalEngine } from '../engine/engine.ts';
import type { SigningKey } from '../engine/users/tokens.ts';
import type { CloudModel } from '../template/model.ts';
import { makeCalls } from './calls.ts';
import { makeCredentials } from './credentials.ts';
import { makeApiHandler } from './http-api/handler.ts';
import { PROBLEM_TYPE, problemText } from './http-api/problem.ts';
import { makeHub } from './hub.ts';
import type { Hub } from './hub.ts';
import { infoOf } from './info.ts';
import type { InfoDeps } from './info.ts';
import { compactInThread } from './journal/compaction.ts';
import { makeCrashPoints } from './journal/crash-points.ts';
import { keepInMemory } from './journal/in-memory.ts';
import { keepOnDisk } from './journal/on-disk.ts';
import type { Restored, Storage, StorageOptions } from './journal/storage.ts';
import { listen } from './listen.ts';
import type { Listener } from './listen.ts';
import { makeLogBook } from './log-book.ts';
import type { LogBook } from './log-book.ts';
import { makePages } from './pages/pages.ts';
import { makeAwsHandler } from './protocols/handler.ts';
import { makePump } from './pump.ts';
import { makeFunctions } from './workers/functions.ts';

export interface Urls {
  readonly apiUrl: string;
  readonly awsUrl: string;
}

export interface ServerOptions {
  /** Made once the ports are open, because the model holds their URLs. */
  readonly loadModel: (urls: Urls) => CloudModel | Promise<CloudModel>;
  /** 0 takes any free port. */
  readonly apiPort: number;
  readonly awsPort: number;
  readonly host?: string;
  /** Where packages are unpacked, one folder per content; kept between runs. */
  readonly codeDirectory: string;
  /** One file per function; default: `logs` beside the code directory. `null` keeps lines in memory only. */
  readonly logDirectory?: string | null;
  /** Workers per function without a reserved concurrency. */
  readonly concurrency?: number;
  /** Where the state is kept; it ends with the process when this is left out. */
  readonly dataDirectory?: string;
  /** Begins empty, and moves what the data directory holds to `<dataDirectory>.previous`. */
  readonly fresh?: boolean;
  /** Path of journal/compactor.mjs; default: as seen from the repository's root. */
  readonly compactor?: string;
  /** The disk takes nothing any more; nothing is answered from then on. Default: says so and ends the process. */
  readonly onDiskFailure?: (error: unknown) => void;
  /** Signs the user pools' tokens and makes the functions' keys; without it an empty start has a new one. */
  readonly signingKey?: SigningKey;
  /** Path of workers/runtime.cjs; default: as seen from the repository's root. */
  readonly runtime?: string;
  /** How long `stop` waits for what is under way; default 2,000. */
  readonly graceMs?: number;
  /** The engine broke its contract: a bug here, not in the services. Default: one line on stderr. */
  readonly onFault?: (error: unknown) => void;
}

export interface LocalServer extends Urls {
  readonly engine: LocalEngine;
  readonly model: CloudModel;
  /** What an earlier process left in the data directory. */
  readonly restored: Restored | undefined;
  /** The next event of every function runs on the package that is on disk now. */
  readonly reload: () => void;
  /** The next event of the service's functions runs on the code in this folder; those under way end on the old code. */
  readonly replaceCode: (service: string, directory: string) => void;
  /** Takes nothing more, waits a bounded time for what is under way, ends every worker, timer and socket. */
  readonly stop: () => Promise<void>;
}

/** API Gateway's limit, of the request line and all headers together. */
const API_HEADER_BYTES = 10_240;
const AWS_HEADER_BYTES = 32_768;
const DEFAULT_CONCURRENCY = 4;
const DEFAULT_GRACE_MS = 2_000;
/** The workers limit concurrency here; this number only has to be larger than theirs. */
const ENGINE_CONCURRENCY = 1_000;
/** The log of what no function can tell: what was dropped for good. */
const OWN_LOG = 'local-cloud';
const MALFORMED = { 400: 'MALFORMED_REQUEST', 408: 'REQUEST_TIMEOUT', 431: 'HEADERS_TOO_LARGE' } as const;

const openPorts = async ({ host = '127.0.0.1', apiPort, awsPort }: ServerOptions): Promise<[Listener, Listener]> => {
  const refusal = (status: 400 | 408 | 431) => ({
    contentType: PROBLEM_TYPE,
    body: problemText(MALFORMED[status], 'none'),
  });
  const api = await listen({ host, port: apiPort, maxHeaderBytes: API_HEADER_BYTES, refusal });
  try {
    return [api, await listen({ host, port: awsPort, maxHeaderBytes: AWS_HEADER_BYTES, refusal })];
  } catch (error) {
    await api.close(0);
    throw error;
  }
};

const newSigningKey = (): SigningKey => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), kid: 'local-1' };
};

const logDirectoryOf = ({ logDirectory, codeDirectory }: ServerOptions): string | undefined =>
  logDirectory === null ? undefined : (logDirectory ?? join(dirname(resolve(codeDirectory)), 'logs'));

const failDisk = (error: unknown): void => {
  const why = error instanceof Error ? error.message : String(error);
  console.error(
    `\nThe journal cannot be written, so nothing can be acknowledged any more: ${why}\n\n` +
      'Next step: mend the disk or make room, and start again: every acknowledged write is there.',
  );
  process.exit(1);
};

const openStorage = (options: ServerOptions, storage: StorageOptions): Promise<Storage> | Storage => {
  const { dataDirectory: directory, onDiskFailure: onFailure = failDisk } = options;
  if (directory === undefined) return keepInMemory(storage);
  const crash = makeCrashPoints(process.env['ORDERWIRE_CRASH_AT']);
  // A test of crashes lets journals be replaced every moment.
  const journalBytes = Number(process.env['ORDERWIRE_JOURNAL_BYTES'] ?? 0);
  return keepOnDisk({
    ...(journalBytes > 0 && { journalBytes }),
    ...storage,
    directory: resolve(directory),
    fresh: options.fresh ?? false,
    crash,
    compact: compactInThread(resolve(options.compactor ?? 'local-cloud/src/server/journal/compactor.mjs')),
    onCompactionError: options.onFault ?? ((error) => console.error('local cloud: compaction:', error)),
    onFailure,
  });
};

const storageOptionsOf = (
  { signingKey }: ServerOptions,
  model: CloudModel,
  now: () => number,
  hub: Hub,
  logBook: () => LogBook,
): StorageOptions => ({
  now,
  newSigningKey: () => signingKey ?? newSigningKey(),
  wishes: {
    model,
    defaultConcurrency: ENGINE_CONCURRENCY,
    onDrop: (dropped) => {
      logBook().write(OWN_LOG, JSON.stringify({ type: 'dropped', ...dropped, body: undefined }));
      hub.tell(() => ({
        kind: 'failure',
        title: `${dropped.what} dropped: ${dropped.reason}`,
        detail: { ...dropped },
      }));
    },
  },
  onReceived: (webhook) =>
    hub.tell(() => ({
      kind: 'webhook',
      title: `${webhook.partner} answered ${webhook.status} to ${webhook.id}`,
      detail: { ...webhook },
    })),
});

/** Puts everything together over the open ports. Throws what the model's loader or the engine throws. */
const assemble = async (options: ServerOptions, api: Listener, aws: Listener): Promise<LocalServer> => {
  const now = (): number => Date.now();
  const urls = { apiUrl: api.url, awsUrl: aws.url };
  const model = await options.loadModel(urls);
  const graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
  const onFault = options.onFault ?? ((error: unknown) => console.error('local cloud:', error));
  const hub = makeHub(now);

  const storage = await openStorage(
    options,
    storageOptionsOf(options, model, now, hub, () => logBook),
  );
  const { engine, partners, signingKey, durable } = storage;
  const services = new Map(model.functions.map(({ name, service }) => [name, service]));
  const directory = logDirectoryOf(options);
  const logBook = makeLogBook({
    now,
    ...(directory !== undefined && { directory }),
    onBytes: (functionName, bytes) => {
      const service = services.get(functionName);
      if (service !== undefined) engine.meter.count('log-byte', bytes, service);
    },
  });
  const secret = createHash('sha256').update(signingKey.privateKeyPem).digest('hex');
  const credentials = makeCredentials([...services.keys()], secret);
  const functions = makeFunctions({
    model,
    codeDirectory: options.codeDirectory,
    runtime: resolve(options.runtime ?? 'local-cloud/src/server/workers/runtime.cjs'),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    credentials,
    awsUrl: urls.awsUrl,
    serve: (request) => awsHandler.serve(request),
    logBook,
    hub,
    onRoom: () => pump.wake(),
  });
  let [stopped, dismissed] = [false, false];
  const calls = makeCalls({ engine, functions, hub, ready: storage.beforeInvoke, stopped: () => dismissed });
  const mapped = new Map(model.mappings.map(({ id, functionName }) => [id, functionName]));
  const pump = makePump({
    engine,
    now,
    run: calls.run,
    hasRoom: ({ subject }) => functions.hasRoom(mapped.get(subject) ?? subject),
    onError: onFault,
  });
  const infoDeps: InfoDeps = { ...urls, model, engine, functions, pump, now };
  const info = (withinMs: number) => infoOf(infoDeps, withinMs);
  const pages = makePages({
    mails: () => engine.mails.list(),
    logBook,
    functions: [...services.keys()],
    hub,
    partners,
    durable,
    meter: engine.meter,
    info,
  });
  api.handle(makeApiHandler({ model, engine, calls, hub, now, info, services }));
  const awsHandler = makeAwsHandler({
    model,
    engine,
    calls,
    credentials,
    logBook,
    pages,
    now,
    stopped: () => stopped,
    onFault,
    durable,
  });
  aws.handle(awsHandler.handle);

  return {
    ...urls,
    engine,
    model,
    restored: storage.restored,
    reload: functions.reload,
    replaceCode: functions.replaceCode,
    stop: async () => {
      stopped = true;
      pages.stop();
      await Promise.all([pump.stop(graceMs), api.close(graceMs)]);
      // Whoever still works now is let go without a verdict, and begins again at the next start.
      dismissed = true;
      await functions.stop();
      await aws.close(0);
      await storage.stop();
      await logBook.stop();
    },
  };
};

/**
 * Driver B: the engine behind two real ports, with the packaged functions in worker threads. One port serves the HTTP API,
 * the other AWS's protocols, the user pools' keys, and the pages for people under `/_local`.
 */
export const startServer = async (options: ServerOptions): Promise<LocalServer> => {
  const [api, aws] = await openPorts(options);
  try {
    return await assemble(options, api, aws);
  } catch (error) {
    await Promise.all([api.close(0), aws.close(0)]);
    throw error;
  }
};
