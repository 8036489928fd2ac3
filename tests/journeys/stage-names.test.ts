import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_LETTERS } from '@orderwire/local-cloud/dev/packaging/stage';
import { namesFit } from '../architecture/names.ts';
import { packagedIn } from '../architecture/packaged.ts';
import { command, type Copy, copyRepository, killAll } from '@orderwire/local-cloud/dev/testing/command';

const STAGE = 'production-blue-eu-2';

let copy: Copy;

beforeAll(() => {
  copy = copyRepository(process.cwd());
});
afterAll(() => {
  killAll();
  copy.remove();
});

const packageFor = (stage: string) =>
  command(copy.folder, process.execPath, 'scripts/run.mjs', 'package', '--stage', stage);

describe('a stage with as many letters as one may have', () => {
  it('packages, and every name in every template keeps AWS’s limit', async () => {
    expect(STAGE).toHaveLength(STAGE_LETTERS);
    const packaging = packageFor(STAGE);
    packaging.runsOn();
    const { code, stderr } = await packaging.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const packaged = packagedIn(copy.folder);
    const named = packaged.filter((service) => JSON.stringify(service).includes(`-${STAGE}`));
    expect(named).toHaveLength(packaged.length);
    expect(packaged.flatMap(namesFit)).toEqual([]);
  }, 300_000);
});

describe('a stage that no name could be made from', () => {
  it('is refused before anything is packaged', async () => {
    const { code, stderr } = await packageFor('production-blue-eu-22').ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /A stage cannot be called "production-blue-eu-22"[^]*^Next step: take 1 to 20 small letters/m,
    );
    expect(stderr).not.toContain('packaging');
  }, 30_000);
});
