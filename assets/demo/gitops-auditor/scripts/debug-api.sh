#!/bin/sh
# Asks the API from the host itself.
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$(dirname "$0")/../config.json")
for path in /health /api/status; do
  printf '%s ' "$path"
  curl -sS -m 5 "http://127.0.0.1:$port$path" || exit 1
done
