import { createInterface } from 'node:readline';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Content, Stacks } from './stacks.ts';

/** What a stage's stacks hold. */
export interface Holding {
  readonly service: string;
  readonly contents: readonly Content[];
}

export const holdingsOf = async (
  steps: readonly { readonly service: string; readonly stack: string }[],
  contents: Stacks['contents'],
): Promise<readonly Holding[]> =>
  Promise.all(steps.map(async ({ service, stack }) => ({ service, contents: await contents(stack) })));

/** `AWS::SQS::Queue` → `SQS Queue` */
const kindOf = ({ type }: Content): string => type.replace(/^AWS::/, '').replaceAll('::', ' ');

/** `Lambda Function 3, SQS Queue 2` */
const counted = (contents: readonly Content[]): string => {
  const counts = new Map<string, number>();
  for (const one of contents) counts.set(kindOf(one), (counts.get(kindOf(one)) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
};

/** What goes, counted; what stays, by name. */
export const removalLines = (holdings: readonly Holding[]): readonly string[] => {
  const goes = holdings.flatMap(({ contents }) => contents.filter(({ stays }) => !stays));
  const stays = holdings.flatMap(({ contents }) => contents.filter((one) => one.stays));
  return [
    `Goes:   ${goes.length} things of ${holdings.length} services: ${counted(goes)}.`,
    'Stays:  what holds data, keys or identities; AWS bills it until somebody deletes it:',
    ...stays.map((one) => `  ${kindOf(one)}  ${one.name}`),
  ];
};

export interface Asked {
  readonly stage: string;
  /** The stage's name once more, from the command line. */
  readonly yes: string | undefined;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

const nothingRemoved = (stage: string, given: string): Problem =>
  new Problem(
    `Nothing was removed: the stage is called ${stage}, not ${JSON.stringify(given)}.`,
    `npm run remove -- --stage ${stage}, and type ${stage} when it asks.`,
  );

/**
 * Nobody may remove a stage by a slip: its name is said twice. Where no person can be asked, `--yes` says it.
 * @throws Problem before AWS is asked anything
 */
export const requireAnswerable = ({ stage, yes, input }: Asked): void => {
  if (yes !== undefined && yes !== stage) throw nothingRemoved(stage, yes);
  if (yes === undefined && !input.isTTY) {
    throw new Problem(
      `Nothing was removed: nobody can be asked here whether the stage ${stage} is meant.`,
      `npm run remove -- --stage ${stage} --yes ${stage}`,
    );
  }
};

/** @throws Problem unless the name is typed */
export const requireName = async ({ stage, yes, input, output }: Asked): Promise<void> => {
  if (yes === stage) return;
  const reader = createInterface({ input, output });
  reader.setPrompt("Type the stage's name to remove it: ");
  reader.prompt();
  const given = await new Promise<string>((resolve) => {
    reader.once('line', resolve);
    // Ctrl-C, and the end of the input.
    reader.once('SIGINT', () => resolve('')).once('close', () => resolve(''));
  });
  reader.close();
  if (given.trim() !== stage) throw nothingRemoved(stage, given);
};
