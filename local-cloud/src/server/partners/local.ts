import type { LocalEngine } from '../../engine/engine.ts';
import { findSecret } from '../../engine/secrets/find.ts';
import { CURRENT } from '../../engine/secrets/versions.ts';
import type { CloudModel } from '../../template/model.ts';
import type { Hub } from '../hub.ts';
import { makePartners } from './partners.ts';
import type { Partner, Partners } from './partners.ts';

/** Where the platform's stack says which secret is whose. */
const SECRET_OUTPUTS: Readonly<Record<Partner, string>> = {
  warehouse: 'platform.WarehouseSecretArn',
  courier: 'platform.CourierSecretArn',
};

export interface LocalPartnersDeps {
  readonly model: CloudModel;
  readonly engine: LocalEngine;
  readonly hub: Hub;
  readonly now: () => number;
}

/** The partners of this deployment: they know their keys because they read the secret that was agreed with them. */
export const makeLocalPartners = ({ model, engine, hub, now }: LocalPartnersDeps): Partners =>
  makePartners({
    now,
    // From the state, as partners do not call our Secrets Manager and must not appear on the meter.
    secretOf: (partner) => {
      const definition = findSecret(model.secrets, model.outputs[SECRET_OUTPUTS[partner]] ?? '');
      const secret = definition && engine.state.secrets.secrets[definition.name];
      return secret?.versions.find(({ id }) => id === secret.stages[CURRENT])?.text;
    },
    onReceived: (webhook) =>
      hub.tell(() => ({
        kind: 'webhook',
        title: `${webhook.partner} answered ${webhook.status} to ${webhook.id}`,
        detail: { ...webhook },
      })),
  });
