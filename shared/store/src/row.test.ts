import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { rowReader } from './row.ts';

const read = rowReader('thing', z.object({ id: z.string(), count: z.exactOptional(z.int()) }));

describe('a stored row', () => {
  it('is read without what its schema does not name', () => {
    expect(read({ id: { S: 'a' }, count: { N: '2' }, outbox: { S: '{}' } })).toEqual({ id: 'a', count: 2 });
  });

  it('may lack what is optional', () => {
    expect(read({ id: { S: 'a' } })).toEqual({ id: 'a' });
  });

  it('that is not as documented is refused by the names of its attributes, without their values', () => {
    const reading = () => read({ id: { S: 'a' }, count: { S: 'Ada Lovelace' } });
    expect(reading).toThrow(expect.objectContaining({ code: 'ROW_UNREADABLE' }));
    expect(reading).toThrow('A stored thing is not as documented, at: count.');
  });
});
