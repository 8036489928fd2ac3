#!/usr/bin/env bash
# Holds the packaged templates against CloudFormation's own schemas, as far as can be done without an account.
# Needs Python ≥ 3.10 and, the first time, the network: cfn-lint is installed into .orderwire/. Only CI needs it.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=1.58.0
TOOL=.orderwire/cfn-lint-$VERSION
TEMPLATES=.orderwire/templates

problem() {
  printf '\n%s\n\nNext step: %s\n' "$1" "$2" >&2
  exit 1
}

if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  problem 'Python 3.10 or later, with venv, is not there; cfn-lint is written in it.' \
    'install python3 and python3-venv, or leave this check to CI.'
fi
if [ ! -x "$TOOL/bin/cfn-lint" ]; then
  mkdir -p .orderwire
  { python3 -m venv "$TOOL" && "$TOOL/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$VERSION"; } || {
    rm -rf "$TOOL"
    problem "cfn-lint $VERSION could not be installed." 'look at the message above; the network may be away.'
  }
fi

# What only a deployment knows is a placeholder in a package (local-cloud/src/dev/packaging/compose.ts); here it gets the form of the real thing.
rm -rf "$TEMPLATES"
mkdir -p "$TEMPLATES"
for template in services/*/.serverless/cloudformation-template-update-stack.json; do
  [ -f "$template" ] || problem 'The services are not packaged.' 'npm run package, then try again.'
  service=$(basename "$(dirname "$(dirname "$template")")")
  sed -E \
    -e 's#arn:compose:output:::local/MailFrom#orders@shop.example#g' \
    -e 's#arn:compose:output:::[a-z]+/([A-Za-z]+)Arn#arn:aws:service:eu-central-1:123456789012:\1#g' \
    -e 's#arn:compose:output:::[a-z]+/([A-Za-z]+)#\1#g' \
    "$template" >"$TEMPLATES/$service.json"
done

# W3005: the framework names dependencies that a reference implies already. W8003: a condition that a stage decides.
"$TOOL/bin/cfn-lint" --ignore-checks W3005 W8003 --regions eu-central-1 us-east-1 ap-southeast-2 -- "$TEMPLATES"/*.json
printf 'passed the templates of %s services\n' "$(find "$TEMPLATES" -name '*.json' | wc -l | tr -d ' ')"
