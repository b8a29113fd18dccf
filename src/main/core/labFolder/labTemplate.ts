import { schemaFileName } from './schemaFile.ts';

/** The first `lab.yaml` of a new lab folder: valid, empty, and explaining itself. */
export const labTemplate = `# yaml-language-server: $schema=${schemaFileName}
# The lab that Sitrep watches: hosts, services, and who is told. Made to live in git.
# Edit it here or in the window; both keep your comments. While it has a mistake, the last good version stays in force.
#
# hosts:
#   - id: nas                    # written once, stays when the name changes
#     name: Storage
#     access:
#       transport: ssh2          # or: ssh (the system's own), local (this computer)
#       alias: nas               # a Host of ~/.ssh/config; or address, port, user, identityFile
#     checks:
#       - { id: nas-reachable, kind: reachable }
#       - { id: nas-disk, kind: disk, path: /, warning: 85, critical: 95 }
#
# services:
#   - id: photos
#     host: nas
#     runbook: systemd-service   # a file of runbooks/, or a built-in one, without .md
#     variables: { unit: photos.service }
#     checks:
#       - { id: photos-unit, kind: systemd-unit, unit: '{{unit}}' }
#
# contacts:
#   - { id: me, name: Me, email: me@example.org, stakeholder: true }
#
# channels:                      # beside the desktop; their secrets go into the vault, by the settings
#   - { id: phone, kind: ntfy, server: 'https://ntfy.sh', topic: my-lab, quiet: { from: '22:00', to: '07:00' } }
#
# maintenance:                   # seen, but not told
#   - { id: updates, hosts: [nas], weekly: { days: [7], from: '03:00', to: '05:00' } }
#
# settings:
#   timeZone: Europe/Berlin
#   businessDay: { starts: '09:00', days: [1, 2, 3, 4, 5] }

version: 1

hosts: []

services: []

contacts: []
`;
