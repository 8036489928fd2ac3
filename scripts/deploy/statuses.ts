import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Stack } from './stacks.ts';

/** What somebody types to free a stack that can neither be deployed nor be left as it is. */
const WAYS_OUT: Readonly<Record<string, (stack: string) => string>> = {
  UPDATE_ROLLBACK_FAILED: (stack) =>
    `mend what it names as failed, then: aws cloudformation continue-update-rollback --stack-name ${stack}`,
  ...Object.fromEntries(
    ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED', 'REVIEW_IN_PROGRESS'].map((status) => [
      status,
      (stack: string) => `nothing runs in it; delete it: aws cloudformation delete-stack --stack-name ${stack}`,
    ]),
  ),
};

/** The command that a stack in this status needs before it can be deployed; undefined when it needs none. */
export const wayOut = ({ status, name }: Stack): string | undefined =>
  Object.hasOwn(WAYS_OUT, status) ? WAYS_OUT[status]?.(name) : undefined;

const isBusy = ({ status }: Stack): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** @throws Problem when somebody else is at work on one of them */
export const refuseBusy = (stacks: readonly Stack[]): void => {
  const busy = stacks.find(isBusy);
  if (busy === undefined) return;
  throw new Problem(
    `CloudFormation is at work on ${busy.name}: ${busy.status}.`,
    `wait until it has ended (aws cloudformation describe-stacks --stack-name ${busy.name}), then try again.`,
  );
};

/** @throws Problem when one of them cannot be deployed as it is */
export const refuseStuck = (stacks: readonly Stack[]): void => {
  for (const stack of stacks) {
    const way = wayOut(stack);
    if (way !== undefined) throw new Problem(`${stack.name} cannot be deployed: ${stack.status}.`, way);
  }
};
