'use strict';
/**
 * What an AWS SDK in this thread asks of the local cloud goes over the thread's message port and not through a socket: the
 * same request and the same answer, without the work of two HTTP stacks. An environment's requests are known by its session
 * token. All other requests (and those that are too large to be sent at once) go their ordinary way.
 */
const { EventEmitter } = require('node:events');
const http = require('node:http');
const { Readable } = require('node:stream');

const overSocket = http.request;

/** As far as SDKs read an `http.IncomingMessage`. */
class Answer extends Readable {
  #body;

  constructor({ status, headers, body }) {
    super();
    this.statusCode = status;
    this.headers = headers;
    this.complete = true;
    this.#body = Buffer.from(body);
  }

  _read() {
    if (this.#body.length > 0) this.push(this.#body);
    this.push(null);
  }

  /** The whole body is here: nothing has to flow. */
  pipe(destination, options) {
    if (options !== undefined || this.readableDidRead) return super.pipe(destination, options);
    destination.end(this.#body);
    return destination;
  }
}

const lowerCased = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** As far as SDKs use an `http.ClientRequest`. */
class PortRequest extends EventEmitter {
  #options;
  #send;
  #chunks = [];
  #ended = false;
  destroyed = false;

  constructor(options, send) {
    super();
    this.#options = options;
    this.#send = send;
  }

  write(chunk, encoding) {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    return true;
  }

  end(chunk) {
    if (this.#ended) return this;
    this.#ended = true;
    const { method = 'GET', path = '/', headers } = this.#options;
    const sent = { method, path, headers: lowerCased(headers), body: this.#bodyWith(chunk) };
    this.#send(sent, (answer) => this.#take(answer));
    return this;
  }

  destroy(error) {
    this.#leave(error);
    return this;
  }

  setTimeout() {
    return this;
  }

  #bodyWith(chunk) {
    if (this.#chunks.length === 0) return chunk ?? '';
    if (chunk !== undefined) this.write(chunk);
    return Buffer.concat(this.#chunks);
  }

  #take(answer) {
    if (this.destroyed) return;
    if (answer === undefined) {
      this.#leave(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
      return;
    }
    this.emit('response', new Answer(answer));
    this.emit('close');
  }

  #leave(error) {
    if (this.destroyed) return;
    this.destroyed = true;
    if (error) this.emit('error', error);
    this.emit('close');
  }
}

/**
 * @param environmentOf session token → the environment that has it, or undefined
 * @param send posts a message to the main thread
 * @returns what takes the main thread's answers
 */
exports.takeRequests = (environmentOf, send) => {
  const waiting = new Map();
  let last = 0;

  const isOurs = ({ headers, host, port }, environment) =>
    headers.expect === undefined && `http://${host}:${port}` === environment.endpoint;

  http.request = (options, ...rest) => {
    const token = options?.headers?.['x-amz-security-token'];
    const environment = token === undefined ? undefined : environmentOf(token);
    if (environment === undefined || !isOurs(options, environment)) return overSocket(options, ...rest);
    const request = new PortRequest(options, (sent, take) => {
      last += 1;
      waiting.set(last, { take, environment: environment.number });
      send({ kind: 'request', environment: environment.number, number: last, sent });
    });
    const [onResponse] = rest;
    if (onResponse) request.once('response', onResponse);
    return request;
  };

  return {
    answer: ({ number, answer }) => {
      const asked = waiting.get(number);
      waiting.delete(number);
      asked?.take(answer);
    },
    /** Nobody waits for what an environment asked that is gone. */
    forget: (environment) => {
      for (const [number, asked] of waiting) if (asked.environment === environment) waiting.delete(number);
    },
  };
};
