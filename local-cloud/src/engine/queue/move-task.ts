import type { ListMessageMoveTasksCommandInput, StartMessageMoveTaskCommandInput } from '@aws-sdk/client-sqs';
import { AwsError } from '../contract.ts';
import { checkMaxResults, invalid, missing } from './context.ts';
import type { Queue, QueueContext } from './context.ts';
import type { MoveTask, StoredMessage } from './state.ts';
import { add, isExpired, takeVisible } from './store.ts';
import { uuid } from './uuid.ts';

const LISTED_AT_MOST = 10;

const sourceOf = (context: QueueContext, arn: string | undefined): Queue => {
  if (arn === undefined) throw missing('SourceArn');
  const source = context.find(arn);
  if (source === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
      404,
    );
  if (!context.queues.some(({ redrive }) => redrive?.deadLetterArn === arn))
    throw invalid('Source queue must be configured as a Dead Letter Queue.');
  return source;
};

/** A moved message is a new one: new id, new time of sending, never received. */
const moveOne = (context: QueueContext, message: StoredMessage, target: Queue): void => {
  const now = context.environment.now();
  const fresh = { deadLetterSourceArn: undefined, firstReceivedAt: undefined, receivedAt: undefined, sentAt: now };
  add(target.state, { ...message, ...fresh, messageId: uuid(context.environment.random) }, now);
};

/** Empties the visible part of the source; what has no known home goes back. */
const moveAll = (
  context: QueueContext,
  source: Queue,
  destination: Queue | undefined,
): { moved: number; homeless: number } => {
  const now = context.environment.now();
  const homeless: StoredMessage[] = [];
  const touched = new Set<string>();
  let moved = 0;
  for (let message = takeVisible(source.state, now); message; message = takeVisible(source.state, now)) {
    source.state.messages.delete(message.number);
    if (isExpired(source.definition, message, now)) continue;
    const target = destination ?? context.find(message.deadLetterSourceArn ?? '');
    if (target === undefined) {
      homeless.push(message);
      continue;
    }
    moveOne(context, message, target);
    touched.add(target.definition.arn);
    moved += 1;
  }
  for (const message of homeless) add(source.state, message, now, message.receiveCount);
  for (const arn of [source.definition.arn, ...touched]) context.onChange(arn);
  return { moved, homeless: homeless.length };
};

/** Newest first; of each queue as many as can be listed. */
const remember = (tasks: MoveTask[], task: MoveTask): void => {
  tasks.unshift(task);
  const ofQueue = tasks.filter(({ sourceArn }) => sourceArn === task.sourceArn);
  const tooOld = ofQueue[LISTED_AT_MOST];
  if (tooOld !== undefined) tasks.splice(tasks.indexOf(tooOld), 1);
};

/**
 * Moves at once what AWS moves over time, so a task is never seen running. Without a destination every message goes back
 * to the queue it came from; one that no queue moved here (a rule's, a function's) makes the task fail.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const startMoveTask = (
  context: QueueContext,
  input: StartMessageMoveTaskCommandInput,
): { TaskHandle: string } => {
  const source = sourceOf(context, input.SourceArn);
  const destination = input.DestinationArn === undefined ? undefined : context.find(input.DestinationArn);
  if (input.DestinationArn !== undefined && destination === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
      404,
    );
  if (destination === source) throw invalid('Source and destination queues must be different.');
  const { moved, homeless } = moveAll(context, source, destination);
  const task: MoveTask = {
    taskHandle: Buffer.from(
      JSON.stringify({ taskId: uuid(context.environment.random), sourceArn: source.definition.arn }),
    ).toString('base64'),
    sourceArn: source.definition.arn,
    ...(input.DestinationArn !== undefined && { destinationArn: input.DestinationArn }),
    status: homeless > 0 ? 'FAILED' : 'COMPLETED',
    ...(homeless > 0 && { failureReason: 'CouldNotDetermineMessageSource' }),
    moved,
    toMove: moved + homeless,
    startedAt: context.environment.now(),
  };
  remember(context.state.moveTasks, task);
  return { TaskHandle: task.taskHandle };
};

export const listMoveTasks = (context: QueueContext, input: ListMessageMoveTasksCommandInput): object => {
  const source = sourceOf(context, input.SourceArn);
  const limit = checkMaxResults(input.MaxResults, LISTED_AT_MOST) ?? 1;
  const tasks = context.state.moveTasks.filter(({ sourceArn }) => sourceArn === source.definition.arn).slice(0, limit);
  return {
    Results: tasks.map((task) => ({
      Status: task.status,
      SourceArn: task.sourceArn,
      ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
      StartedTimestamp: task.startedAt,
    })),
  };
};
