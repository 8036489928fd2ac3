/** The thread that compacts a journal while the platform goes on. Plain JavaScript, as it has to register TypeScript first. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { compact } = await import('./compact.ts');
parentPort.postMessage(compact(workerData));
