/** The thread that compacts a journal while the platform goes on. Plain JavaScript, as it has to compile TypeScript first. */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { compiled } from '../../dev/compiled.mjs';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const { compact } = await import(await compiled(root, 'local-cloud/src/server/journal/compact.ts'));
parentPort.postMessage(compact(workerData));
