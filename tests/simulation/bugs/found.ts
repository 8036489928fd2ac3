import type { Bug } from './bug.ts';

/** Bugs that were ours until the simulator found them: each takes its fix away again. */
export const FOUND: readonly Bug[] = [
  {
    id: 'found-failed-refresh-refuses',
    what: 'A new key is refused for ten seconds after Secrets Manager failed once (seed 107, 2026-11-21).',
    kinds: ['rotation', 'rotation-twice', 'outage-secrets', 'secrets-down'],
    patches: [
      {
        file: 'shared/aws/src/secret-cache.ts',
        find: '      if (failure) throw failure.error;\n',
        replace: '',
      },
    ],
  },
  {
    id: 'found-review-tried-again-is-one-cause',
    what: 'A review that Lambda tries again moves an order twice for one cause (seed 3868 of 5 orders, 2026-11-21).',
    kinds: ['partner-early', 'crash-before', 'crash-unacknowledged', 'slow', 'clock-skew'],
    patches: [
      {
        file: 'services/orders/src/application/review-orders.ts',
        find: '`review/${runId}/${clock()}`',
        replace: '`review/${runId}`',
      },
    ],
  },
];
