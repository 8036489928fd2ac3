import { AwsError } from '../contract.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LARGEST_BATCH = 10;

interface Identified {
  readonly Id?: string | undefined;
}

/** Refuses the whole batch: empty, too long, ids that are invalid or not distinct. */
export const checkBatch = <E extends Identified>(entries: readonly E[] | undefined): readonly E[] => {
  if (!Array.isArray(entries) || entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  const batch = entries as readonly E[];
  if (batch.length > LARGEST_BATCH)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${batch.length}.`,
    );
  for (const { Id } of batch)
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id ?? ''))
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
  if (new Set(batch.map(({ Id }) => Id)).size < batch.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Id of batch entries must be distinct.');
  return batch;
};

interface Failed {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Does each entry by itself: the answer is 200 with what succeeded and what failed. Fields without entries are absent. */
export const eachEntry = <E extends Identified, R extends object>(
  entries: readonly E[],
  run: (entry: E) => R,
): { Successful?: readonly (R & { Id: string })[]; Failed?: readonly Failed[] } => {
  const successful: (R & { Id: string })[] = [];
  const failed: Failed[] = [];
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    try {
      successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id, SenderFault: error.$fault === 'client', Code: error.name, Message: error.message });
    }
  }
  return { ...(successful.length > 0 && { Successful: successful }), ...(failed.length > 0 && { Failed: failed }) };
};
