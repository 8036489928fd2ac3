import { describe, expect, it } from '@jest/globals';
import { makeFakeClient, makeFakeClock } from '@orderwire/testing/fakes';
import { makeCachedSecret } from './secret-cache.ts';

const aSecret = (answer: (call: number) => string) => {
  const { clock, advance } = makeFakeClock();
  const { client, inputs } = makeFakeClient((_input, call) => ({ SecretString: answer(call) }));
  return { secret: makeCachedSecret({ secretsManager: client, secretId: 'arn', clock }), advance, calls: inputs };
};

describe('a cached secret', () => {
  it('is read once a minute', async () => {
    const { secret, advance, calls } = aSecret((call) => `v${call}`);
    expect([await secret.read(), await secret.read()]).toEqual(['v0', 'v0']);
    advance(60_000);
    expect(await secret.read()).toBe('v1');
    expect(calls).toHaveLength(2);
  });

  it('stays in use while Secrets Manager is down, which is asked at most every ten seconds', async () => {
    const { secret, advance, calls } = aSecret((call) => {
      if (call > 0) throw new Error('down');
      return 'v0';
    });
    await secret.read();
    advance(60_000);
    expect([await secret.read(), await secret.read()]).toEqual(['v0', 'v0']);
    expect(calls).toHaveLength(2);
  });

  it('is not made up when it was never read', async () => {
    const { secret } = aSecret(() => {
      throw new Error('down');
    });
    await expect(secret.read()).rejects.toThrow('down');
  });

  it('is refreshed on demand, at most every ten seconds', async () => {
    const { secret, advance, calls } = aSecret((call) => `v${call}`);
    await secret.read();
    expect(await secret.refresh()).toBe(false);
    advance(10_000);
    expect([await secret.refresh(), await secret.read()]).toEqual([true, 'v1']);
    expect(calls).toHaveLength(2);
  });

  it('is not said to be fresh when the last question failed: who asks again is told so', async () => {
    const { secret, advance, calls } = aSecret((call) => {
      if (call === 1) throw new Error('down');
      return `v${call}`;
    });
    await secret.read();
    advance(10_000);
    await expect(secret.refresh()).rejects.toThrow('down');
    advance(9_999);
    await expect(secret.refresh()).rejects.toThrow('down');
    expect(calls).toHaveLength(2);
    advance(1);
    expect([await secret.refresh(), await secret.read()]).toEqual([true, 'v2']);
  });
});
