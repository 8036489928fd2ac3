/** Where a test may have the process kill itself, in the order in which an entry passes them. */
export const CRASH_POINTS = [
  'journal.before-write',
  'journal.torn-write',
  'journal.after-write',
  'engine.before-invoke',
  'engine.before-finish',
  'snapshot.before-rename',
  'snapshot.after-rename',
  'snapshot.before-trim',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

export interface CrashPoints {
  /** Dies here if it is time to. `first` is done before, synchronously. */
  readonly pass: (point: CrashPoint, first?: () => void) => void;
}

const isCrashPoint = (text: string | undefined): text is CrashPoint => CRASH_POINTS.some((point) => point === text);

/** `text` is `<point>:<n>`: the process ends at the n-th passing, as kill -9 would end it. Throws for anything else. */
export const makeCrashPoints = (
  text: string | undefined,
  die: () => void = () => process.kill(process.pid, 'SIGKILL'),
): CrashPoints => {
  if (text === undefined || text === '') return { pass: () => undefined };
  const [, wanted, count] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (!isCrashPoint(wanted))
    throw new Error(`ORDERWIRE_CRASH_AT takes one of ${CRASH_POINTS.join(', ')}, a colon and a number.`);
  let left = Number(count);
  return {
    pass: (point, first) => {
      if (point !== wanted) return;
      left -= 1;
      if (left !== 0) return;
      first?.();
      die();
    },
  };
};
