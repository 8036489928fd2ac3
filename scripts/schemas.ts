import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '@orderwire/events-schema/compatibility';
import { fileNameOf, jsonSchemaOf } from '@orderwire/events-schema/json-schema';
import { allEvents } from '@orderwire/events-schema/registry';
import { brokenPromises } from '@orderwire/events-schema/released';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { commitOf } from '@orderwire/local-cloud/dev/verdict';
import { command, type Main } from './lib/command.ts';
import { generated, type Texts } from './lib/generated.ts';

const FOLDER = 'events-schema/json-schema';
const EXAMPLES = 'events-schema/examples';
const RELEASED = 'events-schema/released';
const RELEASE = 'release.json';

const HELP = `npm run schemas -- [--check] [--release]

Writes the JSON Schema of every event into ${FOLDER}.
  --check    changes nothing; fails when a file is not current, or when an event has changed that was released:
             an optional field more is fine, anything else is a new version
  --release  keeps the schemas as they are in ${RELEASED}, with the version of package.json and the commit
`;

const requireExamples = (root: string): void => {
  const missing = allEvents.map(fileNameOf).filter((name) => !existsSync(join(root, EXAMPLES, name)));
  if (missing.length > 0)
    throw new Problem(`There is no example of: ${missing.join(', ')}.`, `write one into ${EXAMPLES} by hand.`);
};

const textsOf = (folder: string): Texts =>
  new Map(
    allEvents.map((event) => [`${folder}/${fileNameOf(event)}`, `${JSON.stringify(jsonSchemaOf(event), null, 2)}\n`]),
  );

const readJson = (root: string, file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

const releasedIn = (root: string): ReadonlyMap<string, Schema> =>
  new Map(
    (existsSync(join(root, RELEASED)) ? readdirSync(join(root, RELEASED)) : [])
      .filter((name) => name !== RELEASE)
      .map((name) => [name, readJson(root, `${RELEASED}/${name}`) as Schema]),
  );

const requirePromises = (root: string): void => {
  const broken = brokenPromises(releasedIn(root));
  if (broken.length === 0) return;
  throw new Problem(
    `Events have changed that others read since a release:\n  ${broken.join('\n  ')}`,
    'make a new field optional; give any other change a new version of its event, published beside the old one until its last reader has moved.',
  );
};

const current = generated({
  help: HELP,
  again: 'npm run schemas',
  folder: FOLDER,
  make: (root) => {
    requireExamples(root);
    return textsOf(FOLDER);
  },
  alsoHolds: requirePromises,
});

const release = command(HELP, { release: { type: 'boolean' } }, ({ root, terminal }) => {
  requirePromises(root);
  const commit = commitOf(root);
  if (!/^[\da-f]{7,40}$/.test(commit))
    throw new Problem(`There is no commit to release: it is ${commit}.`, 'commit what you have, then try again.');
  const { version } = readJson(root, 'package.json') as { readonly version: string };
  rmSync(join(root, RELEASED), { recursive: true, force: true });
  mkdirSync(join(root, RELEASED));
  for (const [file, text] of textsOf(RELEASED)) writeFileSync(join(root, file), text);
  writeFileSync(join(root, RELEASED, RELEASE), `${JSON.stringify({ version, commit }, null, 2)}\n`);
  terminal.line(`${allEvents.length} events are kept as those of ${version}, ${commit}`);
  return Promise.resolve(0);
});

export const main: Main = (args, root) => (args.includes('--release') ? release(args, root) : current(args, root));
