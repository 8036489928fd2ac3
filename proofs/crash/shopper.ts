import { mailsTo } from '../actors/customer.ts';
import { call } from '../actors/platform.ts';
import { STAFF } from '@orderwire/local-cloud/dev/platform/platform';
import { until } from '@orderwire/local-cloud/dev/until';
import { CODE } from './courses.ts';
import type { Gate, Insisted } from './gate.ts';
import type { Ledger, Shopper } from './ledger.ts';

const PASSWORD = 'A-fine-password-42';
/** Restarts are in between. */
const MAIL_LIMIT_MS = 60_000;

interface Deps {
  readonly gate: Gate;
  readonly ledger: Ledger;
}

const expectStatus = ({ status, body }: Insisted<unknown>, wanted: number, what: string): void => {
  if (status !== wanted) throw new Error(`${what} answered ${status} ${JSON.stringify(body)} instead of ${wanted}.`);
};

/** The access token of a shopper, and in which life it was given. */
const signInAs = async (
  { insist }: Gate,
  email: string,
  password = PASSWORD,
): Promise<Insisted<{ accessToken?: string }>> => {
  const answer = await insist<{ accessToken?: string }>(({ apiUrl }) =>
    call(`${apiUrl}/signin`, { body: { email, password } }),
  );
  expectStatus(answer, 200, `Signing in ${email}`);
  return answer;
};

/**
 * Registers somebody new, whatever happens in between: a sign-up that was answered is not repeated, so its code must come.
 * @throws Error when the platform no longer knows what it has answered
 */
export const register = async ({ gate, ledger }: Deps, email: string, name: string): Promise<Shopper> => {
  const { insist } = gate;
  const signedUp = await insist(({ apiUrl }) =>
    call(`${apiUrl}/signup`, { body: { email, password: PASSWORD, name } }),
  );
  if (signedUp.status >= 300) throw new Error(`Signing up ${email} answered ${signedUp.status}.`);
  const code = await until(
    `the code for ${email}`,
    async () => {
      const { platform } = await gate.opened();
      const [mail] = await mailsTo(platform, email).catch(() => []);
      return mail && /\b\d{6}\b/.exec(mail.text ?? mail.html ?? '')?.[0];
    },
    MAIL_LIMIT_MS,
  );
  const confirmed = await insist(({ apiUrl }) => call(`${apiUrl}/confirm-signup`, { body: { email, code } }));
  // A try whose connection broke may have confirmed: then the code is used up, and signing in tells.
  if (confirmed.broken === 0 && confirmed.status >= 300)
    throw new Error(`Confirming ${email} answered ${confirmed.status} ${JSON.stringify(confirmed.body)}.`);
  const { body, life } = await signInAs(gate, email);
  const shopper: Shopper = { email, name, token: body.accessToken ?? '' };
  ledger.acknowledge({ what: 'customer', life, shopper });
  return shopper;
};

/** A new token for a shopper whose old one will soon end. */
export const renew = async (gate: Gate, shopper: Shopper): Promise<void> => {
  shopper.token = (await signInAs(gate, shopper.email)).body.accessToken ?? '';
};

/** Signs staff in, at first and whenever their token may have ended. */
export const renewStaff = async ({ gate, ledger }: Deps): Promise<void> => {
  ledger.staff.token = (await signInAs(gate, STAFF.email, STAFF.password)).body.accessToken ?? '';
};

/** Staff make the code of those who save; the platform is not killed meanwhile. */
export const makeCode = async ({ gate, ledger }: Deps): Promise<void> => {
  const made = await gate.insist(({ apiUrl }) =>
    call(`${apiUrl}/discounts`, { token: ledger.staff.token, body: CODE }),
  );
  expectStatus(made, 201, 'Making a discount code');
};
