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

export interface EventPattern {
  readonly source?: readonly (string | { readonly prefix: string })[];
  readonly 'detail-type'?: readonly string[];
  readonly $or?: readonly EventPattern[];
}

/** The types of events that a rule's pattern names. */
export const typesIn = ({ 'detail-type': types = [], $or = [] }: EventPattern): readonly string[] => [
  ...types,
  ...$or.flatMap(typesIn),
];
