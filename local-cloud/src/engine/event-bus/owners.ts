import type { CloudModel } from '../../template/model.ts';
import type { Caller } from '../contract.ts';
import { oncePer } from '../memo.ts';

export interface Owners {
  /** The service that a resource belongs to, by its ARN. */
  readonly ofResource: (arn: string) => string;
  /** The service to charge for a call on a resource: the calling function's, and otherwise the resource's. */
  readonly ofCall: (caller: Caller, arn: string) => string;
}

const NOBODYS = 'platform';

/** Who pays for what, for the meter. */
export const makeOwners: (model: Pick<CloudModel, 'functions' | 'owners'>) => Owners = oncePer(
  ({ functions, owners = {} }) => {
    const serviceOf = new Map(functions.map(({ name, service }) => [name, service]));
    const serviceOfArn = new Map([
      ...functions.map(({ arn, service }): [string, string] => [arn, service]),
      ...Object.entries(owners),
    ]);
    const ofResource = (arn: string): string => serviceOfArn.get(arn) ?? NOBODYS;
    return {
      ofResource,
      ofCall: (caller, arn) =>
        (caller.kind === 'function' ? serviceOf.get(caller.functionName) : undefined) ?? ofResource(arn),
    };
  },
);
