#!/bin/sh
# Looks at what the audit wrote last.
cd "$(dirname "$0")/.." || exit 1
node -e 'const audit = JSON.parse(require("node:fs").readFileSync("audit-history/latest.json", "utf8")); console.log(audit.repositories + " repositories audited, " + audit.problems + " problems")'
