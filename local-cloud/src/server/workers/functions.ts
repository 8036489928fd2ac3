import { AwsError } from '../../engine/contract.ts';
import type { CloudModel, FunctionDefinition } from '../../template/model.ts';
import type { Credentials } from '../credentials.ts';
import type { Hub } from '../hub.ts';
import type { LogBook } from '../log-book.ts';
import { environmentOf } from './environment.ts';
import { unpack } from './packages.ts';
import { makePool } from './pool.ts';
import type { Execution, Pool } from './pool.ts';
import type { Failure } from './thread.ts';
import { makeThreads } from './threads.ts';
import type { ThreadsOptions } from './threads.ts';
import { startWorker } from './worker.ts';
import type { Completed, FunctionWorker } from './worker.ts';

export interface FunctionsOptions {
  readonly model: Pick<CloudModel, 'functions' | 'region'>;
  readonly codeDirectory: string;
  /** Path of workers/runtime.cjs. */
  readonly runtime: string;
  /** Workers per function where the template reserves no concurrency. */
  readonly concurrency: number;
  readonly credentials: Credentials;
  readonly awsUrl: string;
  /** Does what the SDK in a function asks of `awsUrl`. */
  readonly serve: ThreadsOptions['serve'];
  readonly logBook: LogBook;
  readonly hub: Hub;
  /** Overrides Lambda's 10 s for loading the code in tests. */
  readonly initLimitMs?: number;
  /** A worker has become free. */
  readonly onRoom: () => void;
}

export interface Functions {
  /** `begin` is asked when a worker is free. Rejects only with what it throws, and for a function that does not exist. */
  invoke(functionName: string, begin: () => Execution): Promise<Completed>;
  hasRoom(functionName: string): boolean;
  /** All executions that the template reserves are under way: Lambda refuses a call that waits for its answer. */
  isThrottled(functionName: string): boolean;
  inFlight(): number;
  /** Takes the packages as they are on disk now; events under way end on the old code. */
  readonly reload: () => void;
  /** The same for one service, with unpacked code: the folder that its handlers' paths start from. It has to stay. */
  readonly replaceCode: (service: string, directory: string) => void;
  stop(): Promise<void>;
}

const unknownFunction = (functionName: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, 404);

/** Lambda's own lines, from WARN on, as the templates ask: successes write none. */
const platformReport = (definition: FunctionDefinition, id: string, failure: Failure, durationMs: number, at: string) =>
  JSON.stringify({
    time: at,
    type: 'platform.report',
    record: {
      requestId: id,
      status: failure.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error',
      errorType: failure.errorType,
      errorMessage: failure.errorMessage,
      trace: failure.trace,
      metrics: { durationMs, memorySizeMB: definition.memoryMb },
    },
  });

interface FunctionPool extends Pool {
  /** Takes the code from the folder, or out of the package on disk when there is none. */
  renew(directory?: string): void;
}

const TRIM_EVERY_MS = 30_000;

/** Every function of the model, each with its own sandboxes. */
export const makeFunctions = (options: FunctionsOptions): Functions => {
  const { model, codeDirectory, runtime, credentials, awsUrl, logBook, hub } = options;

  const threads = makeThreads({
    runtime,
    serve: options.serve,
    memoryOf: (service) =>
      model.functions.reduce((sum, one) => (one.service === service ? sum + one.memoryMb : sum), 0),
  });
  let environments = 0;

  const environmentIn = (directory: string, definition: FunctionDefinition): FunctionWorker => {
    const { name, service } = definition;
    environments += 1;
    const keys = credentials.keysOf(name);
    return startWorker({
      given: {
        directory,
        handler: definition.handler,
        functionName: name,
        functionArn: definition.arn,
        memoryMb: definition.memoryMb,
        environment: environmentOf({ definition, directory, region: model.region, awsUrl, keys, number: environments }),
      },
      timeoutMs: definition.timeoutSeconds * 1000,
      ...(options.initLimitMs !== undefined && { initLimitMs: options.initLimitMs }),
      open: (given, listener) => threads.open(service, given, listener),
      onLog: (text, requestId) => logBook.write(name, text, requestId),
      onLate: () => threads.leave(service),
    });
  };

  const poolFor = (definition: FunctionDefinition): FunctionPool => {
    let folder: Promise<string> | undefined;
    const pool = makePool({
      limit: Math.max(1, Math.min(definition.reservedConcurrency ?? options.concurrency, options.concurrency)),
      onRoom: options.onRoom,
      start: async () => {
        folder ??= unpack(definition.zipPath, codeDirectory);
        return environmentIn(await folder, definition);
      },
    });
    return {
      ...pool,
      renew: (directory) => {
        folder = directory === undefined ? undefined : Promise.resolve(directory);
        pool.renew();
      },
    };
  };

  const definitions = new Map(model.functions.map((definition) => [definition.name, definition]));
  const pools = new Map(model.functions.map((definition) => [definition.name, poolFor(definition)]));

  const trimming = setInterval(() => pools.forEach((pool) => pool.trim()), TRIM_EVERY_MS);

  const report = (definition: FunctionDefinition, id: string, result: Completed): void => {
    if (result.ok) return;
    const at = new Date().toISOString();
    logBook.write(definition.name, platformReport(definition, id, result.failure, result.durationMs, at), id);
    hub.tell(() => ({
      kind: 'failure',
      title: `${definition.name}: ${result.failure.errorType}`,
      detail: { functionName: definition.name, requestId: id, ...result.failure },
    }));
  };

  return {
    invoke: async (functionName, begin) => {
      const [definition, pool] = [definitions.get(functionName), pools.get(functionName)];
      if (!definition || !pool) throw unknownFunction(functionName);
      try {
        return await pool.invoke(() => {
          const execution = begin();
          return {
            ...execution,
            onEnd: (result) => {
              report(definition, execution.id, result);
              execution.onEnd(result);
            },
          };
        });
      } finally {
        options.onRoom();
      }
    },
    hasRoom: (functionName) => pools.get(functionName)?.hasRoom() ?? true,
    isThrottled: (functionName) => {
      const reserved = definitions.get(functionName)?.reservedConcurrency ?? Infinity;
      return reserved <= options.concurrency && reserved <= (pools.get(functionName)?.inFlight() ?? 0);
    },
    inFlight: () => [...pools.values()].reduce((sum, pool) => sum + pool.inFlight(), 0),
    reload: () => {
      for (const { service } of model.functions) threads.renew(service);
      for (const pool of pools.values()) pool.renew();
    },
    replaceCode: (service, directory) => {
      threads.renew(service);
      for (const definition of model.functions)
        if (definition.service === service) pools.get(definition.name)?.renew(directory);
    },
    stop: async () => {
      clearInterval(trimming);
      await Promise.all([...[...pools.values()].map((pool) => pool.stop()), threads.stop()]);
    },
  };
};
