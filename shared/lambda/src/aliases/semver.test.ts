import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { satisfies } from './semver.ts';

const requireFrom = createRequire(join(process.cwd(), 'package.json'));
const folder = dirname(requireFrom.resolve('jsonwebtoken'));
const real = createRequire(join(folder, 'index.js'))('semver') as {
  readonly satisfies: (version: string, range: string) => boolean;
};

const sources = ['.', 'lib'].flatMap((part) =>
  readdirSync(join(folder, part))
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, part, file), 'utf8')),
);
const asked = sources.flatMap((source) => [...source.matchAll(/semver\.satisfies\(process\.version, '([^']+)'\)/g)]);
const everyUse = sources.flatMap((source) => [...source.matchAll(/semver\./g)]);

describe('the stand-in for semver', () => {
  it('is asked by jsonwebtoken for nothing else than whether this Node satisfies a range', () => {
    expect(asked).toHaveLength(3);
    expect(everyUse).toHaveLength(asked.length);
  });

  it.each(asked.map(([, range = '']) => range))('answers as semver does for %s, from Node 20 on', (range) => {
    for (const version of ['v20.19.0', 'v22.0.0', 'v22.21.1', 'v24.3.0', process.version])
      expect(satisfies()).toBe(real.satisfies(version, range));
  });
});
