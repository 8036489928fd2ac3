import { commitOf } from '@orderwire/local-cloud/dev/verdict';

/** What is about to be deployed: the commit. DEPLOY_VERSION wins, for what is deployed from no checkout. */
export const versionOf = (root: string): string => {
  const given = process.env['DEPLOY_VERSION'] ?? '';
  return given === '' ? commitOf(root) : given;
};
