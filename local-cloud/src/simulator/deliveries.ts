import { AwsError } from '../engine/contract.ts';
import type { Call, Invocation } from '../engine/contract.ts';
import { unavailable } from './call-faults.ts';
import type { Core } from './core.ts';
import type { FaultKind } from './faults.ts';

const DELIVERY: readonly FaultKind[] = ['duplicate', 'delay', 'reorder', 'delivery-refused'];

const LONGEST_DELAY_S = 600;
/** Enough for newer messages to come first. */
const REORDER_S = 3;
const DUPLICATE_WITHIN_MS = 30_000;

/** Which fault strikes a message that AWS itself sends to a queue. Throws when the queue does not take it. */
export const befallDelivery = (core: Core, call: Call): void => {
  const input = call.input as { QueueUrl: string; MessageBody: string; DelaySeconds?: number };
  if (core.clock.now() < (core.closed.get(input.QueueUrl) ?? 0)) throw unavailable('sqs');
  if (!core.isFaulty) return;
  const struck = core.strike(`deliver/${input.QueueUrl}`, DELIVERY);
  switch (struck?.kind) {
    case 'delivery-refused':
      throw unavailable('sqs');
    case 'delay':
      input.DelaySeconds = 1 + Math.floor(struck.value * LONGEST_DELAY_S);
      return;
    case 'reorder':
      input.DelaySeconds = 1 + Math.floor(struck.value * REORDER_S);
      return;
    case 'duplicate': {
      const { QueueUrl, MessageBody } = input;
      const again = { QueueUrl, MessageBody };
      core.clock.at(core.clock.now() + Math.floor(struck.value * DUPLICATE_WITHIN_MS), () =>
        core.engine.execute({ service: 'sqs', operation: 'SendMessage', input: again, caller: { kind: 'admin' } }),
      );
      return;
    }
    default:
  }
};

interface Batch {
  readonly Records?: readonly { readonly receiptHandle?: string; readonly eventSourceARN: string }[];
}

const WHILE_AT_WORK_MS = 3_000;

/** Which fault strikes the batch that a function starts with: another execution gets the same messages. */
export const befallBatch = (core: Core, { functionName, payload }: Invocation): void => {
  const { Records: records } = (payload ?? {}) as Batch;
  if (!core.isFaulty || records?.[0]?.receiptHandle === undefined) return;
  const struck = core.strike(`${functionName}/visibility`, ['visibility-lost']);
  if (struck === undefined) return;
  const { clock, options } = core;
  clock.at(clock.now() + Math.floor(struck.value * WHILE_AT_WORK_MS), () => {
    for (const { receiptHandle: ReceiptHandle, eventSourceARN } of records) {
      const QueueUrl = options.model.queues.find(({ arn }) => arn === eventSourceARN)?.url;
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      try {
        core.engine.execute({ service: 'sqs', operation: 'ChangeMessageVisibility', input, caller: { kind: 'admin' } });
      } catch (error) {
        // It is done with already.
        if (!(error instanceof AwsError)) throw error;
      }
    }
  });
};
