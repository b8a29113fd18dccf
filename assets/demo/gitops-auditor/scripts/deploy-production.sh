#!/bin/sh
# Deploys the checked-out configuration: validates it and restarts the service.
"$(dirname "$0")/config-loader.sh" && sudo systemctl restart gitops-auditor
