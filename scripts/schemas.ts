import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf, jsonSchemaOf } from '@orderwire/events-schema/json-schema';
import { allEvents } from '@orderwire/events-schema/registry';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { generated } from './lib/generated.ts';

const FOLDER = 'events-schema/json-schema';
const EXAMPLES = 'events-schema/examples';

const HELP = `npm run schemas -- [--check]

Writes the JSON Schema of every event into ${FOLDER}.
  --check  changes nothing, and fails when a file is not current
`;

const requireExamples = (root: string): void => {
  const missing = allEvents.map(fileNameOf).filter((name) => !existsSync(join(root, EXAMPLES, name)));
  if (missing.length > 0)
    throw new Problem(`There is no example of: ${missing.join(', ')}.`, `write one into ${EXAMPLES} by hand.`);
};

export const main = generated({
  help: HELP,
  again: 'npm run schemas',
  folder: FOLDER,
  make: (root) => {
    requireExamples(root);
    return new Map(
      allEvents.map((event) => [`${FOLDER}/${fileNameOf(event)}`, `${JSON.stringify(jsonSchemaOf(event), null, 2)}\n`]),
    );
  },
});
