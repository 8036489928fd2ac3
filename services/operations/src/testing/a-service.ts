import { join } from 'node:path';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { heldToRoutes } from '@orderwire/testing/answers';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { dynamoAudit } from '../adapters/dynamo-audit.ts';
import type { AuditEntry } from '../application/audit-list.ts';
import { subscriptions } from '../handlers/events/subscriptions.ts';
import { compose } from '../service.ts';

interface Listed {
  readonly status: number | undefined;
  readonly code?: string;
  readonly entries: readonly AuditEntry[];
  readonly cursor?: string;
}

/** The service on the Audit table as it is deployed, in the local cloud's engine. */
export const aService = () => {
  const tableName = 'AuditTable';
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [tableFrom(join(__dirname, '../../resources.yml'), tableName)],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'operations',
  });
  const dynamo = makeEngineClient(operations).client;
  const { outside } = makeOutside({ environment: { AUDIT_TABLE: tableName }, clients: { dynamo } });
  const { listAudit } = heldToRoutes(compose(outside));
  return {
    subscriptions: subscriptions(dynamoAudit({ dynamo, tableName })),
    list: async (query: Readonly<Record<string, string>> = {}, as = 'staff:grace'): Promise<Listed> => {
      const answer = await listAudit(aRequest({ query, ...(as !== '' && { as }) }));
      return { status: answer.statusCode, ...(bodyOf(answer) as unknown as Omit<Listed, 'status'>) };
    },
  };
};
