import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * What is about to be deployed: the commit, with a `+` when the checkout differs from it. DEPLOY_VERSION wins, for what
 * is deployed from no checkout.
 */
export const versionOf = async (root: string): Promise<string> => {
  const given = process.env['DEPLOY_VERSION'] ?? '';
  if (given !== '') return given;
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty=+'], { cwd: root });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
};
