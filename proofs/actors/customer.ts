import { call, type Platform } from './platform.ts';
import { until } from '@orderwire/local-cloud/dev/until';

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

export interface Customer {
  readonly email: string;
  readonly name: string;
  readonly token: string;
}

export const mailsTo = async (platform: Platform, email: string): Promise<readonly Mail[]> =>
  (await call<readonly Mail[]>(`${platform.awsUrl}/_local/mails.json?to=${encodeURIComponent(email)}`)).body;

const PASSWORD = 'A-fine-password-42';

/** Signs a new customer up, confirms with the code out of the captured mail, and signs in: all over HTTP. */
export const newCustomer = async (platform: Platform, email: string, name: string): Promise<Customer> => {
  const { apiUrl } = platform;
  const signedUp = await call(`${apiUrl}/signup`, { body: { email, password: PASSWORD, name } });
  if (signedUp.status >= 300) throw new Error(`Sign-up answered ${signedUp.status} ${JSON.stringify(signedUp.body)}`);
  const code = await until(`the confirmation mail to ${email}`, async () => {
    const [mail] = await mailsTo(platform, email);
    return mail && /\b\d{6}\b/.exec(`${mail.text ?? ''} ${mail.html ?? ''}`)?.[0];
  });
  const confirmed = await call(`${apiUrl}/confirm-signup`, { body: { email, code } });
  if (confirmed.status >= 300) throw new Error(`Confirming answered ${confirmed.status}`);
  return { email, name, token: await signIn(platform, email, PASSWORD) };
};

/** The access token of a user. */
export const signIn = async (platform: Platform, email: string, password: string): Promise<string> => {
  const answer = await call<{ accessToken?: string }>(`${platform.apiUrl}/signin`, { body: { email, password } });
  if (answer.body.accessToken === undefined) throw new Error(`Sign-in answered ${answer.status}`);
  return answer.body.accessToken;
};
