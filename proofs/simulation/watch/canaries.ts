import type { Run } from '@orderwire/local-cloud/simulator/observer';
import { canariesOf, canariesOfPerson, PEOPLE } from '../world/people.ts';
import { COST } from '../world/scene.ts';
import type { Watch } from './watch.ts';

interface HttpPayload {
  readonly requestContext?: {
    readonly authorizer?: { readonly jwt?: { readonly claims?: { readonly sub?: string } } };
  };
}

const others = new Map(
  PEOPLE.map((person) => [person.customerId, PEOPLE.filter((one) => one !== person).flatMap(canariesOfPerson)]),
);

/** Texts that only their owner may see. Keys, tokens and personal data are planted as canaries. */
export const watchCanaries = ({ checks, ledger }: Watch) => ({
  /** What a partner is told. */
  onPost: (body: string): void => {
    checks.that('11-privacy', !body.includes(String(COST)), () => `a partner is told what the goods cost: ${body}`);
  },
  onLog: (message: string, attributes: object): void => {
    const text = message + JSON.stringify(attributes);
    const leaked = canariesOf().find((canary) => text.includes(canary));
    checks.that('11-privacy', leaked === undefined, () => `a log says ${leaked ?? ''}: ${text}`);
    for (const secret of ledger.secrets.keys())
      checks.that('14-keys', !text.includes(secret), () => `a log has a key: ${message}`);
  },
  /** What a signed-in customer is answered. */
  onAnswer: ({ payload }: Run, answer: unknown): void => {
    const sub = (payload as HttpPayload | undefined)?.requestContext?.authorizer?.jwt?.claims?.sub;
    if (sub === undefined) return;
    const text = JSON.stringify(answer);
    const leaked = [...(others.get(sub) ?? []), String(COST)].find((canary) => text.includes(canary));
    checks.that('11-privacy', leaked === undefined, () => `${sub} is shown ${leaked ?? ''}`);
  },
  /** What is in a mail beside its recipient's own. */
  onMail: (customerId: string, input: object): void => {
    const text = JSON.stringify(input);
    const leaked = [...(others.get(customerId) ?? []), String(COST)].find((canary) => text.includes(canary));
    checks.that('11-privacy', leaked === undefined, () => `a mail to ${customerId} says ${leaked ?? ''}`);
  },
});
