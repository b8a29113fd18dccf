/** A remedy as it is tried on a lab host: how the host is prepared, what the goal is, what the way back promises. */
export type Scenario = {
  readonly actionId: string;
  /** Run as root before each try. */
  readonly prepare: string;
  /** Exit status 0 when the remedy's goal is reached. */
  readonly goal: string;
  /** Prints all that the way back promises to bring back; the same text before and after. */
  readonly state: string;
};

const app = '/srv/faults';

/** The runbook that the tries use; plain actions with typed remedies. */
export const scenarioRunbook = `---
name: Faults
---

# Faults

## Remedies

\`\`\`sh {#restart effect=changes consent=click timeout=30s remedy=restart-unit unit=faults-app}
# Restart
sudo systemctl restart faults-app
\`\`\`

\`\`\`sh {#isolate effect=changes consent=confirm timeout=30s remedy=isolate unit=faults-app}
# Isolate
sudo systemctl stop faults-app
sudo systemctl mask --runtime faults-app
\`\`\`

\`\`\`sh {#rejoin effect=changes consent=confirm timeout=30s remedy=rejoin unit=faults-app}
# Rejoin
sudo systemctl unmask --runtime faults-app
sudo systemctl start faults-app
\`\`\`

\`\`\`sh {#clear effect=destroys consent=confirm timeout=30s remedy=clear-temporary-data files=${app}/tmp/app-* resource=files:tmp}
# Clear temporary data
rm -rf ${app}/tmp/app-*
\`\`\`

\`\`\`sh {#roll-back effect=destroys consent=confirm timeout=30s remedy=roll-back root=${app}/repo commit=HEAD~1 resource=files:repo}
# Roll back
cd ${app}/repo
git reset --hard HEAD~1
./deploy.sh
\`\`\`

\`\`\`sh {#restore effect=destroys consent=confirm timeout=30s remedy=restore-backup backup=/backup/faults root=${app}/conf resource=files:conf}
# Restore the backup
cp -a /backup/faults/. ${app}/conf/
\`\`\`

\`\`\`sh {#unpack effect=destroys consent=confirm timeout=30s remedy=restore-backup backup=/backup/faults.tar.gz root=${app}/conf resource=files:conf}
# Restore the packed backup
sudo tar -xzf /backup/faults.tar.gz -C ${app}/conf
\`\`\`

\`\`\`sh {#set-aside effect=changes consent=confirm timeout=30s remedy=set-aside file=${app}/history/latest.json resource=files:history}
# Set the broken audit aside
mv ${app}/history/latest.json ${app}/history/latest.json.broken
\`\`\`

\`\`\`sh {#prune effect=destroys consent=confirm timeout=30s remedy=prune-repositories folder=${app}/repos days=30 resource=files:repos}
# Prune old repositories
find ${app}/repos -name '*.git' -mtime +30 -exec rm -rf {} +
\`\`\`
`;

const filesOf = (folder: string) =>
  `cd ${folder} && find . -name .sitrep-quarantine -prune -o -name .git -prune -o \\( -type f -o -type l \\) -printf '%p %m %u ' -exec sha256sum {} \\; | cut -c1-200 | sort`;
const unitState = 'systemctl is-active faults-app; systemctl show -p LoadState --value faults-app';
const up = 'systemctl unmask --runtime faults-app; systemctl reset-failed faults-app; systemctl start faults-app';
const git = `git -C ${app}/repo -c user.name=t -c user.email=t@example.org -c safe.directory='*'`;

/** Once per host: the unit, and wrappers that write down every call that changes something. */
export const prepareHost = `
systemctl stop dpkg-db-backup.timer 2>/dev/null # its mv would be counted
mkdir -p ${app} /backup /usr/local/bin; : > /var/log/faults-calls; chmod 666 /var/log/faults-calls
wrap() { real=$(PATH=/usr/bin:/bin command -v $1); printf '#!/bin/sh\\ncase " $* " in %s) echo "%s $*" >> /var/log/faults-calls;; esac\\nexec %s "$@"\\n' "$2" "$1" "$real" > /usr/local/bin/$1; chmod 755 /usr/local/bin/$1; }
wrap mv '*'; wrap cp '*'; wrap git '*" reset "*'; wrap systemctl '*" restart "*|*" start "*|*" stop "*|*" mask "*|*" unmask "*'
printf '[Service]\\nExecStart=/bin/sleep infinity\\nExecStartPre=+/bin/sh -c "echo started >> /var/log/faults-starts"\\n' > /lib/systemd/system/faults-app.service
systemctl daemon-reload`;

