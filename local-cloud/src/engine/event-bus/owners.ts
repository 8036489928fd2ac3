import type { Caller } from '../contract.ts';
import type { CloudModel } from '../../template/model.ts';

export interface Owners {
  /** The service that a resource belongs to, from its name or ARN. */
  readonly ofResource: (resource: string) => string;
  /** The service to charge for a call on a resource: the calling function's, and otherwise the resource's. */
  readonly ofCall: (caller: Caller, resource: string) => string;
}

const NOBODYS = 'platform';

/** `orders-local-place` of `arn:aws:lambda:…:function:orders-local-place`. */
const nameOf = (resource: string): string => {
  const [table] = /(?<=:table\/)[^/]+/.exec(resource) ?? [];
  return table ?? resource.split(/[:/]/).at(-1) ?? resource;
};

/**
 * Resources are named after their service; what is named otherwise is the platform's. For the meter only, so that a
 * wrong guess costs nobody anything.
 */
export const makeOwners = (model: Pick<CloudModel, 'functions'>): Owners => {
  const services = [...new Set(model.functions.map(({ service }) => service))].sort((a, b) => b.length - a.length);
  const serviceOf = new Map(model.functions.map(({ name, service }) => [name, service]));
  const known = new Map<string, string>();
  const ofResource = (resource: string): string => {
    let owner = known.get(resource);
    if (owner === undefined) {
      const name = nameOf(resource).toLowerCase();
      owner = services.find((service) => name === service || name.startsWith(`${service}-`)) ?? NOBODYS;
      known.set(resource, owner);
    }
    return owner;
  };
  return {
    ofResource,
    ofCall: (caller, resource) =>
      (caller.kind === 'function' ? serviceOf.get(caller.functionName) : undefined) ?? ofResource(resource),
  };
};
