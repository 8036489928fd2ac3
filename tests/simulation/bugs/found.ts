import type { Bug } from './bug.ts';

/** Bugs that were ours until the simulator found them: each takes its fix away again. */
export const FOUND: readonly Bug[] = [
  {
    id: 'found-failed-refresh-refuses',
    what: 'A new key is refused for ten seconds after Secrets Manager failed once (seed 107, 2026-11-21).',
    patches: [
      {
        file: 'shared/aws/src/secret-cache.ts',
        find: '      if (failure) throw failure.error;\n',
        replace: '',
      },
    ],
  },
];
