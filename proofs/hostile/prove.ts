import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { localModel } from '@orderwire/local-cloud/dev/platform/platform';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { makeEngine } from '@orderwire/local-cloud/engine/engine';
import { portOperations } from '@orderwire/local-cloud/server/protocols/aws-port';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { findPorts } from '../crash/life.ts';
import { type Report, reportLines } from './report.ts';
import { routesOf } from './routes.ts';
import { runHostile } from './run.ts';

interface Asked {
  readonly root: string;
  /** Requests for each operation; a route gets half as many. */
  readonly inputs: number;
  readonly kills: number;
  readonly seed: number;
  /** Only operations and routes whose name holds this text. */
  readonly only: string;
}

/** Out of the engine itself, so that an operation that it gains is asked at once. */
const operationsOf = (model: CloudModel): readonly string[] => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const environment = { now: () => 0, random: () => 0 };
  return portOperations(makeEngine({ model, environment, signingKey: { privateKeyPem, kid: 'none' } }).operations);
};

/** Packages, sends, kills, and says what came of it: nothing that was sent did any harm. */
export const proveHostile = async (asked: Asked, terminal: Terminal): Promise<Found> => {
  const { root, inputs, seed, only } = asked;
  const { compose } = await packageServices({ root, terminal });
  mkdirSync(join(root, '.orderwire'), { recursive: true });
  const folder = mkdtempSync(join(root, '.orderwire/hostile-'));
  const ports = await findPorts();
  const urls = { apiUrl: `http://127.0.0.1:${ports.api}`, awsUrl: `http://127.0.0.1:${ports.aws}` };
  const model = localModel(root, compose, urls);
  const wanted = (name: string): boolean => name.includes(only);
  const [operations, routes] = [operationsOf(model).filter(wanted), routesOf(model).filter(wanted)];
  terminal.line(`  seed ${seed}, ${operations.length} operations, ${routes.length} routes, ${asked.kills} kills`);
  const { sent, findings, kills, restartsRefused, violations } = await runHostile({
    ...{ root, folder, ports, model, operations, routes, seed, inputs, kills: asked.kills },
    routeInputs: Math.ceil(inputs / 2),
    onProgress: terminal.live,
  });
  const all = [...operations, ...routes];
  const canaryRead = violations.length === 0 && restartsRefused.length === 0;
  const isWhole = restartsRefused.length === 0;
  if (isWhole) rmSync(folder, { recursive: true, force: true });
  const report: Report = {
    ...{ seed, operations: all.length, kills, restartsRefused, canaryRead, violations },
    requests: [...sent.values()].reduce((sum, count) => sum + count, 0),
    answers5xx: findings.filter(({ status }) => typeof status === 'number'),
    unanswered: findings.filter(({ status }) => typeof status !== 'number'),
    ...(!isWhole && { kept: folder }),
  };
  return {
    holds: canaryRead && findings.length === 0 && all.length > 0 && kills >= asked.kills,
    skipped: all.filter((name) => (sent.get(name) ?? 0) === 0),
    report,
    lines: (verdict, paint) => reportLines(report, verdict, paint),
  };
};
