import type { Cloud, Found } from './cloud.ts';
import type { FunctionDefinition, PolicyStatement } from './model.ts';
import type { Reader } from './reader.ts';

type Asynchronous = FunctionDefinition['asynchronous'];

/** `arn:…:function:name`, `arn:…:function:name:alias` or the name itself → the name. */
export const functionNameOf = (nameOrArn: string): string => nameOrArn.replace(/^.*:function:/, '').replace(/:.*$/, '');

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const ASYNCHRONOUS_DEFAULTS: Asynchronous = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };

const asynchronousOf = (cloud: Cloud): ReadonlyMap<string, Asynchronous> =>
  new Map(
    cloud.each('AWS::Lambda::EventInvokeConfig', ({ properties }) => {
      const destination = properties.child('DestinationConfig');
      const onFailureArn = destination?.child('OnFailure')?.text('Destination');
      properties.ignore('Qualifier');
      return [
        functionNameOf(properties.text('FunctionName')),
        {
          maximumRetryAttempts: properties.number('MaximumRetryAttempts', ASYNCHRONOUS_DEFAULTS.maximumRetryAttempts),
          maximumEventAgeSeconds: properties.number(
            'MaximumEventAgeInSeconds',
            ASYNCHRONOUS_DEFAULTS.maximumEventAgeSeconds,
          ),
          ...(onFailureArn === undefined ? {} : { onFailureArn }),
        },
      ];
    }),
  );

/** Lambda writes a permission's source into the function's policy as an ArnLike condition. */
const permissionOf = ({ properties }: Found): { readonly name: string; readonly statement: PolicyStatement } => {
  const functionArn = properties.text('FunctionName');
  const sourceArn = properties.optionalText('SourceArn');
  const sourceAccount = properties.optionalText('SourceAccount');
  return {
    name: functionNameOf(functionArn),
    statement: {
      effect: 'Allow',
      actions: [properties.text('Action')],
      resources: [functionArn],
      principals: [properties.text('Principal')],
      conditions: {
        ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': [sourceArn] } }),
        ...(sourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': [sourceAccount] } }),
      },
    },
  };
};

const environmentOf = (properties: Reader): Readonly<Record<string, string>> => {
  const variables = properties.child('Environment')?.child('Variables');
  return Object.fromEntries((variables?.names ?? []).map((name) => [name, variables?.text(name) ?? '']));
};

interface Surroundings {
  readonly asynchronous: ReadonlyMap<string, Asynchronous>;
  readonly permissions: readonly { readonly name: string; readonly statement: PolicyStatement }[];
}

const functionOf = ({ ref, resource, properties, attribute }: Found, around: Surroundings): FunctionDefinition => {
  const packaged = resource.stack.functions[ref];
  if (packaged === undefined) return properties.fail('FunctionName', `${ref} is in no package of this service.`);
  const reservedConcurrency = properties.optionalNumber('ReservedConcurrentExecutions');
  properties.ignore('Code', 'FunctionName', 'Runtime', 'Architectures', 'Description', 'Tags', 'LoggingConfig');
  properties.ignore('EphemeralStorage', 'PackageType', 'TracingConfig');
  return {
    name: ref,
    arn: attribute('Arn'),
    service: resource.stack.service,
    key: packaged.key,
    handler: properties.text('Handler'),
    zipPath: packaged.zipPath,
    environment: environmentOf(properties),
    timeoutSeconds: properties.number('Timeout', 3),
    memoryMb: properties.number('MemorySize', 128),
    roleArn: properties.text('Role'),
    asynchronous: around.asynchronous.get(ref) ?? ASYNCHRONOUS_DEFAULTS,
    policy: around.permissions.filter(({ name }) => name === ref).map(({ statement }) => statement),
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
  };
};

export const functionsOf = (cloud: Cloud): readonly FunctionDefinition[] => {
  const around = {
    asynchronous: asynchronousOf(cloud),
    permissions: cloud.each('AWS::Lambda::Permission', permissionOf),
  };
  return cloud.each('AWS::Lambda::Function', (found) => functionOf(found, around));
};
