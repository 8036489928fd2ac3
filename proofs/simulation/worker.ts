import { parentPort, workerData } from 'node:worker_threads';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Job } from './job.ts';
import { runSeed } from './run-seed.ts';

const given = workerData as { readonly model: CloudModel; readonly signingKey: string };
const deployment = { model: given.model, signingKey: { privateKeyPem: given.signingKey, kid: 'simulated' } };

parentPort?.on('message', (job: Job) => {
  runSeed(deployment, job).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
