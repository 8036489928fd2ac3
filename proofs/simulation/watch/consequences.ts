import type { Run } from '@orderwire/local-cloud/simulator/observer';

interface Payload {
  readonly Records?: readonly { readonly eventSource: string; readonly messageId?: string }[];
}

/**
 * Faults that nobody strikes, because they follow from others: a message that comes again while somebody still works on
 * it, and a stream's batch that Lambda splits.
 */
export const watchConsequences = () => {
  const held = new Map<string, Run>();
  const counts = { 'visibility-expired': 0, bisect: 0 };
  const recordsOf = ({ payload }: Run): NonNullable<Payload['Records']> => (payload as Payload | null)?.Records ?? [];
  return {
    counts,
    onStart: (run: Run): void => {
      for (const { messageId } of recordsOf(run)) {
        if (messageId === undefined) continue;
        if (held.has(messageId)) counts['visibility-expired'] += 1;
        held.set(messageId, run);
      }
    },
    onEnd: (run: Run, ok: boolean): void => {
      const records = recordsOf(run);
      for (const { messageId } of records)
        if (messageId !== undefined && held.get(messageId) === run) held.delete(messageId);
      if (!ok && records.length > 1 && records[0]?.eventSource === 'aws:dynamodb') counts.bisect += 1;
    },
  };
};
