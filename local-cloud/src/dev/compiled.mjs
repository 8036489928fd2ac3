/**
 * Node 20 runs no TypeScript. What is to run is compiled first, with all of ours that it imports, into one file; what is
 * installed stays outside. Plain JavaScript, as nothing is compiled yet.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';

const FOLDER = '.orderwire/compiled';

const isSource = (name) => /\.(ts|mjs|cjs|json)$/.test(name) && !name.endsWith('.test.ts');
const holdsSources = (name) => name !== 'node_modules' && !name.startsWith('.');

/** Every file that may be part of what is compiled, or says how: in the order of their names. */
const sourcesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return holdsSources(entry.name) ? sourcesIn(path) : [];
    return isSource(entry.name) ? [path] : [];
  });

/** One hash over names and contents: a thousand small files take some 40 ms, so no modification time has to be trusted. */
const hashOf = (root) => {
  const hash = createHash('sha256');
  for (const file of sourcesIn(root)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

const installedNames = (root) => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies });
};

const compile = async (root, entry, file) => {
  const { buildSync } = await import('esbuild');
  buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: installedNames(root),
    // Stack traces name the sources; Node reads the map as it loads the file, so it has to be small.
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
  });
};

/**
 * Compiles a source, unless that was done already: the name of the file holds the hash of all sources, so what has changed
 * since never runs as it was.
 * @param root the absolute folder of the repository. @param entry a TypeScript file, from there
 * @returns the URL of an ES module. @throws Error with the compiler's words
 */
export const compiled = async (root, entry) => {
  const folder = join(root, FOLDER);
  const stem = `${basename(entry, '.ts')}.`;
  const name = `${stem}${hashOf(root)}.mjs`;
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Others may compile the same at this moment: each sees a whole file or none.
    const draft = join(folder, `draft.${process.pid}.${threadId}.${name}`);
    await compile(root, entry, draft);
    renameSync(draft, file);
    const others = readdirSync(folder).filter((other) => other.startsWith(stem) && other !== name);
    for (const other of others) rmSync(join(folder, other), { force: true });
  }
  return pathToFileURL(file).href;
};
