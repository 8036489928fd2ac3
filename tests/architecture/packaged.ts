import { type Packaged, packagedIn } from '@orderwire/local-cloud/dev/packaging/packaged';

export {
  ofType,
  packagedIn,
  referred,
  type Packaged,
  type Resource,
} from '@orderwire/local-cloud/dev/packaging/packaged';

/** What would be deployed: `npm test` packages before it runs Jest. */
export const packaged: readonly Packaged[] = packagedIn(process.cwd());

export const serviceNames: readonly string[] = packaged.map(({ service }) => service);
