import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { serviceNames } from './packaged.ts';

/** Bytes of script that a cold start parses; the SDK's clients are most of it. S3's alone is a fifth of the invoice's. */
const LIMIT = 310_000;
const LIMITS: Readonly<Record<string, number>> = { invoice: 400_000, orders: 345_000 };

const bundles = serviceNames.flatMap((service) => {
  const folder = join(process.cwd(), 'services', service, '.serverless');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.zip'))
    .map((name) => ({ service, bundle: name.slice(0, -4), files: unzipSync(readFileSync(join(folder, name))) }));
});

describe.each(bundles.map((one) => [`${one.service}.${one.bundle}`, one] as const))('the bundle %s', (_name, one) => {
  it('is one CommonJS script: no native addon, no package beside it', () => {
    expect(Object.keys(one.files)).toEqual(['src/lambda.js']);
    const script = Buffer.from(one.files['src/lambda.js'] ?? []).toString();
    expect(script).toMatch(/^(?:"use strict";|var )/);
    expect(script).not.toMatch(/\.node["'`]\)|\bimport\.meta\b/);
  });

  it('stays within its limit', () => {
    expect(one.files['src/lambda.js']?.length).toBeLessThan(LIMITS[one.service] ?? LIMIT);
  });
});
