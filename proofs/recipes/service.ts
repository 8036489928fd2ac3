import { call } from '../actors/platform.ts';
import type { Recipe } from './recipe.ts';

const FOLDER = 'services/greetings';

const SERVERLESS = `service: orderwire-greetings
frameworkVersion: '4'
configValidationMode: error
plugins: \${file(../common.yml):plugins}
provider: \${file(../common.yml):provider}

package:
  individually: true

custom:
  esbuild: \${file(../common.yml):esbuild}

functions:
  greet:
    handler: src/lambda.greet
    description: Greets whoever asks.
    iamRoleStatements: []
    events:
      - httpApi: { method: get, path: '/greetings/{name}' }

resources: ['\${file(../common.yml):resources}']
`;

const HANDLER = `import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';

export const greet = route({
  method: 'GET',
  paths: ['/greetings/{name}'],
  callers: 'anyone',
  answers: { 200: z.strictObject({ greeting: z.string() }) },
  refusals: {},
}).handledBy((_deps: object, { path: { name } }) =>
  Promise.resolve({ status: 200, body: { greeting: \`Hello, \${name}.\` } }),
);
`;

const SERVICE = `import { http } from '@orderwire/lambda/http';
import type { Outside } from '@orderwire/lambda/outside';
import { greet } from './handlers/http/greet.ts';

/** Everything that greetings is. */
export const compose = (outside: Outside) => ({ greet: http(outside, greet, () => ({})) });
`;

const LAMBDA = `import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { greet } = compose(onLambda({}));
`;

const README = `# greetings

**Owns** nothing. **Accepts** \`GET /greetings/{name}\`. **Publishes** nothing. **Reacts to** nothing. **Never** fails an order.

**When it breaks** nobody is greeted.
`;

/** "Add a service": one that greets. */
export const aService: Recipe = {
  name: 'a service',
  edits: [
    { file: `${FOLDER}/serverless.yml`, text: SERVERLESS },
    { file: `${FOLDER}/README.md`, text: README },
    { file: `${FOLDER}/src/handlers/http/greet.ts`, text: HANDLER },
    { file: `${FOLDER}/src/service.ts`, text: SERVICE },
    { file: `${FOLDER}/src/lambda.ts`, text: LAMBDA },
    {
      file: 'serverless-compose.yml',
      changes: [
        {
          find: '  inventory:\n',
          replace: '  greetings:\n    path: services/greetings\n    params: *all\n\n  inventory:\n',
        },
      ],
    },
  ],
  seen: async ({ apiUrl }) => {
    const { body } = await call<{ greeting?: string }>(`${apiUrl}/greetings/Ada`);
    if (body.greeting !== 'Hello, Ada.') throw new Error(JSON.stringify(body));
  },
};
