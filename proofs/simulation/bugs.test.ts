import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BUGS } from './bugs/bugs.ts';

const ROOT = join(__dirname, '../..');

describe('the bug bank', () => {
  it('has forty bugs or more, each under a name of its own', () => {
    const ids = BUGS.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  it.each(BUGS.map((bug) => [bug.id, bug] as const))('still has a place for %s', (_id, { patches }) => {
    expect(patches.length).toBeGreaterThan(0);
    const sources = new Map(patches.map(({ file }) => [file, readFileSync(join(ROOT, file), 'utf8')]));
    for (const { file, find, replace } of patches) {
      const parts = sources.get(file)?.split(find) ?? [];
      expect({ file, find, times: parts.length - 1 }).toEqual({ file, find, times: 1 });
      expect(replace).not.toBe(find);
      sources.set(file, parts.join(replace));
    }
  });

  it('patches what is deployed and what it runs on, not the checks', () => {
    const files = BUGS.flatMap(({ patches }) => patches.map(({ file }) => file));
    for (const file of files)
      expect(file).toMatch(/^(services\/[a-z]+\/src|shared\/[a-z]+\/src|events-schema\/src|local-cloud\/src)\//);
  });
});
