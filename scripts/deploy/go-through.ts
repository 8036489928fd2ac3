import type { Applied } from '@orderwire/local-cloud/dev/packaging/osls';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Stack, Stacks } from './stacks.ts';

/** One service's stack, still to be deployed or removed. */
export interface Step {
  readonly service: string;
  /** `orderwire-orders-dev` */
  readonly stack: string;
}

/** How a stack stands after all. */
export interface Standing extends Step {
  readonly did: 'done' | 'unchanged' | 'failed' | 'not begun';
  readonly before: Stack | undefined;
  readonly after: Stack | undefined;
  /** Why it failed. */
  readonly words?: string;
}

export interface Going {
  readonly find: Stacks['find'];
  readonly apply: (step: Step) => Promise<Applied>;
  readonly tell: (step: Step, number: number, of: number) => void;
  readonly ended: (standing: Standing) => void;
}

/** Asked before anything is touched. @throws Problem when AWS does not answer */
export const beforehand = async (steps: readonly Step[], find: Stacks['find']): Promise<readonly Stack[]> => {
  try {
    const found = await Promise.all(steps.map(({ stack }) => find(stack)));
    return found.filter((stack) => stack !== undefined);
  } catch (error) {
    const { name, message } = error as Error;
    throw new Problem(
      `AWS does not say what is deployed: ${name}: ${message}`,
      'see to the credentials (`aws sts get-caller-identity`) and to DEPLOY_REGION in settings.yml, then try again.',
    );
  }
};

const wordsOf = (error: unknown): string =>
  error instanceof Problem
    ? `${error.message}\n\n${error.nextStep}`
    : error instanceof Error
      ? error.message
      : String(error);

const failure = (error: unknown): Applied => ({ ok: false, unchanged: false, words: wordsOf(error) });

const standingOf = (step: Step, before: Stack | undefined, after: Stack | undefined, applied: Applied): Standing => ({
  ...step,
  before,
  after,
  ...(applied.ok ? { did: applied.unchanged ? 'unchanged' : 'done' } : { did: 'failed', words: applied.words }),
});

/**
 * Takes one stack after another and stops at the first failure, so that no later one runs beside what it does not fit.
 * @returns how each one stands, in the same order
 */
export const goThrough = async (
  steps: readonly Step[],
  stacks: readonly Stack[],
  { find, apply, tell, ended }: Going,
): Promise<readonly Standing[]> => {
  const standings: Standing[] = [];
  const beforeOf = ({ stack }: Step): Stack | undefined => stacks.find(({ name }) => name === stack);
  for (const [index, step] of steps.entries()) {
    tell(step, index + 1, steps.length);
    const applied = await apply(step).catch(failure);
    // What cannot be asked any more (the credentials have expired) is told as not known.
    const after = await find(step.stack).catch(() => undefined);
    const standing = standingOf(step, beforeOf(step), after, applied);
    standings.push(standing);
    ended(standing);
    if (standing.did === 'failed') break;
  }
  const rest = steps.slice(standings.length).map((step): Standing => {
    const before = beforeOf(step);
    return { ...step, did: 'not begun', before, after: before };
  });
  return [...standings, ...rest];
};

export const notBegun = (standings: readonly Standing[]): readonly string[] =>
  standings.filter(({ did }) => did === 'not begun').map(({ service }) => service);
