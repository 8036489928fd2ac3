import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_LETTERS } from '@orderwire/local-cloud/dev/packaging/stage';
import { namesFit } from '../architecture/names.ts';
import { type Packaged, packaged, packagedIn, serviceNames } from '../architecture/packaged.ts';
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

const packageFor = (stage: string, ...more: readonly string[]) =>
  command(copy.folder, process.execPath, 'scripts/run.mjs', 'package', '--stage', stage, ...more);

/** Packaging all takes half a minute: .ci/full does (EVERY_SERVICE=1). Else the bus with its archive, and one that is fed by it. */
const SERVICES = process.env['EVERY_SERVICE'] === '1' ? serviceNames : ['platform', 'notification'];

/** What is packaged for `local`, named as for another stage. */
const renamed = (service: Packaged): Packaged =>
  JSON.parse(JSON.stringify(service).replace(/-local\b/g, `-${STAGE}`)) as Packaged;

describe('a stage with as many letters as one may have', () => {
  it('packages, and every name in these templates keeps AWS’s limit', async () => {
    expect(STAGE).toHaveLength(STAGE_LETTERS);
    const packaging = packageFor(STAGE, ...SERVICES.flatMap((service) => ['--service', service]));
    packaging.runsOn();
    const { code, stderr } = await packaging.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const named = packagedIn(copy.folder).filter((service) => JSON.stringify(service).includes(`-${STAGE}`));
    expect(named.map(({ service }) => service).sort()).toEqual([...SERVICES].sort());
    expect(named.flatMap(namesFit)).toEqual([]);
  }, 300_000);

  it('leaves every name of every service within AWS’s limit', () => {
    const named = packaged.map(renamed).filter((service) => JSON.stringify(service).includes(`-${STAGE}`));
    expect(named).toHaveLength(packaged.length);
    expect(named.flatMap(namesFit)).toEqual([]);
  });
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
