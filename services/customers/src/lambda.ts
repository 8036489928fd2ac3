import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeConfig } from '@orderwire/lambda/config';
import { makeObservability } from '@orderwire/lambda/observability';
import { makeEndpoints } from '@orderwire/http/endpoint';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeStreamPublisher } from '@orderwire/messaging/stream-publisher';
import { cognitoUsers } from './adapters/cognito-users.ts';
import { dynamoCustomers } from './adapters/dynamo-customers.ts';
import { makeSignIn } from './application/sign-in.ts';
import { makeSignUp } from './application/sign-up.ts';
import { makeConfirmSignUpEndpoint } from './handlers/http/confirm-sign-up.ts';
import { makeGetMeEndpoint } from './handlers/http/get-me.ts';
import { makeSignInEndpoint } from './handlers/http/sign-in.ts';
import { makeSignUpEndpoint } from './handlers/http/sign-up.ts';

const config = makeConfig(process.env);
const observability = once(makeObservability);
const endpoints = once(() => makeEndpoints(observability()));
const users = once(() =>
  cognitoUsers({ cognito: new CognitoIdentityProviderClient({}), clientId: config.required('USER_POOL_CLIENT_ID') }),
);
const customers = once(() =>
  dynamoCustomers({ dynamo: new DynamoDBClient({}), tableName: config.required('CUSTOMERS_TABLE') }),
);

/** `POST /signup`, `POST /users/signup` */
export const signUp = lazyHandler(() =>
  makeSignUpEndpoint({ endpoints: endpoints(), signUp: makeSignUp({ users: users() }) }),
);

/** `POST /confirm-signup` */
export const confirmSignUp = lazyHandler(() => makeConfirmSignUpEndpoint({ endpoints: endpoints(), users: users() }));

/** `POST /signin`, `POST /users/login` */
export const signIn = lazyHandler(() =>
  makeSignInEndpoint({
    endpoints: endpoints(),
    signIn: makeSignIn({ users: users(), customers: customers(), clock: Date.now }),
  }),
);

/** `GET /users/me` */
export const getMe = lazyHandler(() => makeGetMeEndpoint({ endpoints: endpoints(), customers: customers() }));

/** The Customers table's stream → the bus. */
export const publish = lazyHandler(() =>
  makeStreamPublisher({
    eventBridge: new EventBridgeClient({}),
    busName: config.required('BUS_NAME'),
    sqs: new SQSClient({}),
    failuresUrl: config.required('PUBLISH_FAILURES_URL'),
    source: 'orderwire.customers',
    ...observability(),
  }),
);
