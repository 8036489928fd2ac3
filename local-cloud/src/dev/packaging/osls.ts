import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Problem } from '../problem.ts';

export interface Packaging {
  readonly root: string;
  readonly service: string;
  /** Relative to the root. */
  readonly path: string;
  readonly stage: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** osls's own words: what follows "Error:", without its version, its help and any stack. */
export const messageOf = (output: string): string => {
  const text = stripVTControlCharacters(output);
  const start = text.search(/^(Error|×|✖|Warning):?/m);
  return (start === -1 ? text : text.slice(start))
    .split('\n')
    .filter(
      (line) => !/^\s+at |^(node|osls version|Environment|Framework|Plugin|SDK|Docs|Support|Bugs):?\s/i.test(line),
    )
    .join('\n')
    .replace(/^(Error:\s*)+/, '')
    .trim();
};

/** The file that the message speaks of, relative to the root; the service's serverless.yml when it names none. */
const fileOf = (message: string, root: string, path: string): string => {
  const named = message.match(/[\w./-]+\.(?:yml|yaml|ts|json)\b/g) ?? [];
  const candidates = named.map((file) => relative(root, resolve(root, path, file)));
  return candidates.find((file) => existsSync(join(root, file))) ?? join(path, 'serverless.yml');
};

/** osls says where it ran below every error. When bundling fails it then waits for ever on what it left open. */
const GAVE_UP = /^Environment: .*osls/m;
const PACKAGING_LIMIT_MS = 120_000;

interface Running {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/** @returns the exit code, null when it had to be ended, and everything it wrote. */
const run = (args: readonly string[], { cwd, env, limitMs }: Running) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((settle, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = limitMs === undefined ? undefined : setTimeout(() => child.kill(), limitMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
        if (GAVE_UP.test(stripVTControlCharacters(output))) setTimeout(() => child.kill(), 300);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      settle({ code, output });
    });
  });

const argumentsOf = (command: string, { root, stage, parameters }: Packaging): readonly string[] => [
  join(root, 'node_modules/serverless/bin/serverless.js'),
  command,
  `--stage=${stage}`,
  ...Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`),
];

/** Its bundler leaves a folder for each function in the temporary directory, so it gets one of its own, which goes with it. */
const runOsls = async (args: readonly string[], running: Running): ReturnType<typeof run> => {
  const temporary = await mkdtemp(join(tmpdir(), 'orderwire-osls-'));
  try {
    const env = { ...running.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    return await run(args, { ...running, env });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

/** A stale bundle would end up in the zip. */
const clean = async (folder: string): Promise<void> => {
  await Promise.all(
    ['.esbuild', '.serverless'].map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
};

/**
 * Packages one service into its `.serverless` folder, without network or credentials. One process each: osls keeps the
 * working directory, its arguments and its configuration in globals, so one process cannot package two services.
 * @throws Problem with osls's own message.
 */
export const packageService = async (
  packaging: Packaging,
  env: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { root, service, path } = packaging;
  const folder = join(root, path);
  await clean(folder);
  const { code, output } = await runOsls(argumentsOf('package', packaging), {
    cwd: folder,
    env: {
      ...process.env,
      ...env,
      NODE_COMPILE_CACHE: join(root, '.orderwire/compile-cache'),
      SLS_ANALYTICS_DISABLE: '1',
    },
    limitMs: PACKAGING_LIMIT_MS,
  });
  if (code === 0) return;
  const message = messageOf(output);
  throw new Problem(
    `The service ${service} cannot be packaged:\n\n${message.replace(/^/gm, '  ')}`,
    `look at ${fileOf(message, root, path)}, then try again.`,
  );
};

export interface Applied {
  readonly ok: boolean;
  /** There was nothing to change. */
  readonly unchanged: boolean;
  /** osls's own words when it failed. */
  readonly words: string;
}

/**
 * Deploys one service's stack, or removes it, and waits until CloudFormation has come to rest, also after a failure
 * (`--verbose`: osls else leaves at the first failure, while the stack still rolls back).
 */
export const applyService = async (
  command: 'deploy' | 'remove',
  packaging: Packaging,
  env: Readonly<Record<string, string>>,
): Promise<Applied> => {
  const folder = join(packaging.root, packaging.path);
  await clean(folder);
  // Ctrl-C reaches osls from the terminal; what stands and what does not is told when it has ended.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  try {
    const { code, output } = await runOsls([...argumentsOf(command, packaging), '--verbose'], {
      cwd: folder,
      env: { ...process.env, ...env, SLS_ANALYTICS_DISABLE: '1' },
    });
    const words = messageOf(output);
    return {
      ok: code === 0,
      unchanged: /No changes to deploy/.test(output),
      words: words === '' ? 'It was ended.' : words,
    };
  } finally {
    process.off('SIGINT', wait);
  }
};
