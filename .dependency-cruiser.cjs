/**
 * ARCHITECTURE.md's table of who may import whom, as rules. Each has a planted breach in tests/architecture.
 * A layer is a file (`domain.ts`) or a folder (`domain/`). Tests and their helpers may import what they need.
 */
const SERVICE = '^services/([^/]+)/src/';
const layer = (name) => `${SERVICE}${name}(/|\\.ts$)`;
const own = (name) => `^services/$1/src/${name}(/|\\.ts$)`;
const TESTS = '(\\.test\\.ts|\\.contract\\.ts)$|/testing(/|\\.ts$)';

/** What a layer may import; everything else is a breach. */
const only = (name, comment, allowed, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: layer(name), pathNot: TESTS },
  to: { pathNot: [own(name), ...allowed], ...more },
});

module.exports = {
  forbidden: [
    only('domain', 'The domain is pure: itself, the kernel, money, and the types of events.', [
      '^shared/(kernel|money)/',
      '^events-schema/',
    ]),
    only('application', 'Use cases know the domain, the kernel and money; events only as types; no technology.', [
      own('domain'),
      '^shared/(kernel|money)/',
      '^shared/store/src/attention\\.ts$',
      '^shared/partners/src/tell-partner\\.ts$',
      '^events-schema/',
    ]),
    {
      name: 'events-as-types',
      comment: 'Domain and application know events as types only; their schemas are for the edges.',
      severity: 'error',
      from: { path: `${SERVICE}(domain|application)(/|\\.ts$)`, pathNot: TESTS },
      to: { path: '^events-schema/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ports-as-types',
      comment: 'Use cases ask by a port; adapters write rows and their outbox, and shared/partners tells partners.',
      severity: 'error',
      from: { path: `${SERVICE}(domain|application)(/|\\.ts$)`, pathNot: TESTS },
      to: { path: '^shared/(store|partners)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters',
      comment: 'An adapter implements a port of its own service.',
      severity: 'error',
      from: { path: layer('adapters'), pathNot: TESTS },
      to: { path: '^services/$1/src/(handlers(/|\\.ts$)|(lambda|service)\\.ts$)' },
    },
    {
      name: 'adapters-know-ports',
      comment: 'Adapters take ports and types of the application, never a use case.',
      severity: 'error',
      from: { path: layer('adapters'), pathNot: TESTS },
      to: { path: own('application'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'handlers',
      comment: 'A handler parses, calls a use case, answers: it has no technology of its own.',
      severity: 'error',
      from: { path: layer('handlers'), pathNot: TESTS },
      to: {
        pathNot: [
          own('(handlers|application|domain)'),
          '^shared/(kernel|money|http|messaging)/',
          '^shared/secrets/src/links\\.ts$',
          '^events-schema/',
          '^node_modules/(zod|@types/aws-lambda)/',
          '^(node:)?(crypto|buffer|url)$',
        ],
      },
    },
    {
      name: 'handlers-know-domain-as-types',
      comment: 'Decisions are made in use cases; a handler knows the domain by its types.',
      severity: 'error',
      from: { path: layer('handlers'), pathNot: TESTS },
      to: { path: own('domain'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'service',
      comment:
        'service.ts wires adapters, use cases and handlers of what it is given; it makes no client and decides nothing.',
      severity: 'error',
      from: { path: `${SERVICE}service\\.ts$` },
      to: {
        path: '^events-schema/|^services/[^/]+/src/domain|^node_modules/@aws-sdk/|^shared/lambda/src/(clients|lambda|observability)',
      },
    },
    {
      name: 'lambda',
      comment: 'lambda.ts is a table of contents: it hands in what AWS Lambda has, and exports the functions.',
      severity: 'error',
      from: { path: `${SERVICE}lambda\\.ts$` },
      to: { path: '^(events-schema|services)/', pathNot: own('service') },
    },
    {
      name: 'services-are-strangers',
      comment: 'A service knows another one by its events only.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-know-no-local-cloud',
      comment: 'What is deployed knows nothing of the local cloud.',
      severity: 'error',
      from: { path: '^(services|shared)/', pathNot: TESTS },
      to: { path: '^(local-cloud|proofs|bench|tests|scripts)/|^shared/testing/' },
    },
    {
      name: 'shared-knows-nobody',
      comment: 'shared/ is below all services.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/testing/' },
      to: { path: '^services/' },
    },
    {
      name: 'kernel-depends-on-nothing',
      comment: 'The kernel has no dependency at all.',
      severity: 'error',
      from: { path: '^shared/kernel/', pathNot: TESTS },
      to: { pathNot: '^shared/kernel/' },
    },
    {
      name: 'money-depends-on-the-kernel',
      comment: 'Money is pure: its own tables and the kernel.',
      severity: 'error',
      from: { path: '^shared/money/', pathNot: TESTS },
      to: { pathNot: '^shared/(kernel|money)/' },
    },
    {
      name: 'events-schema-imports-nothing-of-ours',
      comment: 'The published language stands for itself, on the kernel and the tables of money.',
      severity: 'error',
      from: { path: '^events-schema/', pathNot: TESTS },
      to: { path: '^(services|shared/(?!(kernel|money)/)[^/]+|local-cloud|proofs|bench|tests|scripts)/' },
    },
    {
      name: 'local-cloud-knows-no-service',
      comment: 'The local cloud reads what was packaged, never a service of ours.',
      severity: 'error',
      from: { path: '^local-cloud/', pathNot: TESTS },
      to: { path: '^(services|shared|events-schema|proofs|bench|tests|scripts)/' },
    },
    {
      name: 'commands-come-last',
      comment:
        'Nobody imports a command: what it shares with a proof or a test stands in local-cloud/src/dev or proofs.',
      severity: 'error',
      from: { path: '^(proofs|bench|tests)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'tests-are-imported-by-nobody',
      comment: 'A test is an end: commands and proofs live without it.',
      severity: 'error',
      from: { path: '^(proofs|bench|scripts)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'actors-are-strangers',
      comment:
        'Whoever acts over HTTP knows of a service what a customer or partner knows; only the simulator and the proof of the search compose services.',
      severity: 'error',
      from: { path: '^(proofs/(?!(simulation|search)/)|bench/)' },
      to: { path: '^services/' },
    },
    {
      name: 'engine-is-pure',
      // `net` is not named: it is where Node keeps its address arithmetic (BlockList, isIP).
      comment: 'The engine is a state machine: no driver, no template reader, no I/O, no timers.',
      severity: 'error',
      from: { path: '^local-cloud/src/engine/', pathNot: TESTS },
      to: {
        path: '^local-cloud/src/(server|simulator|template/(?!model\\.ts$))|^(node:)?(fs|http|https|tls|dgram|os|path|child_process|worker_threads|timers)(/|$)',
      },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file; a type that both need stands in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'A package is named in package.json, not found by chance.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'deployed-code-has-no-dev-dependency',
      comment: 'A bundle holds only what stands under "dependencies".',
      severity: 'error',
      from: { path: '^(services|shared|events-schema)/', pathNot: `${TESTS}|^shared/testing/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/\\.(serverless|esbuild|orderwire)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    // Without these the packages of this repository stay unresolved, and no rule bites.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
