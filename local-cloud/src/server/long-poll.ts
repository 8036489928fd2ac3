const PAUSE_MS = 50;
const isEmpty = (output: unknown): boolean => typeof output === 'object' && output !== null && !('Messages' in output);

/** What the call says, or else its queue. What is out of bounds is refused by the engine, before anything waits. */
const secondsIn = (input: unknown, waitOf: Waiting['waitOf']): number => {
  if (typeof input !== 'object' || input === null) return 0;
  if ('WaitTimeSeconds' in input && typeof input.WaitTimeSeconds === 'number') return input.WaitTimeSeconds;
  return 'QueueUrl' in input && typeof input.QueueUrl === 'string' ? waitOf(input.QueueUrl) : 0;
};

interface Waiting {
  readonly now: () => number;
  readonly stopped: () => boolean;
  /** Seconds that a queue's own attribute says. */
  readonly waitOf: (queueUrl: string) => number;
}

/**
 * The waiting of `ReceiveMessage`, which the engine does not do: asks again until something comes. Lambda's own polling is
 * work of the engine; only the command line and tests wait here.
 */
export const longPoll = async (
  input: unknown,
  receive: () => unknown,
  { now, stopped, waitOf }: Waiting,
): Promise<unknown> => {
  const until = now() + secondsIn(input, waitOf) * 1000;
  for (;;) {
    const output = receive();
    if (!isEmpty(output) || now() >= until || stopped()) return output;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
