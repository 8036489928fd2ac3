import { describe, expect, it } from '@jest/globals';
import { refused } from './check.ts';

const refusal = Object.assign(new Error('Too many items'), { name: 'ValidationException', $metadata: {} });
const refuse = (): Promise<never> => Promise.reject(refusal);
const NAME = 'ValidationException';

describe('a refusal that is due', () => {
  it('is given back when its name and text are right', async () => {
    expect(await refused(refuse(), NAME)).toBe(refusal);
    expect(await refused(refuse(), NAME, 'Too many items')).toBe(refusal);
    expect(await refused(refuse(), NAME, /many/)).toBe(refusal);
  });

  it('is missed when there is none', async () => {
    await expect(refused(Promise.resolve({}), NAME)).rejects.toThrow('Was accepted, where ValidationException is due.');
  });

  it('may have no other name and no other text', async () => {
    await expect(refused(refuse(), 'ResourceNotFoundException')).rejects.toThrow('ValidationException: Too many items');
    await expect(refused(refuse(), NAME, 'Too many')).rejects.toThrow();
    await expect(refused(refuse(), NAME, /few/)).rejects.toThrow('"Too many items" is not /few/');
  });
});
