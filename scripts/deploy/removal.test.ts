import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { failed, fakeAws } from './fake-aws.fixture.ts';
import { beforehand } from './go-through.ts';
import { removalLines, requireAnswerable, requireName } from './removal.ts';
import { removedAsJson, removeStacks, tellRemoved } from './remove-stacks.ts';

/** A terminal at which somebody types a line; without one, Ctrl-D. */
const asked = (typed: string | undefined, yes?: string, isTTY = true) => {
  const input = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream;
  const output = new PassThrough() as unknown as NodeJS.WriteStream;
  (input as unknown as PassThrough).end(typed === undefined ? '' : `${typed}\n`);
  return { stage: 'prod', yes, input, output };
};

describe('removing a stage', () => {
  it.each([undefined, '', 'y', 'yes', 'dev', 'PROD', 'prod2'])(
    'ends with nothing removed when %j is typed',
    async (typed) => {
      await expect(requireName(asked(typed))).rejects.toThrow('Nothing was removed: the stage is called prod');
    },
  );

  it('goes on when the stage’s name is typed', async () => {
    await expect(requireName(asked('prod'))).resolves.toBeUndefined();
  });

  it('goes on without a question when --yes names the stage', async () => {
    const answered = asked(undefined, 'prod', false);
    expect(() => requireAnswerable(answered)).not.toThrow();
    await expect(requireName(answered)).resolves.toBeUndefined();
  });

  it('is refused when --yes names another one', () => {
    expect(() => requireAnswerable(asked(undefined, 'dev'))).toThrow('Nothing was removed: the stage is called prod');
  });

  it('is refused where nobody can be asked, with what to type', () => {
    expect(() => requireAnswerable(asked(undefined, undefined, false))).toThrow(
      expect.objectContaining({ nextStep: 'npm run remove -- --stage prod --yes prod' }),
    );
  });

  it('begins with what goes, counted, and what stays, by name', () => {
    const table = { type: 'AWS::DynamoDB::Table', name: 'orderwire-orders-prod-OrdersTable-1X', stays: true };
    const queue = { type: 'AWS::SQS::Queue', name: 'q', stays: false };
    const role = { type: 'AWS::IAM::Role', name: 'r', stays: false };
    expect(
      removalLines([
        { service: 'orders', contents: [table, queue, role] },
        { service: 'payments', contents: [queue] },
      ]),
    ).toEqual([
      'Goes:   3 things of 2 services: SQS Queue 2, IAM Role 1.',
      'Stays:  what holds data, keys or identities; AWS bills it until somebody deletes it:',
      '  DynamoDB Table  orderwire-orders-prod-OrdersTable-1X',
    ]);
  });
});

describe('the stacks of a stage', () => {
  const remove = async (aws: ReturnType<typeof fakeAws>) => {
    const steps = aws.steps.toReversed();
    const before = await beforehand(steps, aws.deployment.find);
    const standings = await removeStacks(steps, before, aws.deployment);
    return { standings, ok: tellRemoved(standings, aws.deployment) };
  };
  const standing = () => {
    const aws = fakeAws('abc1234');
    aws.standsFrom('abc1234');
    for (const { service, stack } of aws.steps) {
      aws.comes(service, () => {
        aws.stacks.delete(stack);
        return Promise.resolve({ ok: true, unchanged: false, words: '' });
      });
    }
    return aws;
  };

  it('go one by one, those that others need last', async () => {
    const aws = standing();
    const { ok } = await remove(aws);
    expect(ok).toBe(true);
    expect(aws.applied.map(({ service }) => service).slice(-2)).toEqual(['customers', 'platform']);
    expect(aws.stacks.size).toBe(0);
    expect(aws.said()).toContain('Removed the stage dev from eu-central-1.');
  });

  it('stay from the first one on that cannot be removed', async () => {
    const aws = standing();
    aws.comes('orders', () => Promise.resolve(failed('DELETE_FAILED: Bucket')));
    const { standings, ok } = await remove(aws);
    expect(ok).toBe(false);
    expect(aws.stacks.has('orderwire-platform-dev')).toBe(true);
    expect(aws.said()).toContain('DELETE_FAILED: Bucket');
    expect(aws.said()).toMatch(/^On: .*npm run remove -- --stage dev$/m);
    const kept = { type: 'AWS::S3::Bucket', name: 'files', stays: true };
    expect(removedAsJson(standings, [{ service: 'invoice', contents: [kept] }], aws.deployment)).toMatchObject({
      kept: [{ service: 'invoice', type: 'AWS::S3::Bucket', name: 'files' }],
    });
  });
});
