import type { LocalEngine } from '../../engine/engine.ts';
import { CURRENT } from '../../engine/secrets/versions.ts';
import type { CloudModel } from '../../template/model.ts';
import { makePartners } from './partners.ts';
import type { Partners, PartnersState, ReceivedWebhook } from './partners.ts';

/** A secret with such a name makes a partner: `orderwire-local/partners/courier`. */
const SECRET_NAME = /\/partners\/([a-z0-9]+)$/;

export interface LocalPartnersDeps {
  readonly model: CloudModel;
  readonly engine: Pick<LocalEngine, 'state'>;
  readonly now: () => number;
  readonly onReceived: (webhook: ReceivedWebhook) => void;
  readonly state?: PartnersState;
}

/** The partners of this deployment: they know their keys because they read the secret that was agreed with them. */
export const makeLocalPartners = ({ model, engine, ...rest }: LocalPartnersDeps): Partners => {
  const secretNames = new Map(
    model.secrets.flatMap(({ name }) => {
      const partner = SECRET_NAME.exec(name)?.[1];
      return partner === undefined ? [] : [[partner, name] as const];
    }),
  );
  return makePartners({
    ...rest,
    names: [...secretNames.keys()],
    // From the state, as partners do not call our Secrets Manager and must not appear on the meter.
    secretOf: (partner) => {
      const secret = engine.state.secrets.secrets[secretNames.get(partner) ?? ''];
      return secret?.versions.find(({ id }) => id === secret.stages[CURRENT])?.text;
    },
  });
};
