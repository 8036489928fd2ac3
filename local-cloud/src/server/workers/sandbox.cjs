'use strict';
/**
 * An environment of one function: its own copy of the modules, with a `process` and a `console` of their own. Environments of a
 * service share a thread, so that V8 compiles their common code once; they share its globals, too.
 */
const { Console } = require('node:console');
const { EventEmitter } = require('node:events');
const { existsSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { Writable } = require('node:stream');
const { constants, Script } = require('node:vm');

const initError = (name, message) => Object.assign(new Error(message), { name });

/** Ends what runs now: `process.exit` never returns. */
class Exit extends Error {}

/** Everything written goes to the parent at once and in order, so that lines before a crash are not lost. */
const streamTo = (write) => {
  const stream = new Writable();
  stream.write = (chunk, encoding, callback) => {
    write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
  return stream;
};

const processOf = ({ environment, write, onExit }) => {
  const own = Object.create(process);
  for (const name of Object.keys(EventEmitter.prototype))
    if (typeof process[name] === 'function') own[name] = process[name].bind(process);
  const exit = (code = 0) => {
    onExit(Number(code));
    throw new Exit('process.exit');
  };
  const stream = { value: streamTo(write) };
  return Object.defineProperties(own, {
    env: { value: { ...environment }, writable: true },
    stdout: stream,
    stderr: stream,
    exit: { value: exit },
    reallyExit: { value: exit },
  });
};

const scripts = new Map();

/**
 * Compiled once for all environments of the thread: what V8 has compiled for one is there for the next. Not kept for other
 * threads: a script that begins with V8's cached data can no longer import (Node 20.20: ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING).
 */
const scriptOf = (file) => {
  const known = scripts.get(file);
  if (known) return known;
  const source = readFileSync(file, 'utf8').replace(/^#!.*/, '');
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname, process, console) {\n${source}\n})`,
    { filename: file, lineOffset: -1, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
  scripts.set(file, script);
  return script;
};

/** CommonJS with modules of its own; what is built into Node is everybody's. */
const makeRequire = (scope) => {
  const modules = new Map();
  const load = (file) => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {}, id: file, filename: file, loaded: false };
    modules.set(file, module);
    const run = scriptOf(file).runInThisContext();
    run.call(
      module.exports,
      module.exports,
      requireFrom(file),
      module,
      file,
      dirname(file),
      scope.process,
      scope.console,
    );
    module.loaded = true;
    return module.exports;
  };
  const requireFrom = (file) => {
    const real = createRequire(file);
    const own = (id) => {
      if (id === 'process' || id === 'node:process') return scope.process;
      const found = real.resolve(id);
      return /[\\/].*\.c?js$/.test(found) ? load(found) : real(id);
    };
    return Object.assign(own, { resolve: real.resolve });
  };
  return load;
};

/**
 * Loads the function's handler.
 * @param given the folder of the code, the handler as the template names it, the environment's variables
 * @param write takes what the function writes
 * @param onExit told when the function ends its process
 * @throws what Lambda reports when a function cannot be loaded
 */
const loadHandler = ({ directory, handler: name, environment }, write, onExit) => {
  const own = processOf({ environment, write, onExit });
  const load = makeRequire({ process: own, console: new Console({ stdout: own.stdout, stderr: own.stderr }) });
  const dot = name.lastIndexOf('.');
  const [module, member] = [name.slice(0, dot), name.slice(dot + 1)];
  const file = ['.js', '.cjs'].map((end) => join(directory, module + end)).find((path) => existsSync(path));
  if (!file) throw initError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const handler = load(file)[member];
  if (typeof handler !== 'function') {
    throw initError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  // As Node 24's runtime does. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
  if (handler.length > 2) {
    throw initError('Runtime.CallbackHandlerDeprecated', `${name} takes a callback: use an async function.`);
  }
  return handler;
};

module.exports = { Exit, initError, loadHandler };
