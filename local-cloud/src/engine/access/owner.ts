import type { CloudModel } from '../../template/model.ts';
import type { Caller } from '../contract.ts';
import { oncePer } from '../memo.ts';

const servicesOf = oncePer(
  (functions: CloudModel['functions']): ReadonlyMap<string, string> =>
    new Map(functions.map(({ name, service }) => [name, service])),
);

/**
 * Who pays for a call, for the meter: the service whose function made it. Calls of the operator, of browsers and of AWS
 * itself are nobody's function, so they are charged to `otherwise`.
 */
export const ownerOf = (model: CloudModel): ((caller: Caller, otherwise?: string) => string) => {
  const services = servicesOf(model.functions);
  return (caller, otherwise = 'platform') =>
    (caller.kind === 'function' ? services.get(caller.functionName) : undefined) ?? otherwise;
};
