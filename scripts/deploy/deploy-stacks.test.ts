import { describe, expect, it } from '@jest/globals';
import { deployedAsJson, deployStacks, tellDeployed } from './deploy-stacks.ts';
import { failed, fakeAws } from './fake-aws.fixture.ts';
import { beforehand, notBegun } from './go-through.ts';

type Aws = ReturnType<typeof fakeAws>;

const deploy = async (aws: Aws) => {
  const before = await beforehand(aws.steps, aws.deployment.find);
  const standings = await deployStacks(aws.steps, before, aws.deployment);
  return { standings, ok: tellDeployed(standings, aws.deployment) };
};

const services = (aws: Aws): readonly string[] => aws.applied.map(({ service }) => service);

describe('a deployment of all services', () => {
  it('takes them one by one, each after those whose outputs it takes', async () => {
    const aws = fakeAws('abc1234');
    const { ok } = await deploy(aws);
    expect(ok).toBe(true);
    expect(services(aws).slice(0, 2)).toEqual(['platform', 'customers']);
    expect([...services(aws)].sort()).toEqual([...aws.order].sort());
    expect(aws.said()).toContain('Deployed abc1234 to the stage dev in eu-central-1.');
    expect(aws.said()).toContain('The API: https://api');
  });

  it('hands each one the outputs that stand, and the shop’s settings', async () => {
    const aws = fakeAws('abc1234');
    await deploy(aws);
    const orders = aws.applied.find(({ service }) => service === 'orders');
    expect(orders?.parameters).toMatchObject({
      busName: 'orderwire-platform-dev.BusName',
      authorizerId: 'orderwire-customers-dev.AuthorizerId',
      shopName: 'Shop',
    });
  });

  it('says which stack has not changed, and of which version it is', async () => {
    const aws = fakeAws('abc1234');
    aws.standsFrom('abc1234');
    aws.comes('orders', () => Promise.resolve({ ok: true, unchanged: true, words: '' }));
    const { standings, ok } = await deploy(aws);
    expect(ok).toBe(true);
    expect(standings.find(({ service }) => service === 'orders')?.did).toBe('unchanged');
    expect(aws.said()).toMatch(/ {2}orders +abc1234 {2}unchanged/);
  });
});

