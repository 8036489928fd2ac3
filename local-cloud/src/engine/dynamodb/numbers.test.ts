import { describe, expect, it } from '@jest/globals';
import { addNumbers, normalise } from './numbers.ts';

describe('a number handed in', () => {
  it.each([
    ['1.0', '1'],
    ['007', '7'],
    ['-0', '0'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['1e2', '100'],
    ['1.5E-3', '0.0015'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ])('%s is stored as %s', (given, stored) => {
    expect(normalise(given)).toBe(stored);
  });
  it.each([
    ['', 'The parameter cannot be converted to a numeric value'],
    ['abc', 'The parameter cannot be converted to a numeric value: abc'],
    ['1.2.3', 'The parameter cannot be converted to a numeric value: 1.2.3'],
    ['.', 'The parameter cannot be converted to a numeric value: .'],
    ['0x10', 'The parameter cannot be converted to a numeric value: 0x10'],
    ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    ['123456789012345678901234567890123456789', 'Attempting to store more than 38 significant digits in a Number'],
  ])('%s is refused', (given, message) => {
    expect(() => normalise(given)).toThrow(message);
  });
});

describe('a sum', () => {
  it('is exact where doubles are not', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(addNumbers('9007199254740993', '1')).toBe('9007199254740994');
  });
  it('is refused when it has more than 38 digits', () => {
    expect(() => addNumbers(`1${'0'.repeat(38)}`, '0.1')).toThrow('38 significant digits');
  });
});
