import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface CodeFolders {
  /** Writes a service's code into a new folder. @returns its absolute path */
  readonly put: (service: string, files: Readonly<Record<string, Uint8Array>>) => string;
  /** The folder will not be used. */
  readonly discard: (folder: string) => void;
  readonly clean: () => void;
}

/** A worker that was being started when the code changed may still read the folder before. */
const KEPT = 2;

/** What edited code runs from: a temporary folder of this process, so that it is never packaged and never deployed. */
export const makeCodeFolders = (): CodeFolders => {
  let base: string | undefined;
  let count = 0;
  const byService = new Map<string, readonly string[]>();
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
  return {
    put: (service, files) => {
      base ??= realpathSync(mkdtempSync(join(tmpdir(), 'orderwire-watch-')));
      count += 1;
      const folder = join(base, `${service}-${count}`);
      for (const [name, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      // As in an unpacked package: Lambda takes .js for CommonJS.
      writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
      const folders = [...(byService.get(service) ?? []), folder];
      folders.slice(0, -KEPT).forEach(remove);
      byService.set(service, folders.slice(-KEPT));
      return folder;
    },
    discard: (folder) => {
      for (const [service, folders] of byService)
        byService.set(
          service,
          folders.filter((one) => one !== folder),
        );
      remove(folder);
    },
    clean: () => {
      if (base !== undefined) remove(base);
    },
  };
};
