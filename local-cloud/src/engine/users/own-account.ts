import type {
  ChangePasswordRequest,
  ChangePasswordResponse,
  GetUserRequest,
  GetUserResponse,
  GlobalSignOutRequest,
  GlobalSignOutResponse,
  UpdateUserAttributesRequest,
  UpdateUserAttributesResponse,
  VerifyUserAttributeRequest,
  VerifyUserAttributeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../contract.ts';
import { deliveryTo, expiredCode, newCode, requireCode } from './codes.ts';
import { isEmail, toRecord, type Directory, type Pool } from './directory.ts';
import { isPassword, requirePassword } from './passwords.ts';
import { attributesOf, endSessions, findUser, rename, type StoredUser } from './state.ts';

const taken = (): AwsError => new AwsError('AliasExistsException', 'An account with the given email already exists.');

/** What users do to their own account, with an access token. */
export const makeOwnAccount = (directory: Directory) => {
  const { environment, tokens, sendCode, poolOfIssuer } = directory;

  /** A token counts for as long as its sign-in does. */
  const ownerOf = (accessToken: string | undefined): { readonly pool: Pool; readonly user: StoredUser } => {
    const { issuer, sub, originJti } = tokens.readAccessToken(accessToken ?? '');
    const pool = poolOfIssuer(issuer);
    const user = pool.state.users.get(sub);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    if (![...pool.state.sessions.values()].some((session) => session.originJti === originJti)) {
      throw new AwsError('NotAuthorizedException', 'Access Token has been revoked');
    }
    return { pool, user };
  };

  const isTaken = (pool: Pool, email: string, user: StoredUser): boolean =>
    (findUser(pool.state, email) ?? user) !== user;

  const getUser = (input: GetUserRequest): GetUserResponse => {
    const { user } = ownerOf(input.AccessToken);
    return { Username: user.sub, UserAttributes: attributesOf(user) };
  };

  const changePassword = (input: ChangePasswordRequest): ChangePasswordResponse => {
    const { pool, user } = ownerOf(input.AccessToken);
    if (!isPassword(input.PreviousPassword ?? '', user.password)) {
      throw new AwsError('NotAuthorizedException', 'Incorrect username or password.');
    }
    requirePassword('ChangePassword', input.ProposedPassword ?? '', pool.definition.passwordPolicy);
    user.password = directory.hash(input.ProposedPassword ?? '');
    user.modifiedAt = environment.now();
    return {};
  };

  /** A new address counts once its code is given back (`AttributesRequireVerificationBeforeUpdate`); the rest at once. */
  const updateUserAttributes = (input: UpdateUserAttributesRequest): UpdateUserAttributesResponse => {
    const { pool, user } = ownerOf(input.AccessToken);
    const { email, email_verified: _, ...others } = toRecord(input.UserAttributes);
    if (email !== undefined && !isEmail(email)) {
      throw new AwsError('InvalidParameterException', 'Invalid email address format.');
    }
    if (email !== undefined && isTaken(pool, email, user)) throw taken();
    Object.assign(user.attributes, others);
    user.modifiedAt = environment.now();
    if (email === undefined || email === user.email) return { CodeDeliveryDetailsList: [] };
    user.newEmail = { email, code: newCode(environment) };
    sendCode(email, 'Your verification code', `Your verification code is ${user.newEmail.code.value}`);
    return { CodeDeliveryDetailsList: [deliveryTo(email)] };
  };

  const verifyUserAttribute = (input: VerifyUserAttributeRequest): VerifyUserAttributeResponse => {
    const { pool, user } = ownerOf(input.AccessToken);
    const { newEmail } = user;
    if (input.AttributeName !== 'email' || newEmail === undefined) throw expiredCode();
    requireCode(environment, newEmail.code, input.Code);
    if (isTaken(pool, newEmail.email, user)) throw taken();
    delete user.newEmail;
    rename(pool.state, user, newEmail.email);
    user.modifiedAt = environment.now();
    return {};
  };

  const globalSignOut = (input: GlobalSignOutRequest): GlobalSignOutResponse => {
    const { pool, user } = ownerOf(input.AccessToken);
    endSessions(pool.state, user.sub);
    return {};
  };

  return {
    GetUser: getUser,
    ChangePassword: changePassword,
    UpdateUserAttributes: updateUserAttributes,
    VerifyUserAttribute: verifyUserAttribute,
    GlobalSignOut: globalSignOut,
  };
};
