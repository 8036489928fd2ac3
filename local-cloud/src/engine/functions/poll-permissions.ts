import type { MappingDefinition } from '../../template/model.ts';

/** `ListStreams` is not required: it has no resource, and AWS needs it only for the console. */
const NEEDED = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
} as const;

/**
 * Lambda polls with the function's role, and AWS refuses to create a mapping whose role may not. Throws an Error that
 * names everything that is missing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html#events-dynamodb-permissions
 */
export const requirePollPermissions = (
  mappings: readonly MappingDefinition[],
  mayFunction: (functionName: string, action: string, resource: string) => boolean,
): void => {
  const missing = mappings.flatMap(({ kind, functionName, sourceArn }) =>
    NEEDED[kind]
      .filter((action) => !mayFunction(functionName, action, sourceArn))
      .map((action) => `The role of ${functionName} may not call ${action} on ${sourceArn}.`),
  );
  if (missing.length > 0) throw new Error(missing.join('\n'));
};
