#!/bin/sh
# Says whether the configuration can be read.
cd "$(dirname "$0")/.." || exit 1
exec node server.mjs --check
