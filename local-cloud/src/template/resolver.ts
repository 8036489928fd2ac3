import { isNamedTrue } from './conditions.ts';
import type { ConditionContext } from './conditions.ts';
import { DEPLOY_ONLY, EMULATED } from './identities.ts';
import type { Identity } from './identities.ts';
import { INTRINSICS, type Scope } from './intrinsics.ts';
import type { PackagedService } from './packages.ts';
import type { Json, JsonObject, Where } from './template-error.ts';
import { inside, isList, isObject, TemplateError } from './template-error.ts';

export interface Surroundings {
  readonly endpoints: { readonly apiUrl: string; readonly awsUrl: string };
  /** What stands behind `arn:compose:output:::local/<Key>`: addresses that only the running machine knows. */
  readonly localOutputs: Readonly<Record<string, string>>;
  readonly region: string;
  readonly accountId: string;
}

/** One resource of one stack, its properties still unresolved. */
export interface Resource {
  readonly stack: PackagedService;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Resolver {
  /** Every resource whose condition holds. */
  readonly resources: readonly Resource[];
  /** @returns the value without intrinsics and placeholders; undefined for `AWS::NoValue`. */
  readonly value: (stack: PackagedService, raw: Json, where: Where) => Json | undefined;
  readonly identity: (resource: Resource, where?: Where) => Identity;
  /** `${service}.${key}` → value, of every stack. */
  readonly outputs: () => Readonly<Record<string, string>>;
}

/** `serverless package` gets another service's output as this text, because before a deployment there is no value. */
const PLACEHOLDER = /arn:compose:output:::([\w-]+)\/(\w+)/g;

const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** @throws TemplateError, from every function it answers with, where a template cannot be run here. */
export const makeResolver = (services: readonly PackagedService[], around: Surroundings): Resolver => {
  const byName = new Map(services.map((stack) => [stack.service, stack]));
  const finished = new Map<string, string>();
  const underWay: string[] = [];

  const once = (what: string, where: Where, compute: () => string): string => {
    const known = finished.get(what);
    if (known !== undefined) return known;
    if (underWay.includes(what)) {
      throw new TemplateError(where, `goes in a circle: ${[...underWay, what].join(' → ')}.`);
    }
    underWay.push(what);
    try {
      const value = compute();
      finished.set(what, value);
      return value;
    } finally {
      underWay.pop();
    }
  };

  const output = (service: string, key: string, where: Where): string => {
    if (service === 'local') {
      const value = around.localOutputs[key];
      if (value === undefined) throw new TemplateError(where, `this machine offers no ${key} (local/${key}).`);
      return value;
    }
    const stack = byName.get(service);
    if (stack === undefined)
      throw new TemplateError(where, `there is no service ${service} in serverless-compose.yml.`);
    const definition = objectAt(objectAt(stack.template['Outputs'])[key]);
    const raw = definition['Value'];
    if (raw === undefined) throw new TemplateError(where, `the service ${service} has no output ${key}.`);
    const there = { service, logicalId: 'Outputs', property: key };
    return once(`${service}.${key}`, where, () => asText(value(stack, raw, there), there));
  };

  const asText = (resolved: Json | undefined, where: Where): string => {
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw new TemplateError(where, 'must come out as text.');
  };

  const fill = (text: string, where: Where): string =>
    text.replace(PLACEHOLDER, (_, service: string, key: string) => output(service, key, where));

  const conditionsOf = (stack: PackagedService): ConditionContext => ({
    named: objectAt(stack.template['Conditions']),
    resolve: (raw, where) => value(stack, raw, where),
  });

  const exported = (name: string, where: Where): string => {
    for (const stack of services) {
      for (const [key, definition] of Object.entries(objectAt(stack.template['Outputs']))) {
        const exportName = objectAt(objectAt(definition)['Export'])['Name'];
        if (exportName === undefined) continue;
        const there = { service: stack.service, logicalId: 'Outputs', property: `${key}.Export.Name` };
        if (value(stack, exportName, there) === name) return output(stack.service, key, where);
      }
    }
    throw new TemplateError(where, `no service exports ${name}.`);
  };

  const pseudo = (stack: PackagedService, name: string): string | undefined =>
    ({
      'AWS::AccountId': around.accountId,
      'AWS::Partition': 'aws',
      'AWS::Region': around.region,
      'AWS::StackName': stack.stackName,
      'AWS::StackId': `arn:aws:cloudformation:${around.region}:${around.accountId}:stack/${stack.stackName}/local`,
      'AWS::URLSuffix': 'amazonaws.com',
    })[name];

  const scopeOf = (stack: PackagedService, where: Where): Scope => ({
    stack,
    where,
    value: (raw, step) => value(stack, raw, inside(where, step)),
    text: (raw, step) => asText(value(stack, raw, inside(where, step)), inside(where, step)),
    pseudo: (name) => pseudo(stack, name),
    parameter: (name) => objectAt(objectAt(stack.template['Parameters'])[name])['Default'],
    identity: (logicalId) => {
      const resource = resourceOf(stack, logicalId);
      if (resource === undefined) throw new TemplateError(where, `there is no resource ${logicalId} in this service.`);
      return identity(resource, where);
    },
    condition: (name) => isNamedTrue(name, conditionsOf(stack), where),
    exported: (name) => exported(name, where),
  });

  const value = (stack: PackagedService, raw: Json, where: Where): Json | undefined => {
    if (typeof raw === 'string') return fill(raw, where);
    if (isList(raw)) {
      return raw.flatMap((entry, index) => value(stack, entry, inside(where, String(index))) ?? []);
    }
    if (!isObject(raw)) return raw;
    const [name, ...others] = Object.keys(raw).filter((key) => key === 'Ref' || key.startsWith('Fn::'));
    if (name === undefined) {
      return Object.fromEntries(
        Object.entries(raw).flatMap(([key, entry]) => {
          const resolved = value(stack, entry, inside(where, key));
          return resolved === undefined ? [] : [[key, resolved]];
        }),
      );
    }
    if (others.length > 0 || Object.keys(raw).length > 1) {
      throw new TemplateError(where, `${name} stands beside other keys; an intrinsic stands alone.`);
    }
    const intrinsic = INTRINSICS[name];
    if (intrinsic === undefined) throw new TemplateError(where, `${name} is not understood by the local cloud.`);
    const resolved = intrinsic(raw[name] ?? null, scopeOf(stack, where));
    return typeof resolved === 'string' ? fill(resolved, where) : resolved;
  };

  const resourceOf = (stack: PackagedService, logicalId: string): Resource | undefined => {
    const definition = objectAt(stack.template['Resources'])[logicalId];
    if (!isObject(definition)) return undefined;
    const type = definition['Type'];
    if (typeof type !== 'string') {
      throw new TemplateError({ service: stack.service, logicalId, property: 'Type' }, 'is missing.');
    }
    return { stack, logicalId, type, properties: objectAt(definition['Properties']) };
  };

  const identity = (resource: Resource, where?: Where): Identity => {
    const { stack, logicalId, type } = resource;
    const here = where ?? { service: stack.service, logicalId, property: '' };
    const identify = EMULATED[type] ?? DEPLOY_ONLY[type];
    if (identify === undefined) throw new TemplateError(here, `${type} is not emulated by the local cloud.`);
    return identify({
      stackName: stack.stackName,
      logicalId,
      region: around.region,
      accountId: around.accountId,
      ...around.endpoints,
      named: (property) => {
        const raw = resource.properties[property];
        if (raw === undefined) return undefined;
        const there = { service: stack.service, logicalId, property };
        return once(`${stack.service}.${logicalId}.${property}`, here, () => asText(value(stack, raw, there), there));
      },
    });
  };

  const resources = services.flatMap((stack) =>
    Object.entries(objectAt(stack.template['Resources'])).flatMap(([logicalId, definition]) => {
      const resource = resourceOf(stack, logicalId);
      const condition = objectAt(definition)['Condition'];
      const here = { service: stack.service, logicalId, property: 'Condition' };
      const holds = condition === undefined || isNamedTrue(condition, conditionsOf(stack), here);
      return resource !== undefined && holds ? [resource] : [];
    }),
  );

  const outputs = (): Readonly<Record<string, string>> => {
    const all: Record<string, string> = {};
    for (const { service, template } of services) {
      for (const key of Object.keys(objectAt(template['Outputs']))) {
        all[`${service}.${key}`] = output(service, key, { service, logicalId: 'Outputs', property: key });
      }
    }
    return all;
  };

  return { resources, value, identity, outputs };
};
