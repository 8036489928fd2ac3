'use strict';
/**
 * Runs inside a worker thread: what Lambda's Node runtime does inside its sandbox. Loads the handler once, then takes
 * one event at a time. Plain CommonJS because worker threads start without the loaders of the parent.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { parentPort, workerData } = require('node:worker_threads');

const { directory, handler: handlerName, functionName, functionArn, memoryMb } = workerData;
let current;

const send = (message) => parentPort.postMessage(message);

/** Everything written goes to the parent at once and in order, so that lines before a crash are not lost. */
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    send({ kind: 'log', id: current, text });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
}

const describe = (error) =>
  error instanceof Error || (error !== null && typeof error === 'object' && 'message' in error && 'stack' in error)
    ? {
        errorType: String(error.name || 'Error'),
        errorMessage: String(error.message),
        trace: String(error.stack).split('\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const die = (errorType, error) => {
  const failure = describe(error);
  send({ kind: 'crashed', id: current, failure: { ...failure, errorType: errorType ?? failure.errorType } });
  process.exit(129);
};
process.on('unhandledRejection', (error) => die('Runtime.UnhandledPromiseRejection', error));
process.on('uncaughtException', (error) => die(undefined, error));

const initError = (name, message) => Object.assign(new Error(message), { name });

const load = async () => {
  const dot = handlerName.lastIndexOf('.');
  const [module, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const file = ['.js', '.mjs', '.cjs'].map((end) => join(directory, module + end)).find((path) => existsSync(path));
  if (!file) throw initError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : require(file);
  const handler = loaded[name];
  if (typeof handler !== 'function') {
    throw initError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  // As Node 24's runtime does. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
  if (handler.length > 2) {
    throw initError('Runtime.CallbackHandlerDeprecated', `${handlerName} takes a callback: use an async function.`);
  }
  return handler;
};

const contextOf = ({ id, deadlineAt }) => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn,
  memoryLimitInMB: String(memoryMb),
  awsRequestId: id,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(deadlineAt - Date.now(), 0),
});

const invoke = async (handler, message) => {
  current = message.id;
  try {
    const answer = handler(JSON.parse(message.event), contextOf(message));
    // A value returned without a promise is lost on Lambda, so it is lost here.
    const value = typeof answer?.then === 'function' ? await answer : null;
    let payload;
    try {
      payload = JSON.stringify(value === undefined ? null : value) ?? 'null';
    } catch (error) {
      throw initError('Runtime.MarshalError', `Unable to stringify response body: ${describe(error).errorMessage}`);
    }
    send({ kind: 'done', id: message.id, payload });
  } catch (error) {
    send({ kind: 'failed', id: message.id, failure: describe(error) });
  } finally {
    current = undefined;
  }
};

load().then(
  (handler) => {
    parentPort.on('message', (message) => void invoke(handler, message));
    send({ kind: 'ready' });
  },
  (error) => {
    send({ kind: 'init-failed', failure: describe(error) });
    process.exit(1);
  },
);
