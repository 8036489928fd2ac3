import type { Caller } from '../../engine/contract.ts';
import type { FunctionDefinition, MappingDefinition } from '../../template/model.ts';
import { makeCredentials } from '../credentials.ts';
import type { Credentials } from '../credentials.ts';
import { listen } from '../listen.ts';
import { makeAwsPort } from '../protocols/aws-port.ts';
import type { Answered } from '../calls.ts';

export interface Heard {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
}

export interface StubOptions {
  /** What every call answers; may throw. */
  answer: (heard: Heard) => unknown;
  invoke?: (functionName: string, payload: unknown) => Promise<Answered>;
  functions?: readonly FunctionDefinition[];
  mappings?: readonly MappingDefinition[];
}

/** The AWS port over a stub of the engine, with what a client of the SDK needs to reach it. */
export const startAwsStub = async (options: StubOptions) => {
  const credentials: Credentials = makeCredentials(['orders-local-place'], 'key');
  const heard: Heard[] = [];
  const execute = (service: string, operation: string, input: unknown, caller: Caller): unknown => {
    const call = { service, operation, input, caller };
    heard.push(call);
    return options.answer(call);
  };
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    maxHeaderBytes: 32_768,
    refusal: () => ({ contentType: 'text/plain', body: '' }),
  });
  listener.handle(
    makeAwsPort({
      credentials,
      durable: () => Promise.resolve(),
      json: (service, operation, input, { caller }) => execute(service, operation, input, caller),
      query: { execute, accountId: '000000000000' },
      lambda: {
        execute,
        functions: options.functions ?? [],
        mappings: options.mappings ?? [],
        invoke: options.invoke ?? (() => Promise.resolve({ ok: true, payload: null, text: 'null' })),
      },
      s3: {
        execute,
        buckets: [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }],
        region: 'eu-central-1',
        credentials,
        now: () => Date.now(),
      },
    }).handle,
  );
  return {
    heard,
    credentials,
    url: listener.url,
    /** For a client of the SDK, as the operator. */
    client: {
      endpoint: listener.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    },
    stop: () => listener.close(100),
  };
};

export type AwsStub = Awaited<ReturnType<typeof startAwsStub>>;