/** Takes away what `prepareHost` brought. */
export const cleanHost = `systemctl stop faults-app; rm -rf /lib/systemd/system/faults-app.service ${app} /backup/faults; for p in mv cp git systemctl; do rm -f /usr/local/bin/$p; done; systemctl daemon-reload`;

/** Before each try: nothing is held, nothing counted. */
export const resetHost = `mkdir -p /run/faults; chmod 1777 /run/faults; rm -f /run/faults/*; rm -rf ${app}/* /backup/faults /backup/faults.tar.gz /root/packed ~ops/.local`;
/** After the preparations: from here on calls count. */
export const beginCounting = `chown -R ops:ops ${app} /backup/faults 2>/dev/null; : > /var/log/faults-calls; : > /var/log/faults-starts`;

export const scenarios: readonly Scenario[] = [
  { actionId: 'restart', prepare: up, goal: 'systemctl is-active faults-app', state: unitState },
  {
    actionId: 'isolate',
    prepare: up,
    goal: '! systemctl is-active faults-app && [ "$(systemctl show -p LoadState --value faults-app)" = masked ]',
    state: unitState,
  },
  {
    actionId: 'rejoin',
    prepare: 'systemctl stop faults-app; systemctl mask --runtime faults-app',
    goal: 'systemctl is-active faults-app',
    state: unitState,
  },
  {
    actionId: 'clear',
    prepare: `mkdir -p ${app}/tmp/app-dir; echo one > ${app}/tmp/app-1; echo two > "${app}/tmp/app- 2"; echo deep > ${app}/tmp/app-dir/deep; echo stays > ${app}/tmp/other`,
    goal: `! ls -d ${app}/tmp/app-*`,
    state: filesOf(`${app}/tmp`),
  },
  {
    actionId: 'roll-back',
    prepare: `mkdir -p ${app}/repo; cd ${app}/repo; git init -q -b main; printf '#!/bin/sh\\necho deploy >> /var/log/faults-calls\\n' > deploy.sh; chmod 755 deploy.sh; echo good > app.conf; ${git} add .; ${git} commit -qm works; echo bad > app.conf; ${git} commit -qam tune; echo edited >> app.conf; echo new > staged; ${git} add staged`,
    goal: `[ "$(${git} log -1 --format=%s)" = works ]`,
    state: `${git} rev-parse HEAD; ${git} status --porcelain; ${filesOf(`${app}/repo`)}`,
  },
  {
    actionId: 'restore',
    prepare: `mkdir -p ${app}/conf/data /backup/faults/sub; echo good > /backup/faults/config; echo too > "/backup/faults/sub/a b"; echo broken > ${app}/conf/config; chmod 640 ${app}/conf/config; echo mine > ${app}/conf/data/kept`,
    goal: `[ "$(cat ${app}/conf/config)" = good ] && [ -e "${app}/conf/sub/a b" ]`,
    state: filesOf(`${app}/conf`),
  },
  {
    actionId: 'unpack',
    prepare: `mkdir -p ${app}/conf/data /root/packed/sub; cd /root/packed; echo good > config; chmod 604 config; echo too > "sub/it's \\$a b"; tar -czf /backup/faults.tar.gz .; echo broken > ${app}/conf/config; chmod 640 ${app}/conf/config; echo mine > ${app}/conf/data/kept`,
    goal: `[ "$(cat ${app}/conf/config)" = good ] && [ "$(stat -c '%U %a' ${app}/conf/config)" = 'root 604' ] && [ -e "${app}/conf/sub/it's \\$a b" ]`,
    state: filesOf(`${app}/conf`),
  },
  {
    actionId: 'set-aside',
    prepare: `mkdir -p ${app}/history; echo '{"n":1}' > ${app}/history/1.json; echo '{"n":' > ${app}/history/latest.json`,
    goal: `[ "$(cat ${app}/history/latest.json)" = '{"n":1}' ]`,
    state: filesOf(`${app}/history`),
  },
  {
    actionId: 'prune',
    prepare: `mkdir -p ${app}/repos/old.git ${app}/repos/new.git ${app}/repos/team/old/.git; for d in old.git new.git team/old/.git; do echo ref > ${app}/repos/$d/HEAD; done; echo text > ${app}/repos/team/old/readme; find ${app}/repos/old.git ${app}/repos/team/old -exec touch -d '40 days ago' {} +`,
    goal: `[ ! -e ${app}/repos/old.git ] && [ ! -e ${app}/repos/team/old ] && [ -e ${app}/repos/new.git ]`,
    state: filesOf(`${app}/repos`),
  },
];
