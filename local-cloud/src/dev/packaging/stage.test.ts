import { describe, expect, it } from '@jest/globals';
import { deployedStage, packagedStage, STAGE_LETTERS } from './stage.ts';

const LONGEST = 'production-blue-eu-2';

describe('the name of a stage', () => {
  it.each(['dev', 'prod', 'p', 'production-blue-eu', 'eu2', LONGEST])('may be %s', (stage) => {
    expect(packagedStage(stage)).toBe(stage);
    expect(deployedStage(stage, 'npm run deploy')).toBe(stage);
  });

  it.each([`${LONGEST}2`, 'Production', 'blue_eu', 'blue--eu', '-blue', '2blue', 'blue-', 'a b', 'é', ''])(
    'may not be %j',
    (stage) => {
      expect(LONGEST).toHaveLength(STAGE_LETTERS);
      expect(() => packagedStage(stage)).toThrow(`A stage cannot be called ${JSON.stringify(stage)}`);
      expect(() => deployedStage(stage, 'npm run deploy')).toThrow(`A stage cannot be called ${JSON.stringify(stage)}`);
    },
  );

  it.each(['local', 'default'])('may not be %s in AWS', (stage) => {
    expect(() => deployedStage(stage, 'npm run deploy')).toThrow(`A stage in AWS cannot be called ${stage}`);
  });

  it('has to be said', () => {
    expect(() => deployedStage(undefined, 'npm run deploy')).toThrow('Which stage is not said');
  });
});
