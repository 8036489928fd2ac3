/** Time, handed in. */
export interface Timers {
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** @returns what calls it off */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export interface RoundsOptions {
  /** A round begins once there was no hint for so long: editors write in several steps, and save several files at once. */
  readonly quietMs: number;
  /** It begins at the latest so long after the first hint. */
  readonly longestMs: number;
  readonly timers: Timers;
  /** Must not reject. `since` is the time of the first hint. */
  readonly round: (since: number) => Promise<void>;
}

export interface Rounds {
  readonly hint: () => void;
  /** Begins no round any more, and waits for the one under way. */
  readonly stop: () => Promise<void>;
}

/** Gathers hints into rounds, one at a time: what is hinted during a round is for the next one. */
export const makeRounds = ({ quietMs, longestMs, timers, round }: RoundsOptions): Rounds => {
  let since: number | undefined;
  let callOff = (): void => undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const schedule = (): void => {
    callOff();
    if (stopped || since === undefined || underWay !== undefined) return;
    const left = since + longestMs - timers.now();
    callOff = timers.after(Math.max(0, Math.min(quietMs, left)), begin);
  };
  const begin = (): void => {
    if (stopped || since === undefined) return;
    const first = since;
    since = undefined;
    underWay = round(first).finally(() => {
      underWay = undefined;
      schedule();
    });
  };
  return {
    hint: () => {
      since ??= timers.now();
      schedule();
    },
    stop: async () => {
      stopped = true;
      callOff();
      await underWay;
    },
  };
};
