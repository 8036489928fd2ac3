interface Sleeper {
  readonly at: number;
  readonly go: () => void;
}

/** Virtual time in whole milliseconds, as `Date.now()` has them: it stands still unless the simulator moves it. */
export interface VirtualClock {
  readonly now: () => number;
  /** Never backwards. */
  readonly moveTo: (at: number) => void;
  /** `go` is called by `wake` once that time has come. */
  readonly at: (at: number, go: () => void) => void;
  /** Calls all whose time has come, in the order of their times. */
  readonly wake: () => void;
  readonly nextAt: () => number | undefined;
}

export const makeVirtualClock = (startAt: number): VirtualClock => {
  let now = startAt;
  /** Latest first, so that the next one is taken from the end. */
  const sleepers: Sleeper[] = [];
  return {
    now: () => now,
    moveTo: (at) => {
      if (at > now) now = Math.ceil(at);
    },
    at: (time, go) => {
      const at = Math.ceil(time);
      let index = sleepers.length;
      while (index > 0 && (sleepers[index - 1] as Sleeper).at <= at) index -= 1;
      sleepers.splice(index, 0, { at, go });
    },
    wake: () => {
      for (let next = sleepers.at(-1); next !== undefined && next.at <= now; next = sleepers.at(-1)) {
        sleepers.pop();
        next.go();
      }
    },
    nextAt: () => sleepers.at(-1)?.at,
  };
};
