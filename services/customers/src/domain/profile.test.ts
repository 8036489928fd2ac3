import { describe, expect, it } from '@jest/globals';
import { firstProfile } from './profile.ts';

const identity = { customerId: 'sub-1', email: 'ada@example.com' };
const createdAt = '2026-03-01T12:00:00.000Z';

describe('a customer’s first profile', () => {
  it('has the name given at sign-up', () => {
    expect(firstProfile({ ...identity, name: 'Ada' }, createdAt)).toEqual({ ...identity, name: 'Ada', createdAt });
  });

  it('takes the first part of the address where no name was given', () => {
    expect(firstProfile(identity, createdAt).name).toBe('ada');
  });
});
