import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from './template-error.ts';
import { isObject, TemplateError } from './template-error.ts';

/** One service as `serverless package` left it. */
export interface PackagedService {
  /** Its key in serverless-compose.yml: `orders`. */
  readonly service: string;
  /** The CloudFormation stack it becomes: `orderwire-orders-local`. */
  readonly stackName: string;
  readonly template: JsonObject;
  /** Physical function name → its key in serverless.yml and the absolute path of its zip. */
  readonly functions: Readonly<Record<string, { readonly key: string; readonly zipPath: string }>>;
}

/** The part of serverless-compose.yml that is read here; the rest (parameters) has done its work when packaging. */
export interface Compose {
  readonly services: Readonly<Record<string, { readonly path: string }>>;
}

const parse = (file: string, service: string): JsonObject => {
  const where = { service, logicalId: '', property: '' };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new TemplateError(where, `is not packaged (${file} is missing). Run \`npm run package\`.`);
  }
  const value = JSON.parse(text) as Json;
  if (!isObject(value)) throw new TemplateError(where, `${file} holds no object. Run \`npm run package\`.`);
  return value;
};

const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const functionsOf = (folder: string, state: JsonObject): PackagedService['functions'] => {
  const functions: Record<string, { key: string; zipPath: string }> = {};
  for (const [key, definition] of Object.entries(objectAt(objectAt(state['service'])['functions']))) {
    const { name, package: packaged } = objectAt(definition);
    const artifact = objectAt(packaged)['artifact'];
    if (typeof name !== 'string' || typeof artifact !== 'string') continue;
    functions[name] = { key, zipPath: join(folder, artifact) };
  }
  return functions;
};

/**
 * Reads what `serverless package` wrote into each service's `.serverless` folder.
 * @param root the absolute folder that the paths in serverless-compose.yml start from.
 * @throws TemplateError when a service is not packaged.
 */
export const readPackages = (root: string, compose: Compose, stage: string): readonly PackagedService[] =>
  Object.entries(compose.services).map(([service, { path }]) => {
    const folder = join(root, path);
    const state = parse(join(folder, '.serverless/serverless-state.json'), service);
    const name = objectAt(state['service'])['service'];
    if (typeof name !== 'string') {
      throw new TemplateError({ service, logicalId: '', property: '' }, 'its packaged state names no service.');
    }
    return {
      service,
      stackName: `${name}-${stage}`,
      template: parse(join(folder, '.serverless/cloudformation-template-update-stack.json'), service),
      functions: functionsOf(folder, state),
    };
  });
