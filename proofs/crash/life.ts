import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** What `npm start -- --json` says when it is ready. */
export interface Ready {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly staff: { readonly email: string; readonly password: string };
  readonly customer: { readonly email: string; readonly password: string };
}

export interface LifeOptions {
  /** The folder of the repository. */
  readonly root: string;
  readonly ports: Ports;
  /** Options of `npm start` that say where state is kept. */
  readonly store: readonly string[];
  /** A script that is loaded before everything else. */
  readonly preload?: string | undefined;
  /** `<point>:<n>`: the process kills itself when it comes to this point for the nth time. */
  readonly crashAt?: string | undefined;
  /** Further variables of its environment; an undefined one takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One process of the platform, from its start to its kill. */
export interface Life {
  readonly pid: number;
  /** Milliseconds by `performance.now()`. */
  readonly startedAt: number;
  /** Undefined when it ended before it was ready. */
  readonly ready: Promise<Ready | undefined>;
  readonly ended: Promise<End>;
  readonly alive: () => boolean;
  /** SIGKILL to the process and whatever it has started; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** What it wrote to standard error. */
  readonly said: () => string;
}

export interface Ports {
  readonly api: number;
  readonly aws: number;
}

/**
 * Below the ports that systems hand out for outgoing connections: while the platform is down, nobody who tries to reach
 * it may be given its port. https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html (ip_local_port_range)
 */
const LOWEST_PORT = 20_000;
const PORTS = 12_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const freePort = async (): Promise<number> => {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
};

/** Two ports that are free now and are asked for again at every start: links that customers were sent stay good. */
export const findPorts = async (): Promise<Ports> => {
  const api = await freePort();
  let aws = await freePort();
  while (aws === api) aws = await freePort();
  return { api, aws };
};

/** Small, so that a journal becomes a snapshot several times in a life, and kills come in the midst of that too. */
const JOURNAL_BYTES = 64 * 1024;

/** Without what an outer npm or Jest would show through. */
const environmentOf = ({ preload, crashAt, environment }: LifeOptions): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_ENV$)/.test(name))),
  ORDERWIRE_JOURNAL_BYTES: String(JOURNAL_BYTES),
  ...(preload !== undefined && { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` }),
  ...(crashAt !== undefined && { ORDERWIRE_CRASH_AT: crashAt }),
  ...environment,
});

/** Every process group that may still run, so that none outlives this process. */
const groups = new Set<number>();

const killGroup = (group: number): void => {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It is gone already.
  }
};

process.on('exit', () => {
  for (const group of groups) killGroup(group);
});
// What is started here is no child of the terminal: whatever ends this process ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

/** Starts `npm start` as a process group of its own. */
export const startLife = (options: LifeOptions): Life => {
  const { root, ports, store } = options;
  const args = ['--json', '--no-watch', '--port', String(ports.api), '--aws-port', String(ports.aws), ...store];
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start', ...args], {
    cwd: root,
    detached: true,
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid ?? 0;
  groups.add(group);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = (once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>).then(([code, signal]) => {
    killGroup(group);
    groups.delete(group);
    return { code, signal };
  });
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const ready = Promise.race([line.then(([text]) => JSON.parse(text) as Ready), ended.then(() => undefined)]);
  return {
    pid: group,
    startedAt: performance.now(),
    ready,
    ended,
    alive: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      killGroup(group);
      await ended;
    },
    said: () => said,
  };
};
