#!/usr/bin/env bash
# Deploys all stacks to MiniStack, an emulator of AWS from PyPI: all of them; again with one broken in the middle, which must stop
# it; mended; and then removes them. Needs Python ≥ 3.10 and, the first time, the network. Nothing of it reaches AWS.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=1.5.33
TOOL=$PWD/.orderwire/ministack-$VERSION
STAGE=production-blue-eu-2
PORT=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
WORK=$(mktemp -d "${TMPDIR:-/tmp}/orderwire-ministack-XXXXXX")
COPY=$WORK/copy

if [ ! -x "$TOOL/bin/ministack" ]; then
  mkdir -p .orderwire
  { python3 -m venv "$TOOL" && "$TOOL/bin/pip" install --quiet --disable-pip-version-check "ministack==$VERSION" 'cryptography==50.0.2'; } ||
    { rm -rf "$TOOL"; echo "MiniStack $VERSION could not be installed." >&2; exit 1; }
fi

mkdir -p "$WORK/tmp" "$COPY"
env GATEWAY_PORT="$PORT" BIND_HOST=127.0.0.1 MINISTACK_REGION=eu-central-1 IOT_MTLS_ENABLED=0 SFTP_ENABLED=0 TMPDIR="$WORK/tmp" \
  "$TOOL/bin/ministack" >"$WORK/ministack.log" 2>&1 &
MINISTACK=$!
end() {
  kill "$MINISTACK" 2>/dev/null || true
  wait "$MINISTACK" 2>/dev/null || true
  rm -rf "$WORK"
}
trap end EXIT

export AWS_ENDPOINT_URL=http://127.0.0.1:$PORT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test DEPLOY_REGION=eu-central-1
export MAIL_FROM=orders@shop.test WAREHOUSE_WEBHOOK_URL=https://warehouse.test/x COURIER_WEBHOOK_URL=https://courier.test/x
until curl -sf "$AWS_ENDPOINT_URL/_localstack/health" >/dev/null; do
  kill -0 "$MINISTACK" || { cat "$WORK/ministack.log" >&2; exit 1; }
  sleep 0.2
done

# MiniStack has no archives: in a copy the bus goes without.
cp -R services scripts shared events-schema local-cloud package.json package-lock.json serverless-compose.yml settings.yml tsconfig.json "$COPY"
ln -s "$PWD/node_modules" "$COPY/node_modules"
cd "$COPY"
node -e "
  const fs = require('fs'), file = 'services/platform/resources.yml', text = fs.readFileSync(file, 'utf8');
  const without = text.replace(/\n  Archive:\n(    .*\n)+/, '\n');
  if (without === text) throw new Error('There is no archive to leave out.');
  fs.writeFileSync(file, without);
"

run() { # run FILE VERSION COMMAND …: its JSON into FILE; answers with its exit code
  local file=$1 version=$2
  shift 2
  DEPLOY_VERSION=$version node scripts/run.mjs "$@" --stage $STAGE --json >"$WORK/$file"
}
# holds FILE EXPRESSION: what it says of `it`, the object in FILE, is true
holds() {
  node -e "
    const it = JSON.parse(require('fs').readFileSync('$WORK/$1', 'utf8'));
    const service = (name) => it.stacks.find((stack) => stack.service === name);
    if (!($2)) { console.error('It does not hold that $2: ' + JSON.stringify(it)); process.exit(1); }
  "
  echo "holds: $2"
}

echo '— all stacks'
run first one deploy
holds first 'it.ok && it.stacks.length === 11 && it.stacks.every(({ did, version }) => did === "done" && version === "one")'

echo '— one broken in the middle'
cp services/orders/resources.yml "$WORK/orders.yml"
node -e "
  const fs = require('fs'), file = 'services/orders/resources.yml';
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Resources:\n', 'Resources:\n  Broken: { Type: \"AWS::Events::EventBus\", Properties: { Name: orderwire-$STAGE } }\n'));
"
if run broken two deploy; then echo 'A broken stack was deployed.' >&2; exit 1; fi
holds broken '!it.ok && service("orders").did === "failed" && service("orders").status === "UPDATE_ROLLBACK_COMPLETE"'
holds broken 'service("orders").version === "one"'
holds broken 'service("platform").version === "two" && service("inventory").version === "two"'
holds broken 'service("payments").did === "not begun" && service("payments").version === "one" && service("timeline").version === "one"'

echo '— mended'
cp "$WORK/orders.yml" services/orders/resources.yml
run mended two deploy
holds mended 'it.ok && it.stacks.every(({ version }) => version === "two")'

echo '— removed'
if run refused two remove; then echo 'It was removed without a question.' >&2; exit 1; fi
if run other two remove --yes production; then echo 'It was removed by another name.' >&2; exit 1; fi
run removed two remove --yes $STAGE
holds removed 'it.ok && it.stacks.length === 11 && it.stacks.every(({ status }) => status === null)'
holds removed '["DynamoDB::Table", "S3::Bucket", "SecretsManager::Secret", "Cognito::UserPool", "Cognito::UserPoolClient", "Events::EventBus", "SQS::Queue"].every((type) => it.kept.some((one) => one.type === "AWS::" + type))'

echo '— what was kept is there, and its names are taken'
if run again three deploy; then echo 'It was deployed beside what was kept.' >&2; exit 1; fi
holds again 'service("platform").did === "failed" && /exist/i.test(service("platform").words) && service("customers").did === "not begun"'
echo 'All of it holds.'
