import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendNotFound, sendNothing } from '../pages/reply.ts';
import { readBody } from '../read-body.ts';
import type { Behaviour, Partners } from './partners.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
const PATH = /^\/_local\/partners\/([a-z0-9]+)\/(webhooks|webhooks\.json|behaviour)$/;

/** Undefined when the text does not say how to behave. */
const behaviourOf = (text: string): Behaviour | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { status, times = 1, retryAfterSeconds } = value as Readonly<Record<string, unknown>>;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof times !== 'number' || !Number.isInteger(times)) return undefined;
  return { status, times, ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }) };
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));

/** The partners' side of the wire, below `/_local/partners/`. What was taken in is `durable` before it is answered. */
export const makePartnersHandler =
  (partners: Partners, durable: () => Promise<void>) =>
  async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const [, name, what] = PATH.exec(path) ?? [];
    const partner = partners.names.find((one) => one === name);
    const asked = `${request.method ?? ''} ${what ?? ''}`;
    if (partner && asked === 'GET webhooks.json') {
      sendJson(response, partners.list(partner));
      return;
    }
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (!partner) sendNotFound(response);
    else if (!body.ok) sendNothing(response, 413);
    else if (asked === 'POST webhooks') {
      const sent = headersOf(request);
      const { bytes } = body;
      const verified = partners.verify(partner, sent, bytes);
      const { status, headers } = partners.receive(partner, { id: sent['webhook-id'] ?? '', bytes, verified });
      await durable();
      response.writeHead(status, headers).end();
    } else if (asked === 'POST behaviour') {
      const behaviour = behaviourOf(body.bytes.toString('utf8'));
      if (behaviour) partners.behave(partner, behaviour);
      await durable();
      sendNothing(response, behaviour ? 204 : 400);
    } else sendNotFound(response);
  };
