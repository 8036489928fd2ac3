import { describe, expect, it } from '@jest/globals';
import { AGAIN, untilDecided } from './decide.ts';

describe('deciding about what others change, too', () => {
  const rounds = (...answers: readonly (string | undefined | typeof AGAIN)[]) => {
    const left = [...answers];
    return untilDecided('the order', 2, () => Promise.resolve(left.shift()));
  };

  it('ends with the first decision that holds', async () => {
    expect(await rounds(AGAIN, 'cancelled')).toBe('cancelled');
  });

  it('may end with nothing', async () => {
    expect(await rounds(undefined, AGAIN)).toBeUndefined();
  });

  it('gives up when every round was too late, and says so as something that will pass', async () => {
    await expect(rounds(AGAIN, AGAIN, 'cancelled')).rejects.toMatchObject({
      name: 'ContentionError',
      message: 'the order changed under 2 decisions in a row.',
    });
  });
});
