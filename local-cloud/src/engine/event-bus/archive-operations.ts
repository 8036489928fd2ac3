import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { ArchiveDefinition } from '../../template/model.ts';
import type { Operations } from '../contract.ts';
import { AwsError } from '../contract.ts';
import type { Archives } from './archive.ts';

export interface ArchiveOperationsDeps {
  readonly definitions: readonly ArchiveDefinition[];
  readonly archives: Archives;
  /** Throws ResourceNotFoundException for a bus that does not exist. */
  readonly requireBus: (nameOrArn: string) => void;
}

/**
 * What the API says of archives. Counts are exact at once, where AWS takes a day to reconcile them.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html and API_ListArchives.html
 */
export const makeArchiveOperations = ({ definitions, archives, requireBus }: ArchiveOperationsDeps): Operations => {
  const summaryOf = (definition: ArchiveDefinition) => {
    const { createdAt, events, size } = archives.contentOf(definition);
    return {
      ArchiveName: definition.name,
      EventSourceArn: definition.sourceArn,
      State: 'ENABLED',
      RetentionDays: definition.retentionDays,
      SizeBytes: size,
      EventCount: events.length,
      CreationTime: new Date(createdAt),
    };
  };
  return {
    DescribeArchive: ({ ArchiveName }: EventBridge.DescribeArchiveCommandInput) => {
      const definition = definitions.find(({ name }) => name === ArchiveName);
      if (definition === undefined)
        throw new AwsError('ResourceNotFoundException', `Archive ${ArchiveName ?? ''} does not exist.`);
      const { arn, description, pattern } = definition;
      return {
        ArchiveArn: arn,
        ...summaryOf(definition),
        ...(description !== undefined && { Description: description }),
        ...(pattern !== undefined && { EventPattern: JSON.stringify(pattern) }),
      };
    },
    ListArchives: ({ NamePrefix = '', EventSourceArn, State = 'ENABLED' }: EventBridge.ListArchivesCommandInput) => {
      if (EventSourceArn !== undefined) requireBus(EventSourceArn);
      const listed = definitions.filter(
        ({ name, sourceArn }) =>
          name.startsWith(NamePrefix) && (EventSourceArn === undefined || sourceArn === EventSourceArn),
      );
      return { Archives: State === 'ENABLED' ? listed.map(summaryOf) : [] };
    },
  };
};
