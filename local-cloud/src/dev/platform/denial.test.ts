import { describe, expect, it } from '@jest/globals';
import { denialOf } from './denial.ts';

describe('a call that was denied', () => {
  const functions = [{ name: 'orderwire-catalog-local-importItems', service: 'catalog', key: 'importItems' }];
  const sentence =
    'User: arn:aws:sts::000000000000:assumed-role/orderwire-catalog-local-importItems-eu-central-1-lambdaRole/' +
    'orderwire-catalog-local-importItems is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:x';

  it('is told with AWS’s sentence and the lines that grant it', () => {
    const problem = denialOf(`{"errorMessage":"${sentence}"}`, functions);
    expect(problem?.message).toContain(sentence);
    expect(problem?.nextStep).toBe(
      'grant it in services/catalog/serverless.yml, under functions.importItems.iamRoleStatements.',
    );
  });

  it('is somebody else’s when no function of ours made it', () => {
    expect(denialOf(sentence, [])).toBeUndefined();
  });
});
