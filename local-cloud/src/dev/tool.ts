import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly bin: string | Readonly<Record<string, string>>;
}

/** The file behind `node_modules/.bin/<name>` of a package: run by this same Node, without a shell. */
export const toolFile = (root: string, packageName: string, name = packageName): string => {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const file = typeof bin === 'string' ? bin : bin[name];
  if (file === undefined) throw new Error(`${packageName} has no command ${name}.`);
  return join(folder, file);
};

/** The arguments with which a script of package.json calls its tool, so that they are written once. */
export const scriptArguments = (root: string, script: string): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [, ...args] = scripts[script]?.split(' ') ?? [];
  return args;
};

export interface Ended {
  readonly code: number;
  /** Both streams as they came; empty when the tool wrote to the terminal itself. */
  readonly output: string;
}

export interface ToolOptions {
  readonly root: string;
  /** The tool writes to this terminal. Otherwise its output is kept. */
  readonly shown?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a tool to its end. Ctrl-C reaches it from the terminal; this process waits for it to stop. */
export const runTool = (
  file: string,
  args: readonly string[],
  { root, shown = false, env = process.env }: ToolOptions,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env,
      stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const wait = (): void => undefined;
    process.on('SIGINT', wait);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', wait);
      resolve({ code: code ?? 130, output });
    });
  });
