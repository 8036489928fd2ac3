import { describe, expect, it } from '@jest/globals';
import { beforehand } from './go-through.ts';
import type { Stack } from './stacks.ts';
import { refuseBusy, refuseStuck } from './statuses.ts';

const stack = (status: string): Stack => ({
  name: 'orderwire-orders-dev',
  accountId: '1',
  status,
  version: 'a',
  outputs: {},
});

describe('before anything is touched', () => {
  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'])(
    'a stack that is %s may be deployed',
    (status) => {
      expect(() => refuseBusy([stack(status)])).not.toThrow();
      expect(() => refuseStuck([stack(status)])).not.toThrow();
    },
  );

  it.each(['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS'])('%s is waited for', (status) => {
    expect(() => refuseBusy([stack('CREATE_COMPLETE'), stack(status)])).toThrow(
      `at work on orderwire-orders-dev: ${status}`,
    );
  });

  it.each([
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
    ['ROLLBACK_COMPLETE', 'delete-stack'],
    ['ROLLBACK_FAILED', 'delete-stack'],
    ['CREATE_FAILED', 'delete-stack'],
    ['DELETE_FAILED', 'delete-stack'],
    ['REVIEW_IN_PROGRESS', 'delete-stack'],
  ])('%s is told with the command that it needs', (status, command) => {
    expect(() => refuseBusy([stack(status)])).not.toThrow();
    expect(() => refuseStuck([stack(status)])).toThrow(
      expect.objectContaining({ nextStep: expect.stringContaining(command) as unknown }),
    );
  });

  it('AWS that does not answer ends it, with its reason', async () => {
    const expired = Object.assign(new Error('The security token is expired'), { name: 'ExpiredToken' });
    await expect(beforehand([{ service: 'a', stack: 'b' }], () => Promise.reject(expired))).rejects.toThrow(
      'AWS does not say what is deployed: ExpiredToken: The security token is expired',
    );
  });
});
