/** A small house with the folders of the real one; every import below is planted into one of its rooms. */
const HOUSE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'planted',
    dependencies: { '@aws-sdk/planted': '1.0.0', zod: '1.0.0' },
    devDependencies: { 'dev-tool': '1.0.0' },
  }),
  ...Object.fromEntries(
    ['@aws-sdk/planted', 'zod', 'dev-tool', 'found-by-chance'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'exports.value = 1;\n'],
    ]),
  ),
  ...Object.fromEntries(
    [
      'services/a/src/domain/price',
      'services/a/src/application/place',
      'services/a/src/adapters/table',
      'services/a/src/handlers/http/place',
      'services/a/src/lambda',
      'services/a/src/service',
      'services/b/src/application/stock',
      'services/b/src/domain',
      'shared/kernel/src/result',
      'shared/money/src/charges',
      'shared/store/src/attention',
      'shared/partners/src/tell-partner',
      'shared/messaging/src/consumer',
      'shared/http/src/endpoint',
      'shared/secrets/src/links',
      'shared/lambda/src/http',
      'shared/lambda/src/lambda',
      'shared/testing/src/engine-client',
      'events-schema/src/orders',
      'local-cloud/src/server/listen',
      'local-cloud/src/simulator/step',
      'local-cloud/src/template/model',
      'local-cloud/src/template/load',
      'local-cloud/src/engine/clock',
      'services/c/src/application',
      'services/d/src/domain/price',
      'proofs/actors/customer',
      'tests/journeys/world',
      'scripts/deploy/stacks',
    ].map((file) => [`${file}.ts`, 'export const value = 1;\nexport type Shape = { readonly value: number };\n']),
  ),
};

/** A file that imports a value, or only a type, from another file, package or module of Node. */
type Planted = readonly [from: string, imported: string, what?: 'type'];

const a = 'services/a/src';

