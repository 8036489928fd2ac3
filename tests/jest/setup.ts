import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';

/**
 * Jest runs this before every test file, in a process that has run other files before. It takes two costs away that grow
 * with every file. Both are Jest's own: no test sees anything of it.
 */
type Storage = AsyncLocalStorage<unknown>;

/**
 * Jest loads its test framework anew for each file, and each leaves a storage behind. Node 20 and 22 serve all of them at
 * every promise, to the end of the process. @returns those in use, to be switched off when the next file begins
 */
const watchStorages = (): Set<Storage> => {
  const storages = new Set<Storage>();
  const prototype = AsyncLocalStorage.prototype as unknown as { run: (this: Storage, ...args: unknown[]) => unknown };
  const { run } = prototype;
  prototype.run = function (...args) {
    storages.add(this);
    return run.apply(this, args);
  };
  return storages;
};

/**
 * Jest has each module compiled anew for each file. A compiled script can run in any number of contexts, so it is kept for
 * the next file; what it makes is that file's own, as before. A later `import()` finds no module in either way: Jest knows
 * none without --experimental-vm-modules, and swc makes `require` of ours.
 */
const keepScripts = (): void => {
  const scripts = new Map<string, { readonly code: string; readonly script: vm.Script }>();
  const compile = (code: string, params: readonly string[], options: vm.CompileFunctionOptions): unknown => {
    const { filename = '', parsingContext } = options;
    const before = `(function (${params.join(', ')}) {`;
    const known = scripts.get(filename);
    const script =
      known?.code === code
        ? known.script
        : new vm.Script(`${before}${code}\n})`, { filename, columnOffset: -before.length });
    scripts.set(filename, { code, script });
    return script.runInContext(parsingContext ?? vm.createContext());
  };
  vm.compileFunction = compile as typeof vm.compileFunction;
};

interface Kept {
  readonly storages: Set<Storage>;
}

/** Node's own classes are the same for every file in a process; all else is made anew, `process` and `globalThis` too. */
const lasting = AsyncLocalStorage as unknown as Record<symbol, Kept | undefined>;
const KEPT = Symbol.for('orderwire.tests.kept');

const begin = (): Kept => {
  keepScripts();
  return { storages: watchStorages() };
};

const { storages } = (lasting[KEPT] ??= begin());
for (const storage of storages) storage.disable();
storages.clear();
