import { describe, expect, it } from '@jest/globals';
import { passwordFaults } from './password.ts';

describe('a password', () => {
  it.each(['Correct-horse1', 'aB3aB3aB3aB3', 'Ein langer Satz mit 1 Zahl', `A1${'a'.repeat(254)}`])(
    'may be “%s”',
    (password) => expect(passwordFaults(password)).toEqual([]),
  );

  it.each([
    ['aB3aB3aB3aB', ['has at least 12 characters']],
    ['correct-horse1', ['has an upper-case letter']],
    ['CORRECT-HORSE1', ['has a lower-case letter']],
    ['Correct-horses', ['has a digit']],
    ['Correct-horse1 ', ['begins and ends without a space']],
    ['\tCorrect-horse1', ['begins and ends without a space']],
    ['ÄÖÜäöü١٢٣٤٥٦', ['has an upper-case letter', 'has a lower-case letter', 'has a digit']],
  ])('may not be “%s”', (password, faults) => expect(passwordFaults(password)).toEqual(faults));

  it('is told all its faults at once', () => {
    expect(passwordFaults('')).toHaveLength(4);
  });
});