/** Rule → imports that break exactly this one. */
export const BREACHES: Readonly<Record<string, readonly Planted[]>> = {
  domain: [
    [`${a}/domain/calls-a-use-case.ts`, `${a}/application/place.ts`],
    [`${a}/domain/knows-its-table.ts`, `${a}/adapters/table.ts`, 'type'],
    [`${a}/domain/answers-http.ts`, 'shared/http/src/endpoint.ts'],
    [`${a}/domain/calls-aws.ts`, '@aws-sdk/planted'],
    [`${a}/domain/parses.ts`, 'zod'],
    [`${a}/domain/reads-files.ts`, 'node:fs'],
    ['services/c/src/domain.ts', 'services/c/src/application.ts'],
  ],
  application: [
    [`${a}/application/knows-its-table.ts`, `${a}/adapters/table.ts`],
    [`${a}/application/knows-its-handler.ts`, `${a}/handlers/http/place.ts`, 'type'],
    [`${a}/application/answers-http.ts`, 'shared/http/src/endpoint.ts', 'type'],
    [`${a}/application/calls-aws.ts`, '@aws-sdk/planted', 'type'],
    [`${a}/application/makes-ids.ts`, 'node:crypto'],
  ],
  'events-as-types': [
    [`${a}/domain/parses-events.ts`, 'events-schema/src/orders.ts'],
    [`${a}/application/parses-events.ts`, 'events-schema/src/orders.ts'],
  ],
  'ports-as-types': [
    [`${a}/application/raises.ts`, 'shared/store/src/attention.ts'],
    [`${a}/application/tells.ts`, 'shared/partners/src/tell-partner.ts'],
  ],
  adapters: [
    [`${a}/adapters/knows-its-handler.ts`, `${a}/handlers/http/place.ts`],
    [`${a}/adapters/knows-its-lambda.ts`, `${a}/lambda.ts`, 'type'],
  ],
  'adapters-know-ports': [[`${a}/adapters/calls-a-use-case.ts`, `${a}/application/place.ts`]],
  handlers: [
    [`${a}/handlers/http/knows-the-table.ts`, `${a}/adapters/table.ts`, 'type'],
    [`${a}/handlers/http/calls-aws.ts`, '@aws-sdk/planted'],
    [`${a}/handlers/events/makes-clients.ts`, 'shared/lambda/src/http.ts'],
    [`${a}/handlers/stream/reads-files.ts`, 'node:fs'],
  ],
  'handlers-know-domain-as-types': [[`${a}/handlers/http/decides.ts`, `${a}/domain/price.ts`]],
  service: [
    ['services/d/src/service.ts', 'services/d/src/domain/price.ts'],
    ['services/e/src/service.ts', 'events-schema/src/orders.ts', 'type'],
    ['services/g/src/service.ts', 'shared/lambda/src/lambda.ts'],
    ['services/h/src/service.ts', '@aws-sdk/planted'],
  ],
  lambda: [
    ['services/d/src/lambda.ts', 'services/d/src/domain/price.ts'],
    ['services/e/src/lambda.ts', 'events-schema/src/orders.ts', 'type'],
  ],
  'services-are-strangers': [
    [`${a}/adapters/calls-its-neighbour.ts`, 'services/b/src/application/stock.ts'],
    ['services/f/src/service.ts', 'services/b/src/application/stock.ts', 'type'],
  ],
  'services-know-no-local-cloud': [
    ['services/g/src/lambda.ts', 'local-cloud/src/server/listen.ts'],
    [`${a}/adapters/is-a-test.ts`, 'shared/testing/src/engine-client.ts'],
    ['shared/http/src/runs-locally.ts', 'scripts/deploy/stacks.ts'],
    ['shared/http/src/is-a-proof.ts', 'proofs/actors/customer.ts'],
  ],
  'shared-knows-nobody': [['shared/http/src/knows-a-service.ts', 'services/b/src/domain.ts', 'type']],
  'kernel-depends-on-nothing': [
    ['shared/kernel/src/answers-http.ts', 'shared/http/src/endpoint.ts'],
    ['shared/kernel/src/parses.ts', 'zod'],
    ['shared/kernel/src/makes-ids.ts', 'node:crypto'],
  ],
  'money-depends-on-the-kernel': [
    ['shared/money/src/answers-http.ts', 'shared/http/src/endpoint.ts'],
    ['shared/money/src/parses.ts', 'zod'],
  ],
  'events-schema-imports-nothing-of-ours': [
    ['events-schema/src/answers-http.ts', 'shared/http/src/endpoint.ts'],
    ['events-schema/src/knows-a-service.ts', 'services/b/src/domain.ts', 'type'],
    ['events-schema/src/is-a-proof.ts', 'proofs/actors/customer.ts'],
  ],
  'local-cloud-knows-no-service': [
    ['local-cloud/src/server/knows-a-service.ts', 'services/b/src/domain.ts'],
    ['local-cloud/src/server/knows-events.ts', 'events-schema/src/orders.ts', 'type'],
    ['local-cloud/src/dev/calls-a-command.ts', 'scripts/deploy/stacks.ts'],
    ['local-cloud/src/dev/acts.ts', 'proofs/actors/customer.ts'],
  ],
  'commands-come-last': [
    ['proofs/crash/deploys.ts', 'scripts/deploy/stacks.ts'],
    ['tests/journeys/deploys.test.ts', 'scripts/deploy/stacks.ts', 'type'],
  ],
  'tests-are-imported-by-nobody': [
    ['proofs/crash/starts-a-journey.ts', 'tests/journeys/world.ts'],
    ['scripts/starts-a-journey.ts', 'tests/journeys/world.ts', 'type'],
  ],
  'actors-are-strangers': [['proofs/crash/looks-inside.ts', 'services/b/src/domain.ts', 'type']],
  'engine-is-pure': [
    ['local-cloud/src/engine/listens.ts', 'local-cloud/src/server/listen.ts'],
    ['local-cloud/src/engine/drives.ts', 'local-cloud/src/simulator/step.ts', 'type'],
    ['local-cloud/src/engine/reads-templates.ts', 'local-cloud/src/template/load.ts'],
    ['local-cloud/src/engine/reads-files.ts', 'node:fs/promises'],
    ['local-cloud/src/engine/waits.ts', 'node:timers/promises'],
  ],
  // A circle is reported once, at the file whose name comes first.
  'no-circles': [
    ['proofs/crash/egg.ts', 'proofs/crash/hen.ts'],
    ['tests/journeys/egg.ts', 'tests/journeys/hen.ts', 'type'],
  ],
  resolvable: [['scripts/deploy/misspells.ts', 'scripts/deploy/staacks.ts']],
  declared: [['tests/journeys/takes-what-is-there.ts', 'found-by-chance']],
  'deployed-code-has-no-dev-dependency': [
    ['shared/http/src/takes-a-tool.ts', 'dev-tool'],
    [`${a}/adapters/takes-a-tool.ts`, 'dev-tool'],
  ],
};

