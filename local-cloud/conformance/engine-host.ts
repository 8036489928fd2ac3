import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalEngine } from '../src/engine/engine.ts';
import { startServer } from '../src/server/start.ts';
import { modelOf } from '../src/template/load-model.ts';
import type { JsonObject } from '../src/template/template-error.ts';
import type { CloudOptions } from './cloud.ts';
import { defaultsOf, packFixture } from './fixture/pack.ts';

export interface EngineHost {
  readonly options: CloudOptions;
  readonly engine: LocalEngine;
  readonly stop: () => Promise<void>;
}

/**
 * A record may be this old here, where the least of AWS is a minute: long enough for a function to start on a busy machine
 * before its first record is too old. Records written at once are there at once.
 */
const QUICKER = { RecordAgeSeconds: 10, BatchingSeconds: 0 } as const;

const REGION = 'eu-central-1';
const CONCURRENCY = 4;

/**
 * The local cloud on free ports with the fixture deployed, in memory, gone with `stop`.
 * @param options.directory where a folder for packages may be made: below a `node_modules` with the SDK, which AWS's
 * runtime brings along.
 */
export const startEngine = async (options: {
  readonly template: JsonObject;
  readonly stack: string;
  readonly directory: string;
  readonly runtime: string;
}): Promise<EngineHost> => {
  const { template, stack } = options;
  const directory = mkdtempSync(join(options.directory, 'conformance-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const parameters = { ...defaultsOf(template), ...QUICKER };
  const fixture = packFixture({ template, stack, directory: join(directory, 'zips'), parameters });
  const server = await startServer({
    loadModel: (endpoints) =>
      modelOf([fixture], {
        endpoints,
        localOutputs: {},
        stage: 'conformance',
        region: REGION,
        accountId: '000000000000',
      }),
    apiPort: 0,
    awsPort: 0,
    codeDirectory: join(directory, 'code'),
    logDirectory: null,
    runtime: options.runtime,
    concurrency: CONCURRENCY,
    graceMs: 100,
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    options: {
      endpoint: server.awsUrl,
      isEngine: true,
      region: REGION,
      stack,
      parameters,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    engine: server.engine,
    stop: async () => {
      await server.stop();
      remove();
    },
  };
};
