import { Webhook } from 'standardwebhooks';
import { parseJson } from '../../engine/parse-json.ts';
import { validKeys } from './keys.ts';

/** A partner's name: `courier`. */
export type Partner = string;

export interface ReceivedWebhook {
  readonly partner: Partner;
  readonly id: string;
  readonly at: string;
  /** How often this id has come, this time included. */
  readonly attempt: number;
  readonly verified: boolean;
  /** What the partner answered. */
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** A webhook as it came, with what `verify` answered then: a restart takes it in once more, and must not ask again. */
export interface IncomingWebhook {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly verified: boolean;
}

/** How the partner is to misbehave: the next `times` webhooks are answered with `status`. */
export interface Behaviour {
  readonly status: number;
  readonly times: number;
  /** Sent as the `retry-after` header. */
  readonly retryAfterSeconds?: number;
}

/** Everything that the partners' stand-ins remember, as plain data. */
export interface PartnersState {
  /** Oldest first. */
  readonly received: Map<Partner, ReceivedWebhook[]>;
  /** `partner id` → how often it has come. */
  readonly attempts: Map<string, number>;
  readonly behaviours: Map<Partner, Behaviour>;
}

export const makePartnersState = (): PartnersState => ({
  received: new Map(),
  attempts: new Map(),
  behaviours: new Map(),
});

export interface PartnersOptions {
  readonly names: readonly Partner[];
  readonly now: () => number;
  /** The text of the partner's secret; undefined when the deployment has none. */
  readonly secretOf: (partner: Partner) => string | undefined;
  readonly onReceived: (webhook: ReceivedWebhook) => void;
  readonly state?: PartnersState;
}

/** Received webhooks that are kept per partner. */
const KEPT = 10_000;

const parsed = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
};

/** The library takes its key in base64, so any text can be one. */
const opensWith = (key: string, body: string, headers: Readonly<Record<string, string>>): boolean => {
  try {
    new Webhook(Buffer.from(key, 'utf8').toString('base64')).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
};

/**
 * Stand-ins for the partners' systems. Signatures are checked with the reference library of Standard Webhooks and not
 * with our own code, so that a mistake in our code cannot confirm itself.
 */
export const makePartners = ({ names, now, secretOf, onReceived, state = makePartnersState() }: PartnersOptions) => {
  const { received, attempts, behaviours } = state;

  const nextBehaviour = (partner: Partner): Behaviour | undefined => {
    const behaviour = behaviours.get(partner);
    if (!behaviour || behaviour.times < 1) return undefined;
    behaviours.set(partner, { ...behaviour, times: behaviour.times - 1 });
    return behaviour;
  };

  return {
    names,
    /** Whether a key of the partner's opens it now: the library holds the signature's time against the real clock. */
    verify: (partner: Partner, headers: Readonly<Record<string, string>>, bytes: Uint8Array): boolean => {
      const text = Buffer.from(bytes).toString('utf8');
      return validKeys(secretOf(partner) ?? '', now()).some((key) => opensWith(key, text, headers));
    },
    /** @returns the status to answer with, and any headers. */
    receive: (
      partner: Partner,
      { id, bytes, verified }: IncomingWebhook,
    ): { readonly status: number; readonly headers: Readonly<Record<string, string>> } => {
      const text = Buffer.from(bytes).toString('utf8');
      const behaviour = nextBehaviour(partner);
      const status = behaviour?.status ?? (verified ? 204 : 401);
      const attempt = (attempts.get(`${partner} ${id}`) ?? 0) + 1;
      attempts.set(`${partner} ${id}`, attempt);
      const at = new Date(now()).toISOString();
      const webhook = { partner, id, at, attempt, verified, status, body: parsed(text) };
      const list = received.get(partner) ?? [];
      received.set(partner, list);
      list.push(webhook);
      const forgotten = list.length > KEPT ? list.shift() : undefined;
      if (forgotten) attempts.delete(`${partner} ${forgotten.id}`);
      onReceived(webhook);
      const retryAfter = behaviour?.retryAfterSeconds;
      return { status, headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } };
    },
    /** Oldest first. */
    list: (partner: Partner): readonly ReceivedWebhook[] => received.get(partner) ?? [],
    behave: (partner: Partner, behaviour: Behaviour): void => {
      behaviours.set(partner, behaviour);
    },
  };
};

export type Partners = ReturnType<typeof makePartners>;
