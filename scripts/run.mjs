/**
 * What every `npm run` begins with: the Node version, the installation, then the command itself in this same process,
 * so that Ctrl-C and the exit code are the command's own. Plain JavaScript, as nothing may be installed yet.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from '../local-cloud/src/dev/compiled.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);

const oldNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
};

const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** What npm wrote down after the last installation, held against the lockfile. Parts for other systems may be absent. */
const installed = () => {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const present = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = present[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
    return found.version === wanted.version && found.resolved === wanted.resolved;
  });
};

const STILL_EVERY_MS = 10_000;

const install = async () => {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  say('installing dependencies (npm ci), once: half a minute, or a few minutes on a slow network …');
  // Standard output belongs to the command that follows, so npm's own goes to standard error. A log level of its own,
  // because .npmrc keeps npm silent.
  const npm = spawn('npm', ['ci', '--loglevel=warn', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const still = setInterval(() => say(`  still installing (${seconds()} s)`), STILL_EVERY_MS);
  const status = await once(npm, 'exit').then(
    ([code]) => code,
    () => undefined,
  );
  clearInterval(still);
  if (status === 0) say(`installed in ${seconds()} s`);
  return status === 0;
};

/** The help of a command as its source has it: who asks for help has nothing installed yet. */
const helpOf = (command) => {
  const file = join(root, 'scripts', `${command}.ts`);
  if (!/^[a-z-]+$/.test(command) || !existsSync(file)) return undefined;
  const [, help] = /const HELP = `([^`]*)`/.exec(readFileSync(file, 'utf8')) ?? [];
  // What is only known to the program stands as a name.
  return help?.replace(/\$\{(?:\w+\.)?(\w+)\}/g, '<$1>');
};

const run = async () => {
  const [command = '', ...args] = process.argv.slice(2);
  if (oldNode()) {
    say(`Orderwire needs Node 20.19 or newer; this is ${process.version}.`);
    say('Next step: install a newer Node (https://nodejs.org, or `nvm install 22`), then try again.');
    return 1;
  }
  if (args.includes('--help') && !installed()) {
    const help = helpOf(command);
    if (help !== undefined) {
      process.stdout.write(help);
      return 0;
    }
  }
  if (!installed() && !(await install())) {
    say('The installation failed; npm says why above.');
    say('Next step: check the network or the registry (`npm ping`), then try again.');
    return 1;
  }
  const file = join(root, 'scripts', `${command}.ts`);
  if (!/^[a-z-]+$/.test(command) || !existsSync(file)) {
    say(`There is no command "${command}".`);
    say('Next step: look under "scripts" in package.json.');
    return 1;
  }
  // The SDK warns of Node 20, which this project supports until the SDK does not.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  process.setSourceMapsEnabled(true);
  const url = await compiled(root, `scripts/${command}.ts`).catch((error) => {
    say(`npm run ${command} cannot be compiled:\n\n${error.message.replace(/^/gm, '  ')}`);
    say('\nNext step: correct it, then try again.');
  });
  if (url === undefined) return 1;
  const { main } = await import(url);
  return main(args, root);
};

process.exitCode = await run();
