import { inOrder, readCompose } from '@orderwire/local-cloud/dev/packaging/compose';
import type { Applied, Packaging } from '@orderwire/local-cloud/dev/packaging/osls';
import { type Deployment, stepsOf } from './deploy-stacks.ts';
import type { Stack, Stacks } from './stacks.ts';

const DONE: Applied = { ok: true, unchanged: false, words: '' };

/** This repository's services, and an AWS where `version` is deployed unless a service is broken. */
export const fakeAws = (version: string) => {
  const root = process.cwd();
  const compose = readCompose(root);
  const order = inOrder(compose);
  const stacks = new Map<string, Stack>();
  const applied: Packaging[] = [];
  const lines: string[] = [];
  const outcomes = new Map<string, () => Promise<Applied>>();
  const nameOf = (service: string): string => `orderwire-${service}-dev`;
  const put = (service: string, from: Partial<Stack>): void => {
    const name = nameOf(service);
    // Each output is called after its stack, so that one sees where a parameter came from.
    const outputs = new Proxy({}, { get: (_, key) => (key === 'ApiUrl' ? 'https://api' : `${name}.${String(key)}`) });
    stacks.set(name, { name, accountId: '1', status: 'UPDATE_COMPLETE', version: undefined, outputs, ...from });
  };
  const deploys = (service: string): Promise<Applied> => {
    put(service, { version });
    return Promise.resolve(DONE);
  };
  let find: Stacks['find'] = (name) => Promise.resolve(stacks.get(name));
  const deployment: Deployment = {
    ...{ root, compose, stage: 'dev', region: 'eu-central-1', version, settings: { SHOP_NAME: 'Shop' } },
    terminal: { line: (text = '') => lines.push(text), live: () => undefined, paint: (_, text) => text },
    find: (name) => find(name),
    apply: (packaging) => {
      applied.push(packaging);
      return outcomes.get(packaging.service)?.() ?? deploys(packaging.service);
    },
  };
  return {
    deployment,
    stacks,
    applied,
    lines,
    order,
    steps: stepsOf(root, compose, order, 'dev'),
    standsFrom: (stood: string | undefined, services = order) => {
      for (const service of services) put(service, { version: stood });
    },
    put,
    /** What comes of a service from now on. */
    comes: (service: string, outcome: () => Promise<Applied>) => void outcomes.set(service, outcome),
    /** AWS answers no more. */
    isAway: () => {
      find = () => Promise.reject(new Error('ExpiredToken'));
    },
    /** All that was said, in one text. */
    said: () => lines.join('\n'),
  };
};

export const failed = (words: string): Applied => ({ ok: false, unchanged: false, words });
