import type { Parts } from '@orderwire/local-cloud/server/testing/hostile/envelopes';

const MOST_TRIES = 120;

/** Every body that lacks one stretch of this one, long stretches first. */
function* shorter(body: Buffer): Generator<Buffer> {
  for (let size = body.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < body.length; at += size)
      yield Buffer.concat([body.subarray(0, at), body.subarray(at + size)]);
}

function* smaller(parts: Parts): Generator<Parts> {
  const { headers, path, body } = parts;
  for (const header of headers) yield { ...parts, headers: headers.filter((one) => one !== header) };
  if (path.includes('?')) yield { ...parts, path: path.split('?')[0] ?? '/' };
  for (const rest of shorter(body)) yield { ...parts, body: rest };
}

/** The smallest request found that still ends as this one did. */
export const shrink = async (parts: Parts, endsTheSame: (parts: Parts) => Promise<boolean>): Promise<Parts> => {
  let smallest = parts;
  let tries = 0;
  for (let found = true; found && tries < MOST_TRIES;) {
    found = false;
    for (const candidate of smaller(smallest)) {
      if ((tries += 1) > MOST_TRIES) break;
      if (!(await endsTheSame(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
};
