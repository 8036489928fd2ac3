import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Problem } from './problem.ts';

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
const LIMIT_MS = 120_000;

/** @returns the exit code, null when it had to be ended, and everything it wrote. */
const run = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((settle, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => child.kill(), LIMIT_MS);
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

/**
 * Packages one service into its `.serverless` folder, without network or credentials. One process each: osls keeps the
 * working directory, its arguments and its configuration in globals, so one process cannot package two services.
 * @throws Problem with osls's own message.
 */
export const packageService = async ({ root, service, path, stage, parameters }: Packaging): Promise<void> => {
  const folder = join(root, path);
  // A stale bundle would end up in the zip.
  await Promise.all(
    ['.esbuild', '.serverless'].map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
  const args = [
    join(root, 'node_modules/serverless/bin/serverless.js'),
    'package',
    `--stage=${stage}`,
    ...Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`),
  ];
  const { code, output } = await run(args, folder, {
    ...process.env,
    NODE_COMPILE_CACHE: join(root, '.orderwire/compile-cache'),
    SLS_ANALYTICS_DISABLE: '1',
  });
  if (code === 0) return;
  const message = messageOf(output);
  throw new Problem(
    `The service ${service} cannot be packaged:\n\n${message.replace(/^/gm, '  ')}`,
    `look at ${fileOf(message, root, path)}, then try again.`,
  );
};
