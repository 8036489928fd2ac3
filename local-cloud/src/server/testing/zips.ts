import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { FunctionDefinition } from '../../template/model.ts';

export interface Workshop {
  readonly directory: string;
  readonly codeDirectory: string;
  /** Packs one CommonJS file as `src/lambda.js` and answers the zip's path. */
  pack(name: string, source: string): string;
  clean(): void;
}

/** A folder of a test's own for hand-made packages. */
export const makeWorkshop = (): Workshop => {
  const directory = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const codeDirectory = join(directory, 'code');
  mkdirSync(codeDirectory);
  return {
    directory,
    codeDirectory,
    pack: (name, source) => {
      const path = join(directory, `${name}.zip`);
      writeFileSync(path, zipSync({ 'src/lambda.js': strToU8(source) }));
      return path;
    },
    clean: () => rmSync(directory, { recursive: true, force: true }),
  };
};

export const aFunction = (
  given: Partial<FunctionDefinition> & Pick<FunctionDefinition, 'name' | 'zipPath'>,
): FunctionDefinition => ({
  arn: `arn:aws:lambda:eu-central-1:000000000000:function:${given.name}`,
  service: 'test',
  key: given.name,
  handler: 'src/lambda.handler',
  environment: {},
  timeoutSeconds: 5,
  memoryMb: 256,
  roleArn: `arn:aws:iam::000000000000:role/${given.name}`,
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
  policy: [],
  ...given,
});
