import { once } from '@orderwire/kernel/lazy';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { cognitoUsers } from './adapters/cognito-users.ts';
import { dynamoCustomers } from './adapters/dynamo-customers.ts';
import { makeSignIn } from './application/sign-in.ts';
import { makeSignUp } from './application/sign-up.ts';
import { confirmSignUp } from './handlers/http/confirm-sign-up.ts';
import { getMe } from './handlers/http/get-me.ts';
import { signIn } from './handlers/http/sign-in.ts';
import { signUp } from './handlers/http/sign-up.ts';

/** Everything that customers are. */
export const compose = (outside: Outside<'cognito' | 'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock } = outside;
  const users = once(() =>
    cognitoUsers({ cognito: clients.cognito(), clientId: config.required('USER_POOL_CLIENT_ID') }),
  );
  const customers = once(() =>
    dynamoCustomers({ dynamo: clients.dynamo(), tableName: config.required('CUSTOMERS_TABLE') }),
  );
  return {
    signUp: http(outside, signUp, () => ({ signUp: makeSignUp({ users: users() }) })),
    confirmSignUp: http(outside, confirmSignUp, () => ({ users: users() })),
    signIn: http(outside, signIn, () => ({
      signIn: makeSignIn({ users: users(), customers: customers(), clock }),
    })),
    getMe: http(outside, getMe, () => ({ customers: customers() })),
    publish: publisher('customers', outside),
  };
};
