/** What a function said about its batch: everything done, nothing done, or all done except the named items. */
export type BatchResponse =
  { readonly kind: 'success' | 'failure' } | { readonly kind: 'partial'; readonly failed: readonly string[] };

const SUCCESS: BatchResponse = { kind: 'success' };
const FAILURE: BatchResponse = { kind: 'failure' };

/**
 * Reads a function's answer under ReportBatchItemFailures. Nothing, null, `{}` and an empty list mean success; an
 * identifier that is empty, null, missing or not of this batch makes the whole batch fail.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const parseBatchResponse = (payload: unknown, isInBatch: (identifier: string) => boolean): BatchResponse => {
  if (payload === undefined || payload === null || payload === '') return SUCCESS;
  if (typeof payload !== 'object' || Array.isArray(payload)) return FAILURE;
  const failures: unknown = 'batchItemFailures' in payload ? payload.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return SUCCESS;
  if (!Array.isArray(failures)) return FAILURE;
  const failed: string[] = [];
  for (const failure of failures as readonly unknown[]) {
    const identifier: unknown =
      typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
        ? failure.itemIdentifier
        : undefined;
    if (typeof identifier !== 'string' || identifier === '' || !isInBatch(identifier)) return FAILURE;
    failed.push(identifier);
  }
  return failed.length === 0 ? SUCCESS : { kind: 'partial', failed };
};
