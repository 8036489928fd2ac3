import { describe, expect, it } from '@jest/globals';
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
