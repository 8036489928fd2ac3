import type { ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { GetSecretValueRequest } from '@aws-sdk/client-secrets-manager';
import type { SendEmailRequest, SendRawEmailRequest } from '@aws-sdk/client-ses';
import type { CloudModel } from '../../template/model.ts';
import { addressIn, displayNameIn } from '../mail/addresses.ts';
import { headersOf } from '../mail/raw.ts';
import { findSecret } from '../secrets/find.ts';
import { identityFor } from '../mail/identities.ts';
import { arnIn, contextOf, isArn, noContext, type Demand, type Demands } from './demand.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html */
export const secretsDemands = (model: CloudModel): Demands => {
  const on =
    (action: string) =>
    (input: GetSecretValueRequest): readonly Demand[] => {
      const id = input.SecretId ?? '';
      const absent = isArn(id) ? id : arnIn(model, 'secretsmanager', `secret:${id}`);
      return [
        {
          action: `secretsmanager:${action}`,
          resource: findSecret(model.secrets, id)?.arn ?? absent,
          shown: id,
          context: () =>
            contextOf({
              'secretsmanager:SecretId': id,
              'secretsmanager:VersionId': input.VersionId,
              'secretsmanager:VersionStage': input.VersionStage,
            }),
        },
      ];
    };
  return {
    GetSecretValue: on('GetSecretValue'),
    DescribeSecret: on('DescribeSecret'),
    PutSecretValue: on('PutSecretValue'),
    UpdateSecret: on('UpdateSecret'),
    UpdateSecretVersionStage: on('UpdateSecretVersionStage'),
    ListSecrets: () => [{ action: 'secretsmanager:ListSecrets', resource: '*', context: noContext }],
  };
};

/** https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html */
export const sesDemands = (model: CloudModel): Demands => {
  const demand = (action: string, source: string, recipients: readonly string[], returnPath?: string): Demand => {
    const address = addressIn(source);
    return {
      action: `ses:${action}`,
      resource: identityFor(model.emailIdentities, address)?.arn ?? arnIn(model, 'ses', `identity/${address}`),
      context: () =>
        contextOf({
          'ses:FromAddress': address,
          'ses:FromDisplayName': displayNameIn(source),
          'ses:Recipients': recipients.map(addressIn),
          'ses:FeedbackAddress': returnPath,
        }),
    };
  };
  return {
    SendEmail: (input: SendEmailRequest) => {
      const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
      return [
        demand('SendEmail', input.Source ?? '', [...ToAddresses, ...CcAddresses, ...BccAddresses], input.ReturnPath),
      ];
    },
    SendRawEmail: (input: SendRawEmailRequest) => {
      const headers = headersOf(input.RawMessage?.Data);
      return [demand('SendRawEmail', input.Source ?? headers['from'] ?? '', input.Destinations ?? [])];
    },
  };
};

interface ObjectInput {
  readonly Bucket?: string;
  readonly Key?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_Permissions and its neighbours. */
export const s3Demands: Demands = (() => {
  const onObject =
    (action: string) =>
    (input: ObjectInput): readonly Demand[] => [
      {
        action: `s3:${action}`,
        resource: `arn:aws:s3:::${input.Bucket ?? ''}/${input.Key ?? ''}`,
        context: noContext,
      },
    ];
  return {
    GetObject: onObject('GetObject'),
    HeadObject: onObject('GetObject'),
    PutObject: onObject('PutObject'),
    DeleteObject: onObject('DeleteObject'),
    ListObjectsV2: (input: ListObjectsV2Request) => [
      {
        action: 's3:ListBucket',
        resource: `arn:aws:s3:::${input.Bucket ?? ''}`,
        context: () =>
          contextOf({
            's3:prefix': input.Prefix,
            's3:delimiter': input.Delimiter,
            's3:max-keys': input.MaxKeys?.toString(),
          }),
      },
    ],
    HeadBucket: (input: ObjectInput) => [
      { action: 's3:ListBucket', resource: `arn:aws:s3:::${input.Bucket ?? ''}`, context: noContext },
    ],
    ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*', context: noContext }],
  };
})();

/** `FunctionName` may be a name, an ARN, or `account:function:name`, each with `:qualifier`. */
export const lambdaDemands = (model: CloudModel): Demands => {
  const arnOf = (given: string): string => {
    const name =
      /(?:^|:function:)([^:]+)/.exec(
        given.includes(':function:') ? given.slice(given.indexOf(':function:')) : given,
      )?.[1] ?? given;
    return (
      model.functions.find((definition) => definition.name === name)?.arn ?? arnIn(model, 'lambda', `function:${name}`)
    );
  };
  return {
    Invoke: (input: { readonly FunctionName?: string }) => [
      { action: 'lambda:InvokeFunction', resource: arnOf(input.FunctionName ?? ''), context: noContext },
    ],
  };
};

/** What anyone may ask of a user pool without credentials: the user's own password, code or token is the proof. */
export const PUBLIC_USER_POOL_OPERATIONS: ReadonlySet<string> = new Set([
  'ChangePassword',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'ForgotPassword',
  'GetUser',
  'GlobalSignOut',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SignUp',
  'UpdateUserAttributes',
  'VerifyUserAttribute',
]);

/** The operations of the administrator, each on the pool's ARN under its own name. */
export const userPoolDemands = (model: CloudModel): Demands => {
  const arnOf = (poolId: string): string =>
    model.userPools.find(({ id }) => id === poolId)?.arn ?? arnIn(model, 'cognito-idp', `userpool/${poolId}`);
  const operations = [
    'AdminAddUserToGroup',
    'AdminConfirmSignUp',
    'AdminCreateUser',
    'AdminDeleteUser',
    'AdminGetUser',
    'AdminListGroupsForUser',
    'AdminRemoveUserFromGroup',
    'AdminSetUserPassword',
    'AdminUserGlobalSignOut',
    'ListUsers',
  ];
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      (input: { readonly UserPoolId?: string }): readonly Demand[] => [
        { action: `cognito-idp:${operation}`, resource: arnOf(input.UserPoolId ?? ''), context: noContext },
      ],
    ]),
  );
};
