import type {
  AdminAddUserToGroupRequest,
  AdminCreateUserRequest,
  AdminCreateUserResponse,
  AdminDeleteUserRequest,
  AdminGetUserRequest,
  AdminGetUserResponse,
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse,
  AdminRemoveUserFromGroupRequest,
  AdminSetUserPasswordRequest,
  AdminSetUserPasswordResponse,
  AdminUserGlobalSignOutRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../contract.ts';
import { requirePassword } from './passwords.ts';
import { attributesOf, endSessions, findUser, type StoredUser } from './state.ts';
import type { Directory, Pool } from './directory.ts';

const described = (user: StoredUser) => ({
  Username: user.sub,
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: true,
  UserStatus: user.status,
});

/** Long and mixed enough for any policy that Cognito lets one set. */
const temporaryPassword = (random: () => number): string => {
  const draw = (alphabet: string): string => alphabet.charAt(Math.floor(random() * alphabet.length));
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!@#%&*+='];
  return Array.from({ length: 5 }, () => kinds.map(draw).join('')).join('');
};

const requireGroup = (pool: Pool, group: string | undefined): void => {
  if (!pool.definition.groups.includes(group ?? '')) {
    throw new AwsError('ResourceNotFoundException', 'Group not found.');
  }
};

/** What an operator, or a function with the permission, does to other people's accounts. */
export const makeAdministration = (directory: Directory) => {
  const { environment, sendCode, poolById, hash } = directory;

  const existing = (input: { readonly UserPoolId: string | undefined; readonly Username: string | undefined }) => {
    const pool = poolById(input.UserPoolId);
    const user = findUser(pool.state, input.Username ?? '');
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return { pool, user };
  };

  const adminCreateUser = (input: AdminCreateUserRequest): AdminCreateUserResponse => {
    const pool: Pool = poolById(input.UserPoolId);
    const password = input.TemporaryPassword ?? temporaryPassword(environment.random);
    requirePassword('AdminCreateUser', password, pool.definition.passwordPolicy);
    const user = directory.addUser(pool, {
      email: input.Username ?? '',
      attributes: input.UserAttributes,
      password,
      status: 'FORCE_CHANGE_PASSWORD',
    });
    if (input.MessageAction !== 'SUPPRESS') {
      const text = `Your username is ${user.email} and temporary password is ${password}.`;
      sendCode(user.email, 'Your temporary password', text);
    }
    return { User: { ...described(user), Attributes: attributesOf(user) } };
  };

  const adminSetUserPassword = (input: AdminSetUserPasswordRequest): AdminSetUserPasswordResponse => {
    const { pool, user } = existing(input);
    const password = input.Password ?? '';
    requirePassword('AdminSetUserPassword', password, pool.definition.passwordPolicy);
    user.password = hash(password);
    user.status = input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    user.modifiedAt = environment.now();
    return {};
  };

  const adminAddUserToGroup = (input: AdminAddUserToGroupRequest): Record<string, never> => {
    const { pool, user } = existing(input);
    const group = input.GroupName ?? '';
    requireGroup(pool, group);
    if (!user.groups.includes(group)) user.groups.push(group);
    return {};
  };

  const adminRemoveUserFromGroup = (input: AdminRemoveUserFromGroupRequest): Record<string, never> => {
    const { pool, user } = existing(input);
    requireGroup(pool, input.GroupName);
    const place = user.groups.indexOf(input.GroupName ?? '');
    if (place >= 0) user.groups.splice(place, 1);
    return {};
  };

  const adminListGroupsForUser = (input: AdminListGroupsForUserRequest): AdminListGroupsForUserResponse => {
    const { user } = existing(input);
    return { Groups: user.groups.map((GroupName) => ({ GroupName, UserPoolId: input.UserPoolId })) };
  };

  const adminUserGlobalSignOut = (input: AdminUserGlobalSignOutRequest): Record<string, never> => {
    const { pool, user } = existing(input);
    endSessions(pool.state, user.sub);
    return {};
  };

  const adminGetUser = (input: AdminGetUserRequest): AdminGetUserResponse => {
    const { user } = existing(input);
    return { ...described(user), UserAttributes: attributesOf(user) };
  };

  const adminDeleteUser = (input: AdminDeleteUserRequest): Record<string, never> => {
    const { pool, user } = existing(input);
    pool.state.users.delete(user.sub);
    pool.state.subByEmail.delete(user.email.toLowerCase());
    endSessions(pool.state, user.sub);
    return {};
  };

  return {
    AdminCreateUser: adminCreateUser,
    AdminSetUserPassword: adminSetUserPassword,
    AdminAddUserToGroup: adminAddUserToGroup,
    AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
    AdminListGroupsForUser: adminListGroupsForUser,
    AdminUserGlobalSignOut: adminUserGlobalSignOut,
    AdminGetUser: adminGetUser,
    AdminDeleteUser: adminDeleteUser,
  };
};
