import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A name that would leave the folder (`../x`, `/x`) is refused: the zip is ours, but the check is one line. */
const safeName = (name: string): string => {
  const path = normalize(name);
  if (path.startsWith('..') || path.startsWith(sep)) throw new Error(`The package holds an unsafe path: ${name}`);
  return path;
};

const writeFiles = async (folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> => {
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const path = join(folder, safeName(name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  // Lambda takes .js for CommonJS unless a package.json says otherwise; this repository's own says otherwise.
  const marker = join(folder, 'package.json');
  if (!(await exists(marker))) await writeFile(marker, '{"type":"commonjs"}\n');
};

/**
 * Unpacks a function's zip, once per content. Safe when two processes do it at once: the folder appears by a rename.
 * @returns the absolute folder, named after the content's hash.
 */
export const unpack = async (zipPath: string, codeDirectory: string): Promise<string> => {
  const zip = await readFile(zipPath);
  const folder = join(codeDirectory, createHash('sha256').update(zip).digest('hex').slice(0, 24));
  if (await exists(folder)) return folder;
  const draft = `${folder}.${process.pid}.${Date.now()}.draft`;
  try {
    await writeFiles(draft, unzipSync(zip));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
};
