import type { ServerResponse } from 'node:http';

const send = (response: ServerResponse, status: number, contentType: string, text: string): void => {
  const body = Buffer.from(text);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
};

export const sendJson = (response: ServerResponse, value: unknown, status = 200): void =>
  send(response, status, 'application/json', JSON.stringify(value));

export const sendHtml = (response: ServerResponse, html: string): void =>
  send(response, 200, 'text/html; charset=utf-8', html);

export const sendNothing = (response: ServerResponse, status = 204): void => {
  response.writeHead(status).end();
};

export const sendNotFound = (response: ServerResponse): void =>
  sendJson(response, { title: 'Not Found', status: 404, code: 'NOT_FOUND' }, 404);
