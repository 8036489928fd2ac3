import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A CloudFormation resource as `serverless package` wrote it, intrinsics unresolved. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Packaged {
  /** The folder under services/: `orders`. */
  readonly service: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Function keys of serverless.yml with what osls resolved for them. */
  readonly functions: Readonly<
    Record<string, { readonly handler: string; readonly environment?: Readonly<Record<string, unknown>> }>
  >;
}

const foldersOf = (services: string): readonly string[] =>
  readdirSync(services, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** What lies packaged in a checkout. */
export const packagedIn = (root: string): readonly Packaged[] => {
  const services = join(root, 'services');
  return foldersOf(services).map((service) => {
    const read = (file: string): unknown =>
      JSON.parse(readFileSync(join(services, service, '.serverless', file), 'utf8'));
    const template = read('cloudformation-template-update-stack.json') as { Resources: Record<string, Resource> };
    const state = read('serverless-state.json') as { service: { functions?: Packaged['functions'] } };
    return { service, resources: template.Resources, functions: state.service.functions ?? {} };
  });
};

/** The resources of one type, with their logical ids. */
export const ofType = (
  { resources }: Packaged,
  type: string,
): readonly (readonly [string, Record<string, unknown>])[] =>
  Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties = {} }]) => [id, Properties]);

/** The logical id behind `{Ref}` or `{Fn::GetAtt}`. */
export const referred = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref, 'Fn::GetAtt': getAtt } = value as { Ref?: string; 'Fn::GetAtt'?: string | readonly string[] };
  return Ref ?? (typeof getAtt === 'string' ? getAtt.split('.')[0] : getAtt?.[0]);
};
