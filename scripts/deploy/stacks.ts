import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import * as z from 'zod/mini';

/** A stack as CloudFormation knows it. */
export interface Stack {
  readonly name: string;
  readonly accountId: string;
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
  readonly status: string;
  /** The commit it was deployed from; undefined for one that was deployed before stacks said so. */
  readonly version: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Something that a stack made. */
export interface Content {
  /** `AWS::SQS::Queue` */
  readonly type: string;
  readonly name: string;
  /** Kept when the stack goes: its deletion policy says so, in the template that is deployed. */
  readonly stays: boolean;
}

export interface Stacks {
  readonly find: (name: string) => Promise<Stack | undefined>;
  readonly contents: (name: string) => Promise<readonly Content[]>;
}

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ DeletionPolicy: z.optional(z.string()) })),
});

const isMissing = (error: unknown): boolean => error instanceof Error && /does not exist/.test(error.message);

export const cloudFormationStacks = (region: string): Stacks => {
  const client = new CloudFormationClient({ region });
  return {
    find: async (name) => {
      const [stack] = await client.send(new DescribeStacksCommand({ StackName: name })).then(
        (found) => found.Stacks?.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE') ?? [],
        (error: unknown) => {
          if (isMissing(error)) return [];
          throw error;
        },
      );
      if (stack === undefined) return undefined;
      const outputs = Object.fromEntries(
        (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      );
      return {
        name,
        accountId: stack.StackId?.split(':')[4] ?? '',
        status: stack.StackStatus ?? '',
        version: outputs['Version'],
        outputs,
      };
    },
    contents: async (name) => {
      const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: name }));
      const { Resources } = templateSchema.parse(JSON.parse(TemplateBody));
      const contents: Content[] = [];
      for await (const page of paginateListStackResources({ client }, { StackName: name })) {
        for (const resource of page.StackResourceSummaries ?? []) {
          if (resource.ResourceStatus === 'DELETE_COMPLETE') continue;
          const policy = Resources[resource.LogicalResourceId ?? '']?.DeletionPolicy;
          contents.push({
            type: resource.ResourceType ?? '',
            name: resource.PhysicalResourceId ?? resource.LogicalResourceId ?? '',
            stays: policy?.startsWith('Retain') === true,
          });
        }
      }
      return contents;
    },
  };
};
