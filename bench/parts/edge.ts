import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { start, stop } from '../platform.ts';

const LANES = 8;
const WARM_MS = 1_500;
const COUNTED_MS = 4_000;

const ask = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}.`));
      response.resume().on('end', resolve);
    }).on('error', reject);
  });

/** Requests over kept connections for a while. @returns requests a second */
const rateOf = async (url: string, milliseconds: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const begun = performance.now();
  let answered = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - begun < milliseconds) {
      await ask(url, agent);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  agent.destroy();
  return answered / ((performance.now() - begun) / 1000);
};

const measured = async (url: string): Promise<number> => {
  await rateOf(url, WARM_MS);
  return rateOf(url, COUNTED_MS);
};

/** A bare node:http in a process of its own: as fast as a server on this machine can be, with this client. */
const bareRate = async (root: string): Promise<number> => {
  const child = spawn(process.execPath, [join(root, 'bench/probes/bare-http.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    return await measured(url.trim());
  } finally {
    child.kill();
    await once(child, 'exit');
  }
};

const measureTurn = async ({ roots, samples, folder, say }: Context, { root, side, run }: Turn): Promise<void> => {
  const running = await start({ root, data: join(folder, `edge-${side}-${run}`), folder });
  try {
    const items = await measured(`${running.apiUrl}/items`);
    samples.add('items', side, items);
    samples.add('health', side, await measured(`${running.apiUrl}/health`));
    const bare = await bareRate(roots.ours);
    samples.add('bare-http', side, bare);
    say(
      `edge, run ${run + 1}: ${side} answers ${items.toFixed(0)} GET /items a second, a bare server ${bare.toFixed(0)}`,
    );
  } finally {
    await stop(running);
  }
};

export const measureEdge = (context: Context): Promise<void> => eachTurn(context, (turn) => measureTurn(context, turn));
