'use strict';
/**
 * Runs inside a worker thread: what Lambda's Node runtime does inside its sandbox, for the environments of one service.
 * Each loads its handler once, then takes one event at a time. Plain CommonJS because worker threads start without the
 * loaders of the parent. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
const { parentPort } = require('node:worker_threads');
const { takeRequests } = require('./port-requests.cjs');
const { Exit, initError, loadHandler } = require('./sandbox.cjs');

const environments = new Map();
const tokens = new Map();
/** The environment that got an event last: whose a line is that nobody's own `process` wrote. */
let latest;

let outbox = [];
const flush = () => {
  if (outbox.length > 0) parentPort.postMessage(outbox);
  outbox = [];
};
/** At once, with what waits before it: code that ends or hangs the thread may follow. */
const sendNow = (message) => {
  outbox.push(message);
  flush();
};
/** What is sent in one turn of the event loop goes together: to wake the other side takes longer than to read a message. */
const send = (message) => {
  if (outbox.push(message) === 1) setImmediate(flush);
};
const requests = takeRequests((token) => tokens.get(token), send);

const describe = (error) =>
  error instanceof Error || (error !== null && typeof error === 'object' && 'message' in error && 'stack' in error)
    ? {
        errorType: String(error.name || 'Error'),
        errorMessage: String(error.message),
        trace: String(error.stack).split('\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (latest) sendNow({ kind: 'log', environment: latest.number, id: latest.current, text });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
}

/** Whose it was cannot be told, so the thread ends with all that it has. */
const die = (errorType, error) => {
  if (error instanceof Exit) return;
  const failure = describe(error);
  sendNow({ kind: 'crashed', failure: { ...failure, errorType: errorType ?? failure.errorType } });
  process.exit(129);
};
process.on('unhandledRejection', (error) => die('Runtime.UnhandledPromiseRejection', error));
process.on('uncaughtException', (error) => die(undefined, error));

const contextOf = ({ functionName, functionArn, memoryMb, environment: variables }, { id, deadlineAt }) => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn,
  memoryLimitInMB: String(memoryMb),
  awsRequestId: id,
  logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(deadlineAt - Date.now(), 0),
});

const open = ({ number, given }) => {
  const { AWS_ENDPOINT_URL: endpoint, AWS_SESSION_TOKEN: token } = given.environment;
  const environment = { number, given, endpoint, token, current: undefined, handler: undefined };
  environments.set(number, environment);
  tokens.set(token, environment);
  latest = environment;
  const write = (text) => sendNow({ kind: 'log', environment: number, id: environment.current, text });
  const onExit = (code) => sendNow({ kind: 'exited', environment: number, code });
  try {
    environment.handler = loadHandler(given, write, onExit);
    send({ kind: 'ready', environment: number });
  } catch (error) {
    send({ kind: 'init-failed', environment: number, failure: describe(error) });
  }
};

const textOf = (value) => {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch (error) {
    throw initError('Runtime.MarshalError', `Unable to stringify response body: ${describe(error).errorMessage}`);
  }
};

const invoke = async (environment, message) => {
  const { number, given, handler } = environment;
  latest = environment;
  environment.current = message.id;
  try {
    const answer = handler(JSON.parse(message.event), contextOf(given, message));
    // A value returned without a promise is lost on Lambda, so it is lost here.
    const payload = textOf(typeof answer?.then === 'function' ? await answer : null);
    send({ kind: 'done', environment: number, payload });
  } catch (error) {
    send({ kind: 'failed', environment: number, failure: describe(error) });
  } finally {
    environment.current = undefined;
  }
};

const close = ({ number }) => {
  const environment = environments.get(number);
  environments.delete(number);
  if (environment) tokens.delete(environment.token);
  requests.forget(number);
  send({ kind: 'closed', environment: number });
};

const take = (message) => {
  if (message.kind === 'answer') requests.answer(message);
  else if (message.kind === 'open') open(message);
  else if (message.kind === 'close') close(message);
  else void invoke(environments.get(message.number), message);
};
parentPort.on('message', (messages) => messages.forEach(take));
