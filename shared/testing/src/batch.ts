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

/** The detail of an event of version 1 that somebody caused over HTTP: the first of its subject, or the one of that sequence. */
export const aDetail = (type: string, source: `orderwire.${string}`, subject: string, data: object, sequence = 1) => ({
  meta: {
    id: `${subject}#${sequence}#0`,
    type,
    version: 1,
    source,
    subject,
    sequence,
    occurredAt: '2026-03-01T12:00:00.000Z',
    correlationId: 'req-7',
    causationId: 'http/7',
    actor: { type: 'customer', id: 'cus_1' },
  },
  data,
});
