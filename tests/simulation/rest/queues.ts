import type { World } from '../world/world.ts';

/** Nothing waits any more, and whatever was parked is there to be seen. */
export const checkQueues = ({ simulator, checks }: World): void => {
  const { queues } = simulator.engine().state.choreography;
  for (const [arn, queue] of Object.entries(queues as unknown as Record<string, { messages?: Map<string, unknown> }>)) {
    const left = queue.messages?.size ?? 0;
    if (/MissedTicks/.test(arn)) continue;
    checks.that('15-bounds', left === 0, () => `${arn} still holds ${String(left)} messages`);
  }
};
