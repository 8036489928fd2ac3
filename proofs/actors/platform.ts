import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { capitalized } from '@orderwire/local-cloud/dev/packaging/partners';
import { Problem } from '@orderwire/local-cloud/dev/problem';

/** A running platform, as its `/_local/info.json` describes it. */
export interface Platform {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Nothing runs, and nothing falls due within the time that was asked for. */
  readonly idle: boolean;
}

export interface Response<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, otherwise the text. */
  readonly body: Body;
}

/** One HTTP request; any status is an answer, only an unreachable server throws. */
export const call = async <Body = unknown>(
  url: string,
  options: {
    readonly method?: string;
    readonly token?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  } = {},
): Promise<Response<Body>> => {
  const { method = options.body === undefined ? 'GET' : 'POST', token, headers, body } = options;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
};

/**
 * @param withinMs how far ahead `idle` looks
 * @throws Problem when no Orderwire on a local cloud answers at the address
 */
export const describePlatform = async (apiUrl: string, withinMs = 0): Promise<Platform> => {
  const answer = await call<Platform>(`${apiUrl}/_local/info.json?within=${withinMs}`).catch(() => undefined);
  if (answer?.status !== 200)
    throw new Problem(
      `No Orderwire on a local cloud answers at ${apiUrl}.`,
      'start one with `npm start`, or leave --url away: the demo then starts its own.',
    );
  return answer.body;
};

/** Operators on the local cloud: any key that no function owns. Never used against AWS. */
export const LOCAL_OPERATOR = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The key that a partner was given, out of Secrets Manager, as an operator would read it. */
export const partnerKey = async (platform: Platform, partner: string): Promise<string> => {
  const output = `platform.${capitalized(partner)}SecretArn`;
  const client = new SecretsManagerClient({
    region: 'eu-central-1',
    endpoint: platform.awsUrl,
    credentials: LOCAL_OPERATOR,
  });
  const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId: platform.outputs[output] }));
  client.destroy();
  const secret = JSON.parse(SecretString) as { key?: string; keys?: readonly { key: string }[] };
  const key = secret.key ?? secret.keys?.[0]?.key;
  if (key === undefined) throw new Problem(`The ${partner} has no key.`, `look at the secret in ${output}.`);
  return key;
};
