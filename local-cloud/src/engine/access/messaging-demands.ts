import type {
  CancelReplayRequest,
  DescribeArchiveRequest,
  PutEventsRequest,
  StartReplayRequest,
} from '@aws-sdk/client-eventbridge';
import type { StartMessageMoveTaskRequest } from '@aws-sdk/client-sqs';
import type { CloudModel } from '../../template/model.ts';
import { arnIn, byName, contextOf, demandsOf, isArn, type Demand, type Demands } from './demand.ts';

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html and
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export const eventsDemands = (model: CloudModel): Demands => {
  const buses = byName(model.buses);
  const arnOf = (bus: string): string =>
    isArn(bus) ? bus : (buses.get(bus)?.arn ?? arnIn(model, 'events', `event-bus/${bus}`));
  const demand = demandsOf('events');
  const onReplay =
    (action: string) =>
    ({ ReplayName }: CancelReplayRequest): readonly Demand[] => [
      demand(action, arnIn(model, 'events', `replay/${ReplayName ?? ''}`)),
    ];
  return {
    PutEvents: (input: PutEventsRequest) =>
      (input.Entries ?? []).map((entry) => ({
        action: 'events:PutEvents',
        resource: arnOf(entry.EventBusName ?? 'default'),
        context: () => contextOf({ 'events:source': entry.Source, 'events:detail-type': entry.DetailType }),
      })),
    StartReplay: ({ ReplayName, EventSourceArn, Destination }: StartReplayRequest) => [
      demand('StartReplay', EventSourceArn ?? ''),
      demand('StartReplay', arnOf(Destination?.Arn ?? '')),
      demand('StartReplay', arnIn(model, 'events', `replay/${ReplayName ?? ''}`)),
    ],
    CancelReplay: onReplay('CancelReplay'),
    DescribeReplay: onReplay('DescribeReplay'),
    ListReplays: () => [demand('ListReplays', '*')],
    DescribeArchive: ({ ArchiveName }: DescribeArchiveRequest) => [
      demand('DescribeArchive', arnIn(model, 'events', `archive/${ArchiveName ?? ''}`)),
    ],
    ListArchives: () => [demand('ListArchives', '*')],
  };
};

interface QueueInput {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
}

/**
 * The batch calls need the permission of the single ones: `sqs:SendMessageBatch` is no action of IAM.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export const sqsDemands = (model: CloudModel): Demands => {
  const byUrl = new Map(model.queues.map(({ url, arn }) => [url, arn]));
  const arnNamed = (name: string): string =>
    model.queues.find((queue) => queue.name === name)?.arn ?? arnIn(model, 'sqs', name);
  const arnOf = ({ QueueUrl, QueueName }: QueueInput): string =>
    byUrl.get(QueueUrl ?? '') ?? arnNamed(QueueName ?? (QueueUrl ?? '').split('/').at(-1) ?? '');
  const demand = demandsOf('sqs');
  const onQueue =
    (action: string) =>
    (input: QueueInput): readonly Demand[] => [demand(action, arnOf(input))];
  return {
    SendMessage: onQueue('SendMessage'),
    SendMessageBatch: onQueue('SendMessage'),
    ReceiveMessage: onQueue('ReceiveMessage'),
    DeleteMessage: onQueue('DeleteMessage'),
    DeleteMessageBatch: onQueue('DeleteMessage'),
    ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
    ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
    GetQueueAttributes: onQueue('GetQueueAttributes'),
    GetQueueUrl: onQueue('GetQueueUrl'),
    PurgeQueue: onQueue('PurgeQueue'),
    ListDeadLetterSourceQueues: onQueue('ListDeadLetterSourceQueues'),
    ListQueues: () => [demand('ListQueues', arnIn(model, 'sqs', ''))],
    ListMessageMoveTasks: (input: { readonly SourceArn: string }) => [demand('ListMessageMoveTasks', input.SourceArn)],
    StartMessageMoveTask: (input: StartMessageMoveTaskRequest) => {
      const source = input.SourceArn ?? '';
      const destination = input.DestinationArn;
      return [
        ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) =>
          demand(action, source),
        ),
        ...(destination === undefined ? [] : [demand('SendMessage', destination)]),
      ];
    },
  };
};
