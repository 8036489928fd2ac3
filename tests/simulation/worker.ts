import { parentPort, workerData } from 'node:worker_threads';
import { generateKeyPairSync } from 'node:crypto';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { runSeed } from './run-seed.ts';

const { model } = workerData as { readonly model: CloudModel };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signingKey = { privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), kid: 'simulated' };

parentPort?.on('message', (job: { readonly seed: number; readonly orders: number }) => {
  runSeed({ model, signingKey, ...job }).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
