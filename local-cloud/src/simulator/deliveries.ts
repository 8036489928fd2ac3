import { AwsError } from '../engine/contract.ts';
import type { Call, Invocation } from '../engine/contract.ts';
import { unavailable } from './call-faults.ts';
import type { Core } from './core.ts';
import type { Fault, FaultKind } from './faults.ts';

const SENDING: readonly FaultKind[] = ['duplicate', 'delay', 'reorder'];
const DELIVERY: readonly FaultKind[] = [...SENDING, 'delivery-refused'];

const LONGEST_DELAY_S = 600;
/** Enough for newer messages to come first. */
const REORDER_S = 3;
const DUPLICATE_WITHIN_MS = 30_000;

interface Message {
  readonly MessageBody: string;
  DelaySeconds?: number;
}

/** What befalls a message on its way: it comes late, after newer ones, or a second time. */
const befallMessage = (
  { clock, engine }: Core,
  struck: Fault | undefined,
  queueUrl: string,
  message: Message,
): void => {
  switch (struck?.kind) {
    case 'delay':
      message.DelaySeconds = 1 + Math.floor(struck.value * LONGEST_DELAY_S);
      return;
    case 'reorder':
      message.DelaySeconds = 1 + Math.floor(struck.value * REORDER_S);
      return;
    case 'duplicate': {
      const again = { QueueUrl: queueUrl, MessageBody: message.MessageBody };
      clock.at(clock.now() + Math.floor(struck.value * DUPLICATE_WITHIN_MS), () =>
        engine.execute({ service: 'sqs', operation: 'SendMessage', input: again, caller: { kind: 'admin' } }),
      );
      return;
    }
    default:
  }
};

/** Which fault strikes a message that AWS itself sends to a queue. Throws when the queue does not take it. */
export const befallDelivery = (core: Core, call: Call): void => {
  const input = call.input as Message & { readonly QueueUrl: string };
  if (core.clock.now() < (core.closed.get(input.QueueUrl) ?? 0)) throw unavailable('sqs');
  if (!core.isFaulty) return;
  const struck = core.strike(`deliver/${input.QueueUrl}`, DELIVERY);
  if (struck?.kind === 'delivery-refused') throw unavailable('sqs');
  befallMessage(core, struck, input.QueueUrl, input);
};

/** The same for the messages that a function of ours sends to another one's queue; what is refused is a fault of its call. */
export const befallSending = (core: Core, call: Call): void => {
  const { QueueUrl, Entries } = call.input as { readonly QueueUrl: string; readonly Entries: readonly Message[] };
  if (core.clock.now() < (core.closed.get(QueueUrl) ?? 0)) throw unavailable('sqs');
  if (!core.isFaulty) return;
  for (const entry of Entries) befallMessage(core, core.strike(`deliver/${QueueUrl}`, SENDING), QueueUrl, entry);
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
