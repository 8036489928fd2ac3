import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allEvents } from '@orderwire/events-schema/registry';
import { fileNameOf, jsonSchemaOf } from '@orderwire/events-schema/json-schema';
import { guarded, Problem } from '@orderwire/local-cloud/dev/problem';

const FOLDER = 'events-schema/json-schema';
const EXAMPLES = 'events-schema/examples';

const HELP = `npm run schemas -- [--check]

Writes the JSON Schema of every event into ${FOLDER}.
  --check  changes nothing, and fails when a file is not current
`;

const listed = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** @returns file name → text of every schema. */
const wanted = (): ReadonlyMap<string, string> =>
  new Map(allEvents.map((event) => [fileNameOf(event), `${JSON.stringify(jsonSchemaOf(event), null, 2)}\n`]));

const requireExamples = (root: string): void => {
  const examples = new Set(listed(join(root, EXAMPLES)));
  const missing = allEvents.map(fileNameOf).filter((name) => !examples.has(name));
  if (missing.length === 0) return;
  throw new Problem(`There is no example of: ${missing.join(', ')}.`, `write one into ${EXAMPLES} by hand.`);
};

const write = (folder: string, files: ReadonlyMap<string, string>): void => {
  mkdirSync(folder, { recursive: true });
  for (const name of listed(folder)) if (!files.has(name)) rmSync(join(folder, name));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  process.stderr.write(`${files.size} schemas in ${FOLDER}\n`);
};

const check = (folder: string, files: ReadonlyMap<string, string>): void => {
  const present = new Set(listed(folder));
  const stale = [...files].filter(
    ([name, text]) => !present.has(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  const orphans = [...present].filter((name) => !files.has(name));
  const wrong = [...stale.map(([name]) => name), ...orphans];
  if (wrong.length > 0) throw new Problem(`Not current in ${FOLDER}: ${wrong.join(', ')}.`, 'npm run schemas');
  process.stderr.write(`${files.size} schemas are current\n`);
};

export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(() => {
    const { values } = parseArgs({
      args: [...args],
      options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    if (values.help) process.stdout.write(HELP);
    else {
      (values.check ? check : write)(join(root, FOLDER), wanted());
      requireExamples(root);
    }
    return Promise.resolve(0);
  });
