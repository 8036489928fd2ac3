import { createHash } from 'node:crypto';
import type { CloudModel } from '../../../template/model.ts';
import type { Random } from '../../../simulator/random.ts';
import { TARGETS } from '../../protocols/aws-json.ts';
import { LOG_INPUTS } from '../../protocols/logs.ts';
import { inputShape } from '../../protocols/shapes.ts';
import type { ModelledService, Shape } from '../../protocols/shapes.ts';
import { breakBody } from './breaks.ts';
import { CHUNKED, disturbed, HEADERS, QUERIES, SEGMENTS } from './envelopes.ts';
import type { Parts } from './envelopes.ts';
import { validInput, withPlaceholders } from './inputs.ts';
import { namesOf } from './names.ts';
import type { Json, Names } from './names.ts';

const OPERATOR =
  'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0';
/**
 * No caller, an unknown one, a function that is gone, no signature at all; mostly the operator, whose requests get
 * furthest.
 */
const AUTHORIZATIONS = [
  undefined,
  'AWS4-HMAC-SHA256 Credential=AKIALOCALXXXXXXXXXXX/20260101/eu-central-1/x/aws4_request, Signature=0',
  'AWS4-HMAC-SHA256 Credential=',
  'Bearer x',
  'Basic bG9jYWw6bG9jYWw=',
  '\u00ff',
] as const;

const signed = (random: Random): readonly (readonly [string, string])[] => {
  const authorization = random.chance(0.8) ? OPERATOR : random.pick(AUTHORIZATIONS);
  return authorization === undefined ? [] : [['authorization', authorization]];
};

const flat = (value: Json, name: string): readonly [string, string][] => {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((each, at) => flat(each, `${name}.member.${at + 1}`));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) => flat(each, name === '' ? key : `${name}.${key}`));
  return [[name, String(value)]];
};

/** AWS Query of a body that was broken as JSON: what can still be read of it, otherwise the bytes themselves. */
const formOf = (operation: string, version: string, body: Buffer): Buffer => {
  const form = new URLSearchParams({ Action: operation, Version: version });
  try {
    for (const [name, value] of flat(JSON.parse(body.toString()) as Json, '')) form.append(name, value);
    return Buffer.from(form.toString());
  } catch {
    return Buffer.concat([Buffer.from(`${form.toString()}&`), body.subarray(0, 100_000)]);
  }
};

/** A bucket's path, mostly of one that there is, and a key that nobody else uses. */
const restOf = (operation: string, model: CloudModel, random: Random): Omit<Parts, 'body'> => {
  const bucket = random.chance(0.9) ? (model.buckets[0]?.name ?? 'none') : random.pick(SEGMENTS);
  const key = random.chance(0.5) ? `hostile/${random.below(3)}` : `hostile/${random.pick(SEGMENTS)}`;
  const name = random.chance(0.8) ? random.pick(model.functions).name : random.pick(SEGMENTS);
  const plain: Readonly<Record<string, readonly [method: string, path: string]>> = {
    PutObject: ['PUT', `/${bucket}/${key}`],
    GetObject: ['GET', `/${bucket}/${key}`],
    HeadObject: ['HEAD', `/${bucket}/${key}`],
    DeleteObject: ['DELETE', `/${bucket}/${key}`],
    ListObjectsV2: ['GET', `/${bucket}?list-type=2&max-keys=2`],
    ListBuckets: ['GET', '/'],
    HeadBucket: ['HEAD', `/${bucket}`],
    GetBucketLocation: ['GET', `/${bucket}?location`],
    Invoke: ['POST', `/2015-03-31/functions/${name}/invocations`],
    ListFunctions: ['GET', '/2015-03-31/functions/'],
    ListEventSourceMappings: ['GET', '/2015-03-31/event-source-mappings/?FunctionName=x'],
  };
  const found = plain[operation];
  if (found === undefined) throw new Error(`Nobody knows how to send ${operation}.`);
  const [method, path] = found;
  return { method, path: random.chance(0.6) ? path : path + random.pick(QUERIES), headers: [] };
};

const shapeOf = (service: string, operation: string): Shape | undefined =>
  service === 'logs' ? LOG_INPUTS.get(operation) : inputShape(service as ModelledService, operation);

const MODELLED = new Set([...Object.values(TARGETS), 'ses']);

const bodyOf = (service: string, operation: string, names: Names, random: Random): Buffer => {
  const shape = shapeOf(service, operation);
  if (shape === undefined) throw new Error(`The SDK has no ${service}:${operation}.`);
  const made = validInput(shape, names, random);
  // Never the version that functions read.
  const valid = operation === 'PutSecretValue' ? { ...(made as object), VersionStages: ['HOSTILE'] } : made;
  const input = service === 'dynamodb' && random.chance(0.9) ? withPlaceholders(valid, names, random) : valid;
  return random.chance(0.1) ? Buffer.from(JSON.stringify(input)) : breakBody(input, random);
};

const DISTURBED = 0.15;

/**
 * Makes requests that hold something wrong, one operation at a time; `operation` is `service:Name`. Some of them are accepted.
 * The platform must work afterwards: so its secrets are never replaced.
 */
export const makeRequests = (model: CloudModel, { sparesSecrets = false } = {}) => {
  const names = namesOf(model);
  const namesFor = (service: string, name: string): Names => ({
    ...names[service],
    ...(sparesSecrets && name === 'UpdateSecret' && { SecretId: ['none'] }),
  });
  return (operation: string, random: Random): Parts => {
    const [service = '', name = ''] = operation.split(':');
    const parts = MODELLED.has(service) || service === 'sts' ? modelled(service, name, random) : rest(name, random);
    return random.chance(DISTURBED) ? disturbed(parts, random) : parts;
  };

  function modelled(service: string, name: string, random: Random): Parts {
    const json = Object.entries(TARGETS).find(([, of]) => of === service)?.[0];
    const body = service === 'sts' ? breakBody({}, random) : bodyOf(service, name, namesFor(service, name), random);
    if (json !== undefined) {
      const headers = [
        ['x-amz-target', `${json}.${name}`],
        ['content-type', 'application/x-amz-json-1.0'],
      ] as const;
      return { method: 'POST', path: '/', headers: [...signed(random), ...headers], body };
    }
    return {
      method: 'POST',
      path: '/',
      headers: [...signed(random), ['content-type', 'application/x-www-form-urlencoded']],
      body: formOf(name, service === 'sts' ? '2011-06-15' : '2010-12-01', body),
    };
  }

  function rest(name: string, random: Random): Parts {
    const made = restOf(name, model, random);
    const headers = [
      ...signed(random),
      ...(random.chance(0.4) ? [random.pick(HEADERS)] : []),
      ['x-plain', 'x'] as const,
    ];
    if (!['PUT', 'POST'].includes(made.method)) return { ...made, headers, body: Buffer.alloc(0) };
    const body = random.chance(0.7) ? breakBody({ a: [1, { b: 'c' }] }, random) : Buffer.from(random.pick(CHUNKED));
    const md5 = createHash('md5').update(body).digest('base64');
    return { ...made, headers: random.chance(0.2) ? [...headers, ['content-md5', md5]] : headers, body };
  }
};
