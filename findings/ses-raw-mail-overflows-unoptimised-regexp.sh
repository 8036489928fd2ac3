#!/usr/bin/env bash
# @aws-sdk/client-ses 3.1162.0 (with @smithy/core 3.41.0), seen on Node 20.20.2 on 2026-11-28.
#
# SES's raw mails travel as one base64 value of a form. Before the SDK encodes a value it asks the regular expression
# ^[\w.~-]+$ whether there is anything to encode. As V8 compiles it by default, that is one loop without memory. But V8 compiles
# regular expressions unoptimised once a process has made much regular-expression code (more than 1 MB, with more than
# 16 MB of executable memory), and then each character of the loop takes room on the backtracking stack, which ends at
# 64 MB. From about 8 million characters on, a mail of 6 MB, sending throws RangeError: Maximum call stack size exceeded,
# in a process that sent the same mail before. The flag --no-regexp-optimization makes V8 do at once what a long-lived
# process meets late. The mail never leaves the machine: the request handler answers here.
#
# Fails if that changes: if the mail is sent unoptimised, or not sent by default.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact @aws-sdk/client-ses@3.1162.0 @smithy/core@3.41.0 >/dev/null

cat >send.mjs <<'JS'
import { Readable } from 'node:stream';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { HttpResponse } from '@smithy/core/protocols';

const answer = `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult>
<MessageId>sent</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
const ses = new SESClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  requestHandler: {
    handle: async () => ({
      response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([Buffer.from(answer)]) }),
    }),
  },
});
const mail = `From: shop@example.com\r\nTo: ada@example.com\r\nSubject: Your files\r\n\r\n${'x'.repeat(9_000_000)}`;
try {
  const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mail) } }));
  console.log(MessageId);
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
JS

expect() {
  [ "$2" = "$3" ] || { echo "$1: expected \"$3\", saw \"$2\""; exit 1; }
  echo "$1: $2"
}
expect 'as V8 compiles by default' "$(node send.mjs 2>/dev/null)" 'sent'
expect 'as V8 compiles without optimisation' "$(node --no-regexp-optimization send.mjs 2>/dev/null)" \
  'RangeError: Maximum call stack size exceeded'