/** Imports that the table of ARCHITECTURE.md allows. */
export const SOUND: readonly Planted[] = [
  [`${a}/domain/sound-1.ts`, `${a}/domain/price.ts`],
  [`${a}/domain/sound-2.ts`, 'shared/kernel/src/result.ts'],
  [`${a}/domain/sound-3.ts`, 'events-schema/src/orders.ts', 'type'],
  [`${a}/domain/sound-4.ts`, 'shared/money/src/charges.ts'],
  [`${a}/domain/price.test.ts`, 'dev-tool'],
  [`${a}/application/sound-1.ts`, `${a}/domain/price.ts`],
  [`${a}/application/sound-2.ts`, 'shared/kernel/src/result.ts'],
  [`${a}/application/sound-3.ts`, 'shared/store/src/attention.ts', 'type'],
  [`${a}/application/sound-4.ts`, 'events-schema/src/orders.ts', 'type'],
  [`${a}/application/sound-5.ts`, 'shared/partners/src/tell-partner.ts', 'type'],
  [`${a}/adapters/sound-1.ts`, `${a}/application/place.ts`, 'type'],
  [`${a}/adapters/sound-2.ts`, `${a}/domain/price.ts`],
  [`${a}/adapters/sound-3.ts`, '@aws-sdk/planted'],
  [`${a}/adapters/sound-4.ts`, 'events-schema/src/orders.ts'],
  [`${a}/adapters/sound-5.ts`, 'node:crypto'],
  [`${a}/handlers/http/sound-1.ts`, `${a}/application/place.ts`],
  [`${a}/handlers/http/sound-2.ts`, `${a}/domain/price.ts`, 'type'],
  [`${a}/handlers/http/sound-3.ts`, 'shared/http/src/endpoint.ts'],
  [`${a}/handlers/http/sound-4.ts`, 'shared/secrets/src/links.ts'],
  [`${a}/handlers/http/sound-5.ts`, 'zod'],
  [`${a}/handlers/events/sound-6.ts`, 'shared/messaging/src/consumer.ts'],
  [`${a}/handlers/events/sound-7.ts`, 'events-schema/src/orders.ts'],
  ['events-schema/src/sound-1.ts', 'shared/kernel/src/result.ts'],
  ['events-schema/src/sound-2.ts', 'shared/money/src/charges.ts'],
  ['shared/money/src/sound-1.ts', 'shared/kernel/src/result.ts'],
  ['services/h/src/lambda.ts', 'shared/lambda/src/lambda.ts'],
  ['services/i/src/service.ts', 'shared/lambda/src/http.ts'],
  [`${a}/lambda.ts`, `${a}/service.ts`],
  ['local-cloud/src/engine/sound-1.ts', 'local-cloud/src/template/model.ts'],
  ['local-cloud/src/engine/sound-2.ts', 'node:net'],
  ['local-cloud/src/server/sound-1.ts', 'node:fs'],
  ['proofs/simulation/sound-1.ts', 'services/b/src/application/stock.ts'],
  ['proofs/crash/sound-1.ts', 'local-cloud/src/server/listen.ts'],
  ['tests/journeys/sound-1.test.ts', 'proofs/actors/customer.ts'],
  ['tests/contracts/sound-2.test.ts', 'services/b/src/domain.ts'],
  ['scripts/sound-1.ts', 'proofs/actors/customer.ts'],
];

const importOf = ([from, imported, what]: Planted): string => {
  const ours = /^(services|shared|events-schema|local-cloud|proofs|tests|scripts)\//.test(imported);
  const specifier = ours ? `${'../'.repeat(from.split('/').length - 1)}${imported}` : imported;
  return what === 'type'
    ? `import type { Shape } from '${specifier}';\nexport type Own = Shape;\n`
    : `import { value } from '${specifier}';\nexport const own = value;\n`;
};

/** Every file of the planted tree: path → text. */
export const plantedTree = (): Readonly<Record<string, string>> => {
  const planted: readonly Planted[] = [
    ...Object.values(BREACHES).flat(),
    ...SOUND,
    ['proofs/crash/hen.ts', 'proofs/crash/egg.ts'],
    ['tests/journeys/hen.ts', 'tests/journeys/egg.ts', 'type'],
  ];
  return {
    ...HOUSE,
    ...Object.fromEntries(planted.map((one) => [one[0], `${importOf(one)}export const value = 1;\n`])),
  };
};
