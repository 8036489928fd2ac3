import { parentPort, workerData } from 'node:worker_threads';
import { countDelivered } from './deliver.ts';
import type { BillAnswer, BillJob } from './job.ts';

const answer = (said: BillAnswer): void => parentPort?.postMessage(said);

countDelivered(workerData as BillJob).then(
  (totals) => answer({ totals }),
  (error: unknown) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
);
