#!/usr/bin/env bash
# Runs a command with another version of Node in front of the path: scripts/on-node.sh 24 npm start
# The binary is that of the npm package `node`; it is kept in .orderwire/.
set -euo pipefail

[ $# -ge 2 ] || { echo 'scripts/on-node.sh VERSION COMMAND …, for example: scripts/on-node.sh 24 npm start' >&2; exit 1; }
version=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/.orderwire/node-$version

os=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) arch=$(uname -m) ;;
esac
# What the package `node` would fetch by a script of its own, which npm does not run unless told to.
package=node-$os-$arch
if [ ! -x "$folder/node_modules/$package/bin/node" ]; then
  mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  npm install --prefix "$folder" --no-audit --no-fund --loglevel=error "$package@$version" >&2
fi

export PATH="$folder/node_modules/$package/bin:$PATH"
echo "on Node $(node --version)" >&2
exec "$@"
