import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles (see `alias` in services/common.yml): in Lambda the
 * credentials are in the environment, and the rest of the chain costs a third of a client's bundle.
 */
export const defaultProvider = fromEnv;
