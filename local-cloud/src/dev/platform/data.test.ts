import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DataError } from '../../server/journal/format.ts';
import { dataOf, dataProblem, holdsState } from './data.ts';

const flags = { data: '.orderwire/data', memory: false, fresh: false };
const at = (dataDirectory: string) => ({ dataDirectory });
const failure = (code: string, where: object): Error =>
  Object.assign(new Error(`${code}: refused`), { code, ...where });

describe('--data', () => {
  it('means a directory of the repository, unless it is absolute', () => {
    expect(dataOf(flags, '/repository').dataDirectory).toBe(join('/repository', '.orderwire/data'));
    expect(dataOf({ ...flags, data: '/elsewhere' }, '/repository').dataDirectory).toBe('/elsewhere');
  });

  it('is not empty, which would be the repository itself', () => {
    expect(() => dataOf({ ...flags, data: '' }, '/repository')).toThrow('--data takes the name of a directory');
  });
});

describe('--fresh', () => {
  it('sets something aside only where there is a state', () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      const fresh = { dataDirectory, fresh: true };
      expect(holdsState({ ...fresh, dataDirectory: join(dataDirectory, 'none') })).toBe(false);
      writeFileSync(join(dataDirectory, 'notes.txt'), '');
      expect(holdsState(fresh)).toBe(false);
      writeFileSync(join(dataDirectory, 'snapshot-3'), '');
      expect(holdsState(fresh)).toBe(true);
    } finally {
      rmSync(dataDirectory, { recursive: true });
    }
  });
});

describe('the way out', () => {
  it('of a damaged state can be typed as it is printed, blanks and all', () => {
    const problem = dataProblem(new DataError('CORRUPT', '/x', 'damaged'), at('/my data'));
    expect(problem?.nextStep).toMatch(/--data '[^']*my data' begins empty .* to '[^']*my data\.previous'/);
  });

  it('of a state in use does not run into the ports of the one that uses it', () => {
    const problem = dataProblem(new DataError('IN_USE', '/x', 'in use'), at('/x'));
    expect(problem?.nextStep).toMatch(/--data \S*x-2 --port 0 --aws-port 0$/);
  });

  it.each([
    ['EACCES', { path: '/x/snapshot-1' }, 'has to be readable and writable'],
    ['EROFS', { address: '/x/lock' }, 'has to be readable and writable'],
    ['EEXIST', { path: '/x' }, 'cannot be used as a directory'],
    ['ENOSPC', {}, 'no room on the disk'],
  ])('of %s from the disk names the directory and no stack', (code, where, words) => {
    const problem = dataProblem(failure(code, where), at('/x'));
    expect(problem?.message).toContain(words);
    expect(problem?.message).toContain(`${code}: refused`);
  });

  it('is not given for what happens elsewhere', () => {
    expect(dataProblem(failure('EACCES', { path: '/y' }), at('/x'))).toBeUndefined();
    expect(dataProblem(failure('EACCES', { port: 80, address: '0.0.0.0' }), at(process.cwd()))).toBeUndefined();
    expect(dataProblem(new Error('a bug'), at('/x'))).toBeUndefined();
  });
});
