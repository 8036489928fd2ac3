import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { Problem } from '@orderwire/local-cloud/dev/problem';

const run = promisify(execFile);

/** Runs a plain script of `bench/probes` in a process of its own. @returns what it wrote */
export const probe = async (
  root: string,
  name: 'import' | 'place' | 'publish',
  files: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const script = join(root, 'bench/probes', `${name}.cjs`);
  const { stdout } = await run(process.execPath, [script, ...files], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  return stdout;
};

/** Unpacks the script of a packaged function. @returns its path */
export const unpackBundle = (root: string, service: string, name: string, folder: string): string => {
  const entries = unzipSync(readFileSync(join(root, 'services', service, '.serverless', `${name}.zip`)), {
    filter: (entry) => entry.name.endsWith('.js'),
  });
  const [script, ...others] = Object.values(entries);
  if (script === undefined || others.length > 0)
    throw new Problem(`The package of ${service}.${name} is not one script.`, 'look at services/common.yml, esbuild.');
  const file = join(folder, `${service}.${name}.cjs`);
  writeFileSync(file, script);
  return file;
};
