import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mail } from '../../engine/mail/keep.ts';
import type { Hub } from '../hub.ts';
import type { LogBook } from '../log-book.ts';
import { makePartnersHandler } from '../partners/http.ts';
import type { Partners } from '../partners/partners.ts';
import { escapeHtml, page } from './html.ts';
import { livePage, makeEventStreams } from './live.ts';
import { logJson, logsPage } from './logs.ts';
import { mailJson, mailsPage, selectMails } from './mails.ts';
import type { MailFilter } from './mails.ts';
import { sendHtml, sendJson, sendNotFound, sendNothing } from './reply.ts';

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
  /** Waited for before a partner answers. */
  readonly durable: () => Promise<void>;
  readonly meter: { readonly totals: () => unknown; readonly reset: () => void };
  /** Idle means that nothing runs and nothing falls due within this many milliseconds. */
  readonly info: (withinMs: number) => Info;
}

type Page = (response: ServerResponse, query: URLSearchParams, request: IncomingMessage) => void;

const ALL_LINES = 100_000;

/** `within` of an info request: how far ahead idle looks; left out, as far as there is anything. */
export const withinOf = (query: URLSearchParams): number => Number(query.get('within') ?? Infinity) || 0;

const indexPage = ({ apiUrl, awsUrl, outputs }: Info, names: readonly string[]): string => {
  const rows = [['HTTP API', apiUrl], ['AWS endpoint', awsUrl], ...Object.entries(outputs)];
  const table = rows.map(
    ([name = '', value = '']) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const partners = names.map(
    (partner) => `<li><a href="/_local/partners/${partner}/webhooks.json">Webhooks at the ${partner}</a></li>`,
  );
  return page('Local cloud', `<table>${table.join('')}</table><h2>Partners</h2><ul>${partners.join('')}</ul>`);
};

const optional = <Name extends string>(name: Name, value: string | null) =>
  (value === null || value === '' ? {} : { [name]: value }) as { readonly [name in Name]?: string };

const filterOf = (query: URLSearchParams): MailFilter => ({
  ...optional('to', query.get('to')),
  ...optional('subject', query.get('subject')),
});

const pagesOf = (deps: PagesDeps, attach: Page): Readonly<Record<string, Page>> => {
  const { mails, logBook, functions, meter, info, partners } = deps;
  const logs = (query: URLSearchParams) =>
    logBook.read({
      ...optional('functionName', query.get('function')),
      since: Number(query.get('since') ?? 0) || 0,
      limit: Number(query.get('limit') ?? 0) || ALL_LINES,
    });
  return {
    'GET /_local': (response) => sendHtml(response, indexPage(info(0), partners.names)),
    'GET /_local/mails': (response, query) => sendHtml(response, mailsPage(mails(), filterOf(query))),
    'GET /_local/mails.json': (response, query) =>
      sendJson(response, selectMails(mails(), filterOf(query)).map(mailJson)),
    'GET /_local/logs': (response, query) =>
      sendHtml(response, logsPage(logBook, functions, query.get('function') || undefined)),
    'GET /_local/logs.json': (response, query) => sendJson(response, logs(query).map(logJson)),
    'GET /_local/live': (response) => sendHtml(response, livePage()),
    'GET /_local/events': attach,
    'GET /_local/meter.json': (response) => sendJson(response, meter.totals()),
    'POST /_local/meter/reset': (response) => {
      meter.reset();
      sendNothing(response);
    },
    'GET /_local/info.json': (response, query) => sendJson(response, info(withinOf(query))),
  };
};

/** The pages and their data under `/_local`, and the partners' stand-ins. */
export const makePages = (deps: PagesDeps) => {
  const streams = makeEventStreams(deps.hub);
  const pages = pagesOf(deps, (response, _query, request) => streams.attach(request, response));
  const atPartner = makePartnersHandler(deps.partners, deps.durable);

  return {
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      const [path = '', query = ''] = (request.url ?? '').split('?', 2);
      if (path.startsWith('/_local/partners/')) {
        atPartner(request, response, path).catch(() => response.destroy());
        return;
      }
      const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
      const key = `${method} ${path.replace(/\/$/, '')}`;
      const found = Object.hasOwn(pages, key) ? pages[key] : undefined;
      if (found) found(response, new URLSearchParams(query), request);
      else sendNotFound(response);
    },
    stop: streams.stop,
  };
};
