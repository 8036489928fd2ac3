import type { Identity } from './identities.ts';
import type { Reader } from './reader.ts';
import { makeReader } from './reader.ts';
import type { Resolver, Resource } from './resolver.ts';
import type { JsonObject, Where } from './template-error.ts';

/** One resource, ready to be read. */
export interface Found extends Identity {
  readonly resource: Resource;
  readonly where: Where;
  readonly properties: Reader;
  /** @throws when the resource has no such attribute: a mistake in this folder, not in a template. */
  readonly attribute: (name: string) => string;
}

/** All resources of all services, by type. */
export interface Cloud {
  /** Builds one definition from each resource of a type, and checks that no property stayed unread. */
  readonly each: <T>(type: string, build: (found: Found) => T) => readonly T[];
  readonly region: string;
  readonly awsUrl: string;
}

export const makeCloud = (resolver: Resolver, region: string, awsUrl: string): Cloud => ({
  region,
  awsUrl,
  each: (type, build) =>
    resolver.resources
      .filter((resource) => resource.type === type)
      .map((resource) => {
        const { stack, logicalId } = resource;
        const where = { service: stack.service, logicalId, property: '' };
        const identity = resolver.identity(resource);
        const resolved = resolver.value(stack, resource.properties, where) as JsonObject;
        const properties = makeReader(resolved, where);
        const built = build({
          ...identity,
          resource,
          where,
          properties,
          attribute: (name) => identity.attributes[name] ?? properties.fail('', `has no attribute ${name}.`),
        });
        properties.close();
        return built;
      }),
});
