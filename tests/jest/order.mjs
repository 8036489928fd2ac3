/** Files that wait for processes of their own come first, so that none of them runs alone at the end. */
const ORDER = ['simulation', 'journeys', 'conformance', 'architecture', 'contracts', 'unit'];

const rankOf = ({ context }) => ORDER.indexOf(context.config.displayName.name);
const sizeOf = ({ context, path }) => context.hasteFS.getSize(path) ?? 0;

/** The order in which Jest runs files. Its own needs the times of an earlier run, which a fresh clone has not. */
export default class Order {
  sort(tests) {
    return [...tests].sort((one, other) => rankOf(one) - rankOf(other) || sizeOf(other) - sizeOf(one));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
