import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { ok } from '@orderwire/kernel/result';
import type { Administration } from '../application/ports.ts';
import { ask } from './cognito-calls.ts';

const GONE = { UserNotFoundException: 'nothing' } as const;

/** The user pool, through operations that the functions' roles grant. */
export const cognitoAdministration = ({
  cognito,
  userPoolId: UserPoolId,
}: {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly userPoolId: string;
}): Administration => {
  const existing = async (Username: string) => {
    const { Username: customerId = '', UserStatus } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId, Username }),
    );
    return { customerId, isNew: false, isInvited: UserStatus === 'FORCE_CHANGE_PASSWORD' };
  };
  return {
    invite: async (email, name) => {
      const UserAttributes = [
        { Name: 'email', Value: email },
        // Whoever has the temporary password has read mail to this address; without it nobody could forget a password.
        { Name: 'email_verified', Value: 'true' },
        ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
      ];
      const command = new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        UserAttributes,
        DesiredDeliveryMediums: ['EMAIL'],
      });
      const created = await ask(
        { UsernameExistsException: 'nothing', InvalidParameterException: 'EMAIL_REFUSED' } as const,
        () => cognito.send(command),
      );
      if (!created.ok) return created;
      const user = created.value?.User;
      return ok(user ? { customerId: user.Username ?? '', isNew: true, isInvited: true } : await existing(email));
    },

    signOutEverywhere: async (Username) => {
      await ask(GONE, () => cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })));
    },

    remove: async (Username) => {
      await ask(GONE, () => cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username })));
    },
  };
};
