import type { SQSEvent } from 'aws-lambda';

/** An event's detail, as far as a queue looks into it. */
export interface Detail {
  readonly meta: { readonly type: string };
  readonly data: object;
}

/** Events as SQS hands them to `consume`: messages `m0`, `m1` …, each of them handed out for the first time. */
export const aBatch = (...details: readonly Detail[]): SQSEvent =>
  ({
    Records: details.map((detail, index) => ({
      messageId: `m${index}`,
      receiptHandle: `r${index}`,
      body: JSON.stringify({ 'detail-type': detail.meta.type, detail }),
      attributes: { ApproximateReceiveCount: '1' },
    })),
  }) as unknown as SQSEvent;
