import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mail } from '../../engine/mail/mail.ts';
import type { Hub } from '../hub.ts';
import type { LogBook } from '../log-book.ts';
import { PARTNERS } from '../partners/partners.ts';
import type { Partner, Partners } from '../partners/partners.ts';
import { readBody } from '../read-body.ts';
import { escapeHtml, page } from './html.ts';
import { livePage, makeEventStreams } from './live.ts';
import { logJson, logsPage } from './logs.ts';
import { mailJson, mailsPage, selectMails } from './mails.ts';
import { sendHtml, sendJson, sendNotFound, sendNothing } from './reply.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;

export interface Info {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface PagesDeps {
  readonly mails: () => readonly Mail[];
  readonly logBook: LogBook;
  readonly functions: readonly string[];
  readonly hub: Hub;
  readonly partners: Partners;
  readonly meter: { readonly totals: () => unknown; readonly reset: () => void };
  /** Idle means that nothing runs and nothing falls due within this many milliseconds. */
  readonly info: (withinMs: number) => Info;
}

const PARTNER_PATH = /^\/_local\/partners\/([a-z]+)\/(webhooks|webhooks\.json|behaviour)$/;

const partnerOf = (name: string | undefined): Partner | undefined => PARTNERS.find((partner) => partner === name);

const indexPage = ({ apiUrl, awsUrl, outputs }: Info): string => {
  const rows = [['HTTP API', apiUrl], ['AWS endpoint', awsUrl], ...Object.entries(outputs)];
  const table = rows.map(
    ([name = '', value = '']) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const partners = PARTNERS.map(
    (partner) => `<li><a href="/_local/partners/${partner}/webhooks.json">Webhooks at the ${partner}</a></li>`,
  );
  return page('Local cloud', `<table>${table.join('')}</table><h2>Partners</h2><ul>${partners.join('')}</ul>`);
};

const behaviourOf = (bytes: Buffer) => {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    const [status, times, retryAfter] = [value['status'], value['times'] ?? 1, value['retryAfterSeconds']];
    if (!Number.isInteger(status) || !Number.isInteger(times)) return undefined;
    if (Number(status) < 200 || Number(status) > 599) return undefined;
    return {
      status: Number(status),
      times: Number(times),
      ...(Number.isInteger(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
    };
  } catch {
    return undefined;
  }
};

const flatHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]));

const optional = <Name extends string>(name: Name, value: string | null) =>
  (value === null || value === '' ? {} : { [name]: value }) as { readonly [name in Name]?: string };

/** The pages and their data under `/_local`, and the partners' stand-ins. */
export const makePages = (deps: PagesDeps) => {
  const { logBook, hub, partners, meter } = deps;
  const streams = makeEventStreams(hub);

  const atPartner = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const [, name, what] = PARTNER_PATH.exec(path) ?? [];
    const partner = partnerOf(name);
    if (!partner) {
      sendNotFound(response);
      return;
    }
    if (request.method === 'GET' && what === 'webhooks.json') {
      sendJson(response, partners.list(partner));
      return;
    }
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (!body.ok) sendNothing(response, 413);
    else if (request.method === 'POST' && what === 'webhooks') {
      const { status, headers } = partners.receive(partner, flatHeaders(request), body.bytes);
      response.writeHead(status, headers).end();
    } else if (request.method === 'POST' && what === 'behaviour') {
      const behaviour = behaviourOf(body.bytes);
      if (behaviour) partners.behave(partner, behaviour);
      sendNothing(response, behaviour ? 204 : 400);
    } else sendNotFound(response);
  };

  const logs = (query: URLSearchParams) =>
    logBook.read({ ...optional('functionName', query.get('function')), since: Number(query.get('since') ?? 0) || 0 });

  const answer = (request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): void => {
    const filter = { ...optional('to', query.get('to')), ...optional('subject', query.get('subject')) };
    switch (`${request.method === 'HEAD' ? 'GET' : (request.method ?? '')} ${path}`) {
      case 'GET /_local':
      case 'GET /_local/':
        return sendHtml(response, indexPage(deps.info(0)));
      case 'GET /_local/mails':
        return sendHtml(response, mailsPage(deps.mails(), filter));
      case 'GET /_local/mails.json':
        return sendJson(response, selectMails(deps.mails(), filter).map(mailJson));
      case 'GET /_local/logs':
        return sendHtml(response, logsPage(logBook, deps.functions, query.get('function') || undefined));
      case 'GET /_local/logs.json':
        return sendJson(response, logs(query).map(logJson));
      case 'GET /_local/live':
        return sendHtml(response, livePage());
      case 'GET /_local/events':
        return streams.attach(request, response);
      case 'GET /_local/meter.json':
        return sendJson(response, meter.totals());
      case 'POST /_local/meter/reset':
        meter.reset();
        return sendNothing(response);
      case 'GET /_local/info.json':
        return sendJson(response, deps.info(Number(query.get('within') ?? 1_000) || 0));
      default:
        return sendNotFound(response);
    }
  };

  return {
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      const url = new URL(request.url ?? '/', 'http://local');
      if (url.pathname.startsWith('/_local/partners/')) {
        atPartner(request, response, url.pathname).catch(() => response.destroy());
      } else answer(request, response, url.pathname, url.searchParams);
    },
    stop: streams.stop,
  };
};
