import type { LocalEngine } from '../../engine/engine.ts';
import { findSecret } from '../../engine/secrets/find.ts';
import { CURRENT } from '../../engine/secrets/versions.ts';
import type { CloudModel } from '../../template/model.ts';
import { makePartners } from './partners.ts';
import type { Partner, Partners, PartnersState, ReceivedWebhook } from './partners.ts';

/** Where the platform's stack says which secret is whose. */
const SECRET_OUTPUTS: Readonly<Record<Partner, string>> = {
  warehouse: 'platform.WarehouseSecretArn',
  courier: 'platform.CourierSecretArn',
};

export interface LocalPartnersDeps {
  readonly model: CloudModel;
  readonly engine: Pick<LocalEngine, 'state'>;
  readonly now: () => number;
  readonly onReceived: (webhook: ReceivedWebhook) => void;
  readonly state?: PartnersState;
}

/** The partners of this deployment: they know their keys because they read the secret that was agreed with them. */
export const makeLocalPartners = ({ model, engine, ...rest }: LocalPartnersDeps): Partners =>
  makePartners({
    ...rest,
    // From the state, as partners do not call our Secrets Manager and must not appear on the meter.
    secretOf: (partner) => {
      const definition = findSecret(model.secrets, model.outputs[SECRET_OUTPUTS[partner]] ?? '');
      const secret = definition && engine.state.secrets.secrets[definition.name];
      return secret?.versions.find(({ id }) => id === secret.stages[CURRENT])?.text;
    },
  });
