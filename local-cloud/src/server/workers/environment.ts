import type { FunctionDefinition } from '../../template/model.ts';
import type { FunctionKeys } from '../credentials.ts';

export interface EnvironmentOptions {
  readonly definition: FunctionDefinition;
  readonly directory: string;
  readonly region: string;
  readonly awsUrl: string;
  readonly keys: FunctionKeys;
  /** Of the environment; no other has it. */
  readonly number: number;
}

/**
 * The whole environment of a function: the template's, Lambda's own variables, and where the SDK finds this server.
 * Nothing of this process leaks into it. Lambda's variables win, as they are reserved.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const environmentOf = (options: EnvironmentOptions): Readonly<Record<string, string>> => {
  const { definition, directory, region, awsUrl, keys, number } = options;
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...definition.environment,
    _HANDLER: definition.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local/[$LATEST]',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LAMBDA_TASK_ROOT: directory,
    LAMBDA_RUNTIME_DIR: directory,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: `${keys.sessionToken}-${number}`,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK would warn about the Node version of this machine; on AWS the functions run on another.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
};
