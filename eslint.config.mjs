import tseslint from 'typescript-eslint';

/** Time, chance and the network enter through ports that shared/lambda (or a driver) makes; nowhere else. */
const ambient = [
  ['Date', 'now', 'Take a Clock.'],
  ['performance', 'now', 'Take a Clock.'],
  ['Math', 'random', 'Take the randomness from a port.'],
  ['crypto', 'randomUUID', 'Take the id from a port.'],
].map(([object, property, message]) => ({ object, property, message }));

/** What ICU says changes with the Node that runs, and a shop must print the same on all of them. */
const icu = 'ICU differs from Node to Node: take a table of ours (money/currencies) or plain code.';

const restrictedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: 'MemberExpression[property.name=/^(toLocale[A-Z][A-Za-z]*|localeCompare)$/]', message: icu },
];

const restrictedGlobals = [{ name: 'Intl', message: icu }];

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/.serverless/', '**/.esbuild/', '.orderwire/', 'coverage/', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    // One program for all, as `tsc` makes it: a tenth less time than the project service, which is made for editors.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // There are no enums (see above); these two look for them in the type of every expression.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      'no-restricted-globals': ['error', { globals: restrictedGlobals, checkGlobalObject: true }],
    },
  },
  {
    files: ['services/*/src/**/*.ts', 'shared/*/src/**/*.ts', 'local-cloud/src/engine/**/*.ts'],
    ignores: [
      'shared/lambda/src/{lambda,direct}.ts',
      '**/lambda.ts',
      '**/*.test.ts',
      '**/*.contract.ts',
      '**/*.fixture.ts',
    ],
    rules: {
      'no-restricted-properties': ['error', ...ambient],
      'no-restricted-globals': [
        'error',
        {
          globals: [
            ...restrictedGlobals,
            { name: 'setTimeout', message: 'Bare timers hide time: take a port.' },
            { name: 'setInterval', message: 'Bare timers hide time: take a port.' },
            { name: 'setImmediate', message: 'Bare timers hide time: take a port.' },
            { name: 'fetch', message: 'Take an HTTP port.' },
          ],
          checkGlobalObject: true,
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock.' },
        { selector: "CallExpression[callee.name='Date']", message: 'Take a Clock.' },
        {
          selector: 'ImportDeclaration[source.value=/^(node:)?timers(.promises)?$/]',
          message: 'Bare timers hide time: take a port.',
        },
        {
          selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
          message: 'Only shared/lambda reads the environment.',
        },
        {
          selector: "ImportDeclaration[source.value=/^(node:)?crypto$/] ImportSpecifier[imported.name='randomUUID']",
          message: 'Take the id from a port.',
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only shared/lambda reads the environment.',
        },
      ],
    },
  },
  {
    // The rules of time zones change with countries, several times a year: nobody but ICU has them. Languages are no part of it.
    files: ['shared/kernel/src/shop-time.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts', '**/*.fixture.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
