const PAUSE_MS = 50;
const LONGEST_WAIT_SECONDS = 20;

const isEmpty = (output: unknown): boolean => typeof output === 'object' && output !== null && !('Messages' in output);

const secondsIn = (input: unknown): number => {
  const seconds: unknown =
    typeof input === 'object' && input !== null && 'WaitTimeSeconds' in input && input.WaitTimeSeconds;
  return typeof seconds === 'number' ? Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS) : 0;
};

/**
 * The waiting of `ReceiveMessage`, which the engine does not do: asks again until something comes. Lambda's own polling is
 * work of the engine; only the command line and tests wait here.
 */
export const longPoll = async (
  input: unknown,
  receive: () => unknown,
  { now, stopped }: { readonly now: () => number; readonly stopped: () => boolean },
): Promise<unknown> => {
  const until = now() + secondsIn(input) * 1000;
  for (;;) {
    const output = receive();
    if (!isEmpty(output) || now() >= until || stopped()) return output;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
