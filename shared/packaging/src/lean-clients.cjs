'use strict';
/**
 * For esbuild: leaves out of the SDK's clients what no function of ours comes to. A client brings a class and a shape for each error of
 * its service, its package.json for one number, and ways to run where Lambda is not. Names of files are the SDK's own; a test says
 * when one is gone.
 */
const { readFile } = require('node:fs/promises');

/**
 * Errors that we read more of than name and message (why a transaction failed, which item was there), that say themselves that they
 * may be tried again, or whose name we read and AWS sends another code. All others the SDK throws as its client's base error, with the same
 * message and metadata, and with the code that AWS sent as its name.
 */
const KEPT = new Set([
  'ConditionalCheckFailedException',
  'LimitExceededException',
  'ReplicatedWriteConflictException',
  'TransactionCanceledException',
]);

const ERROR = /^export var (\w+)\$ = \[-3, n0,[^]*?\n\];\nn0_registry\.registerError\(\1\$, \1\);$/gm;
const NAME = /^const (_\w+) = ("[^"]*");$/gm;

const withFewErrors = (source) => source.replace(ERROR, (shape, name) => (KEPT.has(name) ? shape : ''));

/** A name that is written as a computed key could be anything to esbuild, which then keeps what holds it. */
const withPlainKeys = (source) => {
  const names = new Map(Array.from(source.matchAll(NAME), ([, name, text]) => [name, text]));
  return source.replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key));
};

/** A partition's expression knows nearly all of its regions; their list has their descriptions. */
const withFewRegions = (source) => {
  const { partitions, ...rest } = JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1));
  const few = partitions.map(({ regions, ...partition }) => {
    const others = Object.keys(regions).filter((region) => !new RegExp(partition.regionRegex).test(region));
    return { ...partition, regions: Object.fromEntries(others.map((region) => [region, {}])) };
  });
  return `export const partitionsInfo = ${JSON.stringify({ ...rest, partitions: few })};`;
};

const leftOut = (text) => () =>
  `const refuse = () => { throw new Error('Left out of the bundles: see lean-clients.cjs.'); };
    const NO_LAYER = { applyToStack: () => undefined };
    export const ${text};`;

/** End of a file's path → what becomes of its text. */
const LEANER = [
  // S3's errors come in a form of their own.
  [/client-s3[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/, withPlainKeys],
  [/client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/, (source) => withPlainKeys(withFewErrors(source))],
  [/client-[^\\/]+[\\/]package\.json$/, (source) => JSON.stringify({ version: JSON.parse(source).version })],
  [/util-endpoints[\\/]lib[\\/]aws[\\/]partitions\.js$/, withFewRegions],
  // A bus or an access point in all regions at once; to sign for it takes a package that we do not have.
  [
    /signature-v4-multi-region[\\/]dist-es[\\/]SignatureV4MultiRegion\.js$/,
    () => `import { SignatureV4SignWithCredentials } from './SignatureV4SignWithCredentials';
      export class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
        static sigv4aDependency = () => 'none';
      }`,
  ],
  // A Node without hashes of its own.
  [/sha256[\\/]Sha256Js\.js$/, leftOut('Sha256Js = refuse')],
  [/md5[\\/]Md5Js\.js$/, leftOut('Md5Js = refuse')],
  // AWS_RETRY_MODE=adaptive.
  [
    /util-retry[\\/]AdaptiveRetryStrategy\.js$/,
    leftOut('AdaptiveRetryStrategy = class { constructor() { refuse(); } }'),
  ],
  // Streams of events; every signer makes one.
  [/signature-v4[\\/]dist-es[\\/]HeaderFormatter\.js$/, leftOut('HeaderFormatter = class { format = refuse; }')],
  // An EC2 machine without a region, and a person's own ~/.aws.
  [/regionConfig[\\/]getInstanceMetadataRegion\.js$/, leftOut('getInstanceMetadataRegion = async () => refuse()')],
  [
    /shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/,
    () => `export { CONFIG_PREFIX_SEPARATOR } from './constants';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  ],
  // Endpoints that DynamoDB would have to be asked for: every region has one that is known.
  [
    /middleware-endpoint-discovery[\\/]dist-es[\\/]resolveEndpointDiscoveryConfig\.js$/,
    leftOut('resolveEndpointDiscoveryConfig = (input) => input'),
  ],
  // Lines about each call: our clients' logger takes none of them (shared/lambda/src/clients.ts).
  [
    /middleware-logger[\\/]loggerMiddleware\.js$/,
    leftOut(`loggerMiddleware = refuse, loggerMiddlewareOptions = {}, getLoggerPlugin = () => NO_LAYER`),
  ],
  // A word to who runs on an old Node.
  [
    /core[\\/]dist-es[\\/]submodules[\\/]client[\\/]emitWarningIfUnsupportedVersion\.js$/,
    leftOut('state = {}, emitWarningIfUnsupportedVersion = () => undefined'),
  ],
  // AWS's statistics.
  [
    /middleware-user-agent[\\/]user-agent-middleware\.js$/,
    leftOut(`userAgentMiddleware = refuse, getUserAgentMiddlewareOptions = {},
      getUserAgentPlugin = () => NO_LAYER`),
  ],
  [
    /util-user-agent-node[\\/]defaultUserAgent\.js$/,
    leftOut(`crtAvailability = {}, createDefaultUserAgentProvider = () => async () => [],
      defaultUserAgent = createDefaultUserAgentProvider`),
  ],
];

const ANY = /[\\/]@(?:aws-sdk|smithy)[\\/].*\.js(?:on)?$/;

const plugin = {
  name: 'lean-clients',
  setup: ({ onLoad }) => {
    onLoad({ filter: ANY }, async ({ path }) => {
      const found = LEANER.find(([file]) => file.test(path));
      if (!found) return undefined;
      const contents = found[1](await readFile(path, 'utf8'));
      return { contents, loader: path.endsWith('.json') ? 'json' : 'js' };
    });
  },
};

module.exports = Object.assign([plugin], { files: LEANER.map(([file]) => file) });
