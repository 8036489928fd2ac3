/** As much of an HTTP request of the SDK as is touched here. */
interface Request {
  readonly hostname: string;
  readonly port?: number;
  body?: unknown;
  readonly headers: Record<string, string>;
}

interface Response {
  readonly statusCode: number;
}

interface Endpoint {
  readonly url: URL;
  readonly properties?: { readonly authSchemes?: readonly unknown[] };
}

interface Handled {
  readonly response: Response;
}

/** What the SDK has found out about an operation, once it has been called. */
interface Known {
  /** What the protocol is told; the same for all calls of an operation. */
  readonly context: object;
  readonly signer: ReturnType<Sdk['config']['signer']>;
}

/** A client's public parts, as `@smithy/types` describes them; its `config` is what the SDK has resolved. */
interface Sdk {
  readonly config: {
    readonly protocol: {
      serializeRequest(operation: object, input: object, context: object): Promise<Request>;
      deserializeResponse(operation: object, context: object, response: Response): Promise<object>;
    };
    readonly signer: (scheme: unknown) => Promise<{
      sign(request: Request, options: { readonly signingDate: Date }): Promise<Request>;
    }>;
    readonly requestHandler: { handle(request: Request, options: object): Promise<Handled> };
    readonly systemClockOffset: number;
  };
  readonly middlewareStack: Stack;
}

type Step = (args: { request: Request }) => Promise<unknown>;
interface Stack {
  clone(): Stack;
  add(
    middleware: (next: Step, context: { readonly endpointV2?: Endpoint }) => Step,
    options: { readonly step: 'build' | 'finalizeRequest'; readonly priority: 'high' | 'low'; readonly name: string },
  ): void;
}

interface SdkCommand {
  readonly input: object;
  /** What kind of shape it is, namespace, name, traits, shapes of input and output. */
  readonly schema: readonly [number, string, string, unknown, unknown, unknown];
  resolveMiddleware(
    stack: Stack,
    config: object,
    options: undefined,
  ): (command: SdkCommand) => Promise<{ readonly output: object }>;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html: as the SDK hands it on. */
const traceHeaders = (): Record<string, string> => {
  const { AWS_LAMBDA_FUNCTION_NAME: name, _X_AMZN_TRACE_ID: trace } = process.env;
  return name !== undefined && trace !== undefined ? { 'X-Amzn-Trace-Id': trace } : {};
};

/**
 * Calls an AWS service by the SDK's own parts (protocol, signature, connection), without the dozen layers that the SDK puts between
 * them anew for each call: they take three quarters of a call's processor time. A first call of each operation goes the SDK's
 * whole way and shows where its endpoint is. So does each answer that is no success: the SDK gets it as the answer to its first attempt,
 * and judges, waits, tries again or throws as ever, with the very same request.
 *
 * For clients whose layers do nothing but what stands here; direct.test.ts knows them by name. Those of SQS (checksums, endpoints by
 * queue) and S3 do more.
 */
export const direct = <C extends { readonly send: unknown }>(client: C): C => {
  // The SDK types each client apart; what is common to them is the interface above.
  const sdk = client as unknown as Sdk;
  const { config } = sdk;
  const known = new WeakMap<object, Known>();

  /** The SDK's whole way. `attempt` was made already: its answer stands for the first one. */
  const wholeWay = async (
    command: SdkCommand,
    attempt?: { readonly body: unknown; readonly handled: Promise<Handled> },
  ): Promise<object> => {
    const stack = sdk.middlewareStack.clone();
    let first = attempt?.handled;
    const requestHandler = {
      handle: (request: Request, options: object): Promise<Handled> => {
        const handled = first ?? config.requestHandler.handle(request, options);
        first = undefined;
        return handled;
      },
    };
    stack.add(
      (next, context) => (args) => {
        if (context.endpointV2 !== undefined) learn(command, context.endpointV2);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'learnEndpoint' },
    );
    if (attempt !== undefined)
      stack.add(
        (next) => (args) => {
          args.request.body = attempt.body;
          return next(args);
        },
        // Before its length is taken and it is signed: a token that the SDK made up for it must stay the same.
        { step: 'build', priority: 'high', name: 'sameBody' },
      );
    const { output } = await command.resolveMiddleware(stack, { ...config, requestHandler }, undefined)(command);
    return output;
  };

  const learn = (command: SdkCommand, { url, properties }: Endpoint): void => {
    const { protocol, hostname, port, pathname: path } = url;
    const endpoint = { protocol, hostname, port: port === '' ? undefined : Number(port), path };
    known.set(command.constructor, {
      context: { ...config, endpoint: () => Promise.resolve(endpoint) },
      signer: config.signer(properties?.authSchemes?.[0]),
    });
  };

  const signed = async (request: Request, to: Known): Promise<Request> => {
    const { hostname, port, body } = request;
    request.headers['host'] = port === undefined ? hostname : `${hostname}:${port}`;
    request.headers['content-length'] = String(Buffer.byteLength(body as string | Uint8Array));
    Object.assign(request.headers, traceHeaders());
    const signer = await to.signer;
    return signer.sign(request, { signingDate: new Date(Date.now() + config.systemClockOffset) });
  };

  const send = async (command: SdkCommand): Promise<object> => {
    const to = known.get(command.constructor);
    if (to === undefined) return wholeWay(command);
    const [, namespace, name, traits, input, output] = command.schema;
    const operation = { namespace, name, traits, input, output };
    const request = await config.protocol.serializeRequest(operation, command.input, to.context);
    const { body } = request;
    const handled = config.requestHandler.handle(await signed(request, to), {});
    const response = await handled.then(
      (answer) => answer.response,
      () => undefined,
    );
    if (response === undefined || response.statusCode >= 300) return wholeWay(command, { body, handled });
    return config.protocol.deserializeResponse(operation, to.context, response);
  };
  return Object.assign(client, { send });
};
