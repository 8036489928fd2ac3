import type { ServiceName, Work } from '@orderwire/local-cloud/engine/contract';
import { makeEngine } from '@orderwire/local-cloud/engine/engine';
import { makeRandom } from '@orderwire/local-cloud/simulator/random';
import type { Handler, Sandbox } from '@orderwire/local-cloud/simulator/sandbox';
import type { FunctionDefinition } from '@orderwire/local-cloud/template/model';
import { coldStartsOf } from '../simulation/cold-starts.ts';
import type { BillJob, Traffic } from './job.ts';

const START = Date.parse('2026-03-02T09:00:00Z');

/**
 * What is done first of all that can be done now. In busy traffic a batch is handed out last: queues fill first, then the
 * streams that their consumers write. In quiet traffic everything is done as soon as it can be.
 */
const RANK: Readonly<Record<Traffic, (work: Work) => number>> = {
  quiet: ({ at }) => at,
  busy: ({ kind }) => (kind === 'stream-batch' ? 2 : kind === 'queue-batch' ? 1 : 0),
};

/** A line as shared/lambda/src/observability.ts writes it. */
const lineOf = (service: string, level: string, message: string, attributes: object, at: number): string =>
  `${JSON.stringify({
    level: level.toUpperCase(),
    message,
    timestamp: new Date(at).toISOString(),
    service: `orderwire-${service}`,
    ...attributes,
  })}\n`;

/**
 * The services on the engine where nothing goes wrong, nothing happens at the same time and nothing takes time: each
 * function has one warm environment, and every call is answered at once. So the count of what AWS would bill is the same
 * in every run. Schedules do not run: they cost by the month, and not by the order.
 */
export const makeCloud = async ({ model, signingKey, traffic }: BillJob) => {
  let now = START;
  const random = makeRandom(1, 'bill');
  const environment = { now: () => now, random: random.next };
  const engine = makeEngine({ model, environment, signingKey: { privateKeyPem: signingKey, kid: 'bill' } });
  const coldStarts = await coldStartsOf(model);
  const definitions = new Map(model.functions.map((definition) => [definition.name, definition]));
  const warm = new Map<string, Handler>();

  const sandboxOf = ({ name, service, environment: variables }: FunctionDefinition): Sandbox => ({
    environment: variables,
    now: () => now,
    randomBytes: random.bytes,
    client: (of) => ({
      send: async ({ operation, input }) => {
        await Promise.resolve();
        return engine.execute({ service: of, operation, input, caller: { kind: 'function', functionName: name } });
      },
    }),
    post: () => Promise.resolve({ status: 204 }),
    log: (level, message, attributes) =>
      engine.meter.count('log-byte', Buffer.byteLength(lineOf(service, level, message, attributes, now)), service),
    count: (metric) => {
      throw new Error(`${name} counted ${metric}: something went wrong.`);
    },
  });

  const handlerOf = (name: string): Handler => {
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`There is no function ${name}.`);
    const exported = definition.handler.slice(definition.handler.lastIndexOf('.') + 1);
    const handler = warm.get(name) ?? coldStarts[definition.service]?.(sandboxOf(definition))[exported];
    if (handler === undefined) throw new Error(`${definition.service} has no handler ${exported}.`);
    warm.set(name, handler);
    return handler;
  };

  /** @throws what the function throws: nothing may fail here */
  const perform = async (invocation: ReturnType<typeof engine.invoke>): Promise<unknown> => {
    const { id, functionName, payload, deadlineAt } = invocation;
    const context = { getRemainingTimeInMillis: () => deadlineAt - now, awsRequestId: id };
    const answer = await handlerOf(functionName)(payload, context);
    engine.finish(id, { ok: true, payload: answer ?? null });
    return answer;
  };

  const isOrders = ({ kind }: Pick<Work, 'kind'>): boolean => kind !== 'schedule' && kind !== 'ttl-expiry';

  /** The next piece of work, after as much time as has to pass until then; undefined when there is none. */
  const next = (): Work | undefined => {
    const [first] = engine
      .due(now)
      .filter(isOrders)
      .sort((one, other) => RANK[traffic](one) - RANK[traffic](other));
    if (first !== undefined) return first;
    const { entries, head } = engine.state.choreography.agenda;
    const waiting = entries
      .slice(head)
      .filter(isOrders)
      .map(({ at }) => at);
    if (waiting.length === 0) return undefined;
    now = Math.max(now, Math.min(...waiting));
    return next();
  };

  return {
    engine,
    call: (name: string, payload: unknown): Promise<unknown> =>
      perform(engine.invoke(name, payload, { kind: 'admin' })),
    /** Until nothing is left to do. */
    settle: async (): Promise<void> => {
      for (let work = next(); work !== undefined; work = next()) {
        const invocation = engine.start(work.id);
        if (invocation !== undefined) await perform(invocation);
      }
    },
    admin: (service: ServiceName, operation: string, input: unknown): unknown =>
      engine.execute({ service, operation, input, caller: { kind: 'admin' } }),
  };
};

export type Cloud = Awaited<ReturnType<typeof makeCloud>>;
