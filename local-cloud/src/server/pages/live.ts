import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { page } from './html.ts';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is disconnected before it fills the memory. */
const BACKLOG_LIMIT_BYTES = 32 * 1024 * 1024;

/** Server-sent events of everything that the hub tells. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const makeEventStreams = (hub: Hub) => {
  const open = new Set<ServerResponse>();
  return {
    attach: (request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': listening\n\n');
      open.add(response);
      const unsubscribe = hub.subscribe((happening) => {
        if (response.writableLength > BACKLOG_LIMIT_BYTES) response.destroy();
        else response.write(`event: ${happening.kind}\ndata: ${JSON.stringify(happening)}\n\n`);
      });
      const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
      request.on('close', () => {
        unsubscribe();
        clearInterval(heartbeat);
        open.delete(response);
      });
    },
    stop: (): void => {
      for (const response of open) response.destroy();
    },
  };
};

const SCRIPT = `<script>
const list = document.querySelector('ol');
const show = ({ data }) => {
  const { at, kind, title, detail } = JSON.parse(data);
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = at.slice(11, 23) + ' ' + kind + ' ';
  const more = document.createElement('details');
  const head = document.createElement('summary');
  head.append(time, title);
  const text = document.createElement('pre');
  text.textContent = JSON.stringify(detail, null, 2);
  more.append(head, text);
  item.append(more);
  list.prepend(item);
  if (list.children.length > 500) list.lastChild.remove();
};
const source = new EventSource('/_local/events');
for (const kind of ['request', 'event', 'webhook', 'mail', 'file', 'failure']) source.addEventListener(kind, show);
</script>`;

export const livePage = (): string =>
  page(
    'Live',
    '<p>What happens from now on, newest first: requests, events, webhooks, mails, files, failures.</p><ol class="live"></ol>',
    SCRIPT,
  );
