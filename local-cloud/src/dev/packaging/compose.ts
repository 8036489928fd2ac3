import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parse } from 'yaml';
import { Problem } from '../problem.ts';
import { capitalized, partnerNames, withPartners } from './partners.ts';

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({ path: z.string(), params: z._default(z.record(z.string(), z.coerce.string()), {}) }),
  ),
});

export interface ComposeService {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
}

const settingSchema = z.pipe(
  z.nullable(z.coerce.string()),
  z.transform((value) => value ?? ''),
);
const settingsSchema = z.record(z.string(), z.nullable(z.record(z.string(), settingSchema)));

const readYaml = <T>(root: string, file: string, schema: z.ZodMiniType<T>): T => {
  try {
    return schema.parse(parse(readFileSync(join(root, file), 'utf8'), { merge: true }));
  } catch (error) {
    const reason = error instanceof z.core.$ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Problem(`${file} cannot be read: ${reason}`, `put ${file} right, then try again.`);
  }
};

/** What stands once for all partners, for each of them. */
const forPartners = (root: string, { services }: Compose): Compose => {
  const partners = partnerNames(root);
  return {
    services: Object.fromEntries(
      Object.entries(services).map(([name, { path, params }]) => [
        name,
        { path, params: withPartners(params, partners) },
      ]),
    ),
  };
};

const pick = ({ services }: Compose, only: readonly string[]): Compose => {
  const unknown = only.find((service) => !(service in services));
  if (unknown !== undefined) {
    throw new Problem(
      `There is no service ${unknown} in serverless-compose.yml.`,
      `take one of ${Object.keys(services).join(', ')}.`,
    );
  }
  return { services: Object.fromEntries(Object.entries(services).filter(([service]) => only.includes(service))) };
};

/**
 * Reads serverless-compose.yml, and partners.json for the parameters that each partner adds.
 * @param only the services wanted; all when it is left out.
 * @throws Problem when the file is broken or names a folder that is not there.
 */
export const readCompose = (root: string, only?: readonly string[]): Compose => {
  const all = forPartners(root, readYaml(root, 'serverless-compose.yml', composeSchema));
  const compose = only === undefined ? all : pick(all, only);
  for (const [service, { path }] of Object.entries(compose.services)) {
    if (existsSync(join(root, path, 'serverless.yml'))) continue;
    throw new Problem(
      `serverless-compose.yml names the service ${service}, but ${path}/serverless.yml is not there.`,
      'correct its path, or take the service out.',
    );
  }
  return compose;
};

/**
 * The shop's own settings of a stage, as the variables that serverless-compose.yml takes by `${env:…}`. What the
 * environment says already, wins.
 * @throws Problem for a setting without a value: osls takes no empty parameter
 */
export const settingsOf = (
  root: string,
  stage: string,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> => {
  const settings = readYaml(root, 'settings.yml', settingsSchema);
  const chosen: Record<string, string> = { ...settings['default'], ...settings[stage] };
  for (const name of Object.keys(chosen)) chosen[name] = environment[name] ?? chosen[name] ?? '';
  const empty = Object.keys(chosen).filter((name) => chosen[name] === '');
  if (empty.length > 0) {
    throw new Problem(
      `Settings of the stage ${stage} have no value: ${empty.join(', ')}.`,
      'give each one a value, or `none`, in settings.yml.',
    );
  }
  return chosen;
};

/** The stack of a service: osls calls it after what `service:` says in its serverless.yml, and the stage. */
export const stackName = (root: string, { path }: ComposeService, stage: string): string => {
  const file = join(path, 'serverless.yml');
  const name = /^service: *([\w-]+) *$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  if (name === undefined)
    throw new Problem(`${file} does not say what the service is called.`, 'begin it with `service:`.');
  return `${name}-${stage}`;
};

/** Where the values of a service's parameters come from: other services' outputs, and the shop's settings. */
export interface Sources {
  readonly output: (service: string, key: string) => string;
  readonly setting: (variable: string) => string;
}

const OUTPUT = /\$\{([\w-]+)\.(\w+)\}/g;

/** The parameters of a service for a stage, `${platform.BusName}` and `${env:SHOP_NAME}` replaced. */
export const parametersOf = (
  { params }: ComposeService,
  stage: string,
  { output, setting }: Sources,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value
        .replace(OUTPUT, (_, service: string, key: string) => output(service, key))
        .replace(/\$\{env:(\w+)\}/g, (_, variable: string) => setting(variable))
        .replaceAll('${sls:stage}', stage),
    ]),
  );

/** The services whose outputs a service takes. */
export const needsOf = ({ params }: ComposeService): ReadonlySet<string> =>
  new Set(Object.values(params).flatMap((value) => [...value.matchAll(OUTPUT)].map(([, service = '']) => service)));

/**
 * The services, each after those whose outputs it takes; otherwise as they stand in the file.
 * @throws Problem when two wait for each other, or one waits for a service that is not there
 */
export const inOrder = ({ services }: Compose): readonly string[] => {
  const ordered: string[] = [];
  const waiting = new Set(Object.keys(services));
  while (waiting.size > 0) {
    const next = [...waiting].find((name) => {
      const service = services[name];
      return service !== undefined && [...needsOf(service)].every((need) => ordered.includes(need));
    });
    if (next === undefined) {
      throw new Problem(
        `In serverless-compose.yml these wait for each other, or for what is not there: ${[...waiting].join(', ')}.`,
        'put right which outputs they take.',
      );
    }
    ordered.push(next);
    waiting.delete(next);
  }
  return ordered;
};

/** `WAREHOUSE_WEBHOOK_URL` → `WarehouseWebhookUrl`, the form of CloudFormation's output keys. */
export const outputKey = (variable: string): string => variable.toLowerCase().split('_').map(capitalized).join('');

/**
 * The parameters of a service for packaging without a deployment: another service's output becomes
 * `arn:compose:output:::<service>/<Output>`, which the local cloud replaces by the value in that service's template.
 * Without settings (locally), so do the shop's: as outputs of `local`.
 */
export const packagingParameters = (
  definition: ComposeService,
  stage: string,
  settings?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  parametersOf(definition, stage, {
    output: (service, key) => `arn:compose:output:::${service}/${key}`,
    setting: (variable) =>
      settings === undefined ? `arn:compose:output:::local/${outputKey(variable)}` : (settings[variable] ?? ''),
  });