describe('a deployment with a broken stack in the middle', () => {
  const broken = (): Aws => {
    const aws = fakeAws('new5678');
    aws.standsFrom('old1234');
    aws.comes('orders', () => {
      aws.put('orders', { version: 'old1234', status: 'UPDATE_ROLLBACK_COMPLETE' });
      return Promise.resolve(failed('CREATE_FAILED: Inbox (AWS::SQS::Queue)'));
    });
    return aws;
  };

  it('stops there: no later stack is touched', async () => {
    const aws = broken();
    const { standings, ok } = await deploy(aws);
    expect(ok).toBe(false);
    const reached = aws.order.slice(0, aws.order.indexOf('orders') + 1);
    expect(services(aws)).toEqual(reached);
    expect(notBegun(standings)).toEqual(aws.order.slice(reached.length));
    expect(standings.map(({ did }) => did)).toEqual(
      aws.order.map((_, index) =>
        index < reached.length - 1 ? 'done' : index === reached.length - 1 ? 'failed' : 'not begun',
      ),
    );
  });

  it('says why, what stands of which version, and how to go on or back', async () => {
    const aws = broken();
    await deploy(aws);
    expect(aws.said()).toContain('CREATE_FAILED: Inbox (AWS::SQS::Queue)');
    expect(aws.said()).toMatch(/ {2}platform +new5678 {2}deployed$/m);
    expect(aws.said()).toMatch(/ {2}orders +old1234 {2}failed: UPDATE_ROLLBACK_COMPLETE$/m);
    expect(aws.said()).toMatch(/ {2}timeline +old1234 {2}not begun$/m);
    expect(aws.said()).toMatch(/^On: +.*npm run deploy -- --stage dev/m);
    expect(aws.said()).toMatch(/^Back: +git checkout old1234, then npm run deploy -- --stage dev$/m);
  });

  it('tells machines the same', async () => {
    const aws = broken();
    const { standings } = await deploy(aws);
    const told = deployedAsJson(standings, aws.deployment) as { stacks: { service: string }[] };
    expect(told).toMatchObject({ stage: 'dev', version: 'new5678' });
    expect(told.stacks.find(({ service }) => service === 'orders')).toEqual({
      service: 'orders',
      stack: 'orderwire-orders-dev',
      did: 'failed',
      status: 'UPDATE_ROLLBACK_COMPLETE',
      version: 'old1234',
      versionBefore: 'old1234',
      words: 'CREATE_FAILED: Inbox (AWS::SQS::Queue)',
    });
  });

  it('goes back by a removal when nothing stood before', async () => {
    const aws = fakeAws('new5678');
    aws.comes('customers', () => Promise.resolve(failed('no')));
    await deploy(aws);
    expect(aws.said()).toMatch(/^Back: +nothing stood before: npm run remove -- --stage dev$/m);
    expect(aws.said()).toMatch(/ {2}customers +– +failed: no stack$/m);
    expect(aws.said()).toMatch(/ {2}orders +– +not begun, no stack$/m);
  });

  it('names all versions when several stood before, or one that said none', async () => {
    const aws = broken();
    aws.standsFrom(undefined, ['platform']);
    await deploy(aws);
    expect(aws.said()).toMatch(/^Back: +check out what stood before \(unknown, old1234\), then npm run deploy/m);
  });

  it('does not promise a checkout of what no commit brings back', async () => {
    const aws = broken();
    aws.standsFrom('old1234 with uncommitted edits');
    aws.comes('orders', () => Promise.resolve(failed('no')));
    await deploy(aws);
    expect(aws.said()).toMatch(/^Back: +check out what stood before \(old1234 with uncommitted edits\)/m);
  });

  it('says how to free a stack that cannot be deployed any more', async () => {
    const aws = broken();
    aws.comes('orders', () => {
      aws.put('orders', { status: 'UPDATE_ROLLBACK_FAILED' });
      return Promise.resolve(failed('stuck'));
    });
    await deploy(aws);
    expect(aws.said()).toMatch(/^First: .*continue-update-rollback --stack-name orderwire-orders-dev$/m);
  });

  it('says where to read on when a name is taken by what a removed stage left', async () => {
    const aws = fakeAws('new5678');
    aws.comes('platform', () => Promise.resolve(failed('Resource orderwire-dev already exists')));
    await deploy(aws);
    expect(aws.said()).toContain('README.md, "Remove a stage"');
  });
});

describe('a deployment that AWS or the network ends', () => {
  it('stops as at a failed stack, and tells what is not known any more as such', async () => {
    const aws = fakeAws('new5678');
    aws.comes('customers', () => {
      aws.isAway();
      return Promise.reject(new Error('connection lost'));
    });
    const { standings, ok } = await deploy(aws);
    expect(ok).toBe(false);
    expect(standings[1]).toMatchObject({ service: 'customers', did: 'failed', words: 'connection lost' });
    expect(services(aws)).toEqual(['platform', 'customers']);
  });
});

describe('a service that is deployed alone', () => {
  const alone = async (aws: Aws) => {
    const steps = aws.steps.filter(({ service }) => service === 'orders');
    return deployStacks(steps, [], aws.deployment);
  };

  it('takes the outputs of stacks that stand', async () => {
    const aws = fakeAws('abc1234');
    aws.standsFrom('abc1234', ['platform', 'customers', 'inventory']);
    expect(await alone(aws)).toMatchObject([{ service: 'orders', did: 'done' }]);
    expect(services(aws)).toEqual(['orders']);
  });

  it('is not begun when what it needs is not there', async () => {
    const aws = fakeAws('abc1234');
    const [orders] = await alone(aws);
    expect(orders?.words).toContain('orders takes HttpApiId of platform, which is not deployed on the stage dev');
    expect(aws.applied).toEqual([]);
  });
});
