import { once } from '@orderwire/kernel/lazy';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import type { makeCallOwnApi } from '@orderwire/lambda/own-api';
import { cognitoAdministration } from './adapters/cognito-administration.ts';
import { cognitoUsers } from './adapters/cognito-users.ts';
import { dynamoCustomers } from './adapters/dynamo-customers.ts';
import { ownApiBelongings } from './adapters/own-api-belongings.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { makeChangeCustomer } from './application/change-customer.ts';
import { makeChangeEmail, makeConfirmEmail } from './application/change-email.ts';
import { makeChangePassword } from './application/change-password.ts';
import { makeEraseCustomer } from './application/erase-customer.ts';
import { makeInviteCustomer } from './application/invite-customer.ts';
import { makeResetPassword } from './application/reset-password.ts';
import { makeRefresh, makeSignIn } from './application/sign-in.ts';
import { makeSignUp } from './application/sign-up.ts';
import { changeCustomer } from './handlers/http/change-customer.ts';
import { changeEmail } from './handlers/http/change-email.ts';
import { changePassword } from './handlers/http/change-password.ts';
import { confirmEmail } from './handlers/http/confirm-email.ts';
import { confirmSignUp } from './handlers/http/confirm-sign-up.ts';
import { createCustomer } from './handlers/http/create-customer.ts';
import { eraseCustomer } from './handlers/http/erase-customer.ts';
import { forgotPassword } from './handlers/http/forgot-password.ts';
import { exportCustomer } from './handlers/http/export-customer.ts';
import { getCustomer } from './handlers/http/get-customer.ts';
import { getMe } from './handlers/http/get-me.ts';
import { listCustomers } from './handlers/http/list-customers.ts';
import { makeRefreshCookie } from './handlers/http/refresh-cookie.ts';
import { refresh } from './handlers/http/refresh.ts';
import { resendCode } from './handlers/http/resend-code.ts';
import { resetPassword } from './handlers/http/reset-password.ts';
import { signIn } from './handlers/http/sign-in.ts';
import { signOut } from './handlers/http/sign-out.ts';
import { signUp } from './handlers/http/sign-up.ts';

/** Everything that customers are. */
export const compose = (
  outside: Outside<'cognito' | 'dynamo' | 'eventBridge' | 'sqs'> & { readonly makeCallOwnApi: typeof makeCallOwnApi },
) => {
  const { config, clients, clock, observability } = outside;
  const users = once(() =>
    cognitoUsers({ cognito: clients.cognito(), clientId: config.required('USER_POOL_CLIENT_ID') }),
  );
  const administration = once(() =>
    cognitoAdministration({ cognito: clients.cognito(), userPoolId: config.required('USER_POOL_ID') }),
  );
  const customers = once(() =>
    dynamoCustomers({ dynamo: clients.dynamo(), tableName: config.required('CUSTOMERS_TABLE') }),
  );
  const cookie = once(() => makeRefreshCookie(config.required('REFRESH_COOKIE') === 'secure'));
  const elsewhere = () => {
    const callOwnApi = outside.makeCallOwnApi(config.required('API_URL'));
    const belongings = (accessToken: string) => ownApiBelongings(callOwnApi, accessToken);
    return { belongings, log: observability().log };
  };
  const entry = () => ({ users: users(), customers: customers(), administration: administration(), clock });
  return {
    signUp: http(outside, signUp, () => ({ signUp: makeSignUp({ users: users() }) })),
    confirmSignUp: http(outside, confirmSignUp, () => ({ users: users() })),
    resendCode: http(outside, resendCode, () => ({ users: users() })),
    signIn: http(outside, signIn, () => ({ signIn: makeSignIn(entry()), cookie: cookie() })),
    refresh: http(outside, refresh, () => ({ refresh: makeRefresh(entry()), cookie: cookie() })),
    signOut: http(outside, signOut, () => ({ users: users(), cookie: cookie() })),
    forgotPassword: http(outside, forgotPassword, () => ({ users: users() })),
    resetPassword: http(outside, resetPassword, () => ({
      resetPassword: makeResetPassword({ users: users(), administration: administration() }),
    })),
    getMe: http(outside, getMe, () => ({ customers: customers() })),
    changePassword: http(outside, changePassword, () => ({ changePassword: makeChangePassword({ users: users() }) })),
    changeEmail: http(outside, changeEmail, () => ({
      changeEmail: makeChangeEmail({ users: users(), customers: customers() }),
    })),
    confirmEmail: http(outside, confirmEmail, () => ({
      confirmEmail: makeConfirmEmail({ users: users(), customers: customers(), clock }),
    })),
    createCustomer: http(outside, createCustomer, () => ({
      customers: customers(),
      invite: makeInviteCustomer({ customers: customers(), administration: administration(), clock }),
    })),
    listCustomers: http(outside, listCustomers, () => ({ customers: customers() })),
    getCustomer: http(outside, getCustomer, () => ({ customers: customers() })),
    changeCustomer: http(outside, changeCustomer, () => ({
      changeCustomer: makeChangeCustomer({ customers: customers(), clock }),
    })),
    eraseCustomer: http(outside, eraseCustomer, () => ({
      ...elsewhere(),
      eraseCustomer: makeEraseCustomer({ customers: customers(), administration: administration(), clock }),
    })),
    exportCustomer: http(outside, exportCustomer, () => ({ ...elsewhere(), customers: customers() })),
    publish: publisher('customers', outside, { staffChanges }),
  };
};
