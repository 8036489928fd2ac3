import { describe, expect, it } from '@jest/globals';
import { denialOf } from './denial.ts';
import { messageOf } from './osls.ts';

describe('what osls says when it gives up', () => {
  it('is kept without its stack, its help and its version', () => {
    const output = [
      'Packaging orderwire-shop for stage local (eu-central-1)',
      '\u001b[31mError:\u001b[39m',
      'Error: Build failed with 1 error:',
      'src/lambda.ts:51:14: ERROR: Could not resolve "./nothing.ts"',
      '    at failureErrorWithLog (/x/esbuild/lib/main.js:1752:15)',
      '',
      'Environment: linux, node 20.20.2, osls 4.3.1 (local)',
      'Docs:        github.com/oss-serverless/osls',
    ].join('\n');
    expect(messageOf(output)).toBe(
      'Build failed with 1 error:\nsrc/lambda.ts:51:14: ERROR: Could not resolve "./nothing.ts"',
    );
  });
});

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
