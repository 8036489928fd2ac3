/** One project per layer of proof; each closes over the same transform. Journeys need the packaged services. */
const layer = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/tests/jest/setup.ts'],
  modulePathIgnorePatterns: ['/\\.serverless/', '/\\.esbuild/', '/\\.orderwire/'],
  ...more,
});

export default {
  // Jest would leave one core idle: of two, half.
  maxWorkers: '100%',
  testSequencer: './tests/jest/order.mjs',
  reporters: ['default', './tests/jest/layer-times.mjs'],
  // How long a test may hang, not how long it should take: a machine may be busy with other things.
  testTimeout: 30_000,
  projects: [
    layer('unit', [
      '<rootDir>/{services,shared,events-schema,scripts,bench,local-cloud/src,proofs/{actors,crash,erasure,invariants,prices,simulation/runner}}/**/*.test.ts',
    ]),
    layer('contracts', ['<rootDir>/tests/contracts/**/*.test.ts', '<rootDir>/{services,shared}/**/*.contract.ts']),
    layer('architecture', ['<rootDir>/tests/architecture/**/*.test.ts']),
    layer('simulation', ['<rootDir>/proofs/{simulation,bill}/*.test.ts']),
    layer('conformance', ['<rootDir>/local-cloud/conformance/**/*.test.ts']),
    layer('journeys', ['<rootDir>/tests/journeys/**/*.test.ts']),
  ],
};
