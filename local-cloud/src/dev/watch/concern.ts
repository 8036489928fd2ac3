/** The part of esbuild's metafile that says who imports whom; paths are relative to the root. */
export interface Imports {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
}

/** Every file of ours that an entry reaches, itself included: also what is not in its bundle now, but may be later. */
export const reachedFrom = ({ inputs }: Imports, entry: string): ReadonlySet<string> => {
  const reached = new Set<string>([entry]);
  // A set hands out what is added while it is gone through.
  for (const file of reached) {
    for (const { path, external } of inputs[file]?.imports ?? []) {
      if (external !== true && !path.includes('node_modules/')) reached.add(path);
    }
  }
  return reached;
};

/** Functions, roles, tables, options and installed packages come from these: a running platform cannot take them up. */
export const needsRestart = (file: string): boolean =>
  /\.(?:ya?ml|cjs)$|(?:^|\/)(?:package|package-lock|tsconfig|partners)\.json$/.test(file);

export interface Watched {
  readonly service: string;
  /** Its folder, relative to the root. */
  readonly path: string;
  /** What its bundle was made from; not known before the first one, nor while it is broken. */
  readonly inputs?: ReadonlySet<string> | undefined;
}

const lies = (file: string, { path }: Watched): boolean => file.startsWith(`${path}/`);

/** The services whose bundle may be another one after these changes. Where the inputs are not known: its own and shared ones. */
export const concernedBy = <T extends Watched>(changes: readonly string[], services: readonly T[]): readonly T[] =>
  services.filter((one) =>
    changes.some((file) =>
      one.inputs ? one.inputs.has(file) : lies(file, one) || !services.some((other) => lies(file, other)),
    ),
  );
