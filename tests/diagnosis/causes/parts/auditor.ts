import { down, up } from './units.ts';

/** Where the auditor is deployed. */
export const root = '/opt/gitops-auditor';

/** Starts the auditor anew, and fails where it does not start. */
export const restart = 'systemctl reset-failed gitops-auditor; systemctl restart gitops-auditor';

/** Holds while the auditor does not run. */
export const isDown = down('gitops-auditor');

/** Holds while the auditor runs and says of itself that it is not well. */
export const isDegraded = "curl -s -o /dev/null -w '%{http_code}' http://localhost:3000/health | grep -q 503";

/** Takes the overrides of the auditor's unit back, and fails where it does not start then. */
export const withoutDropIn = `rm -rf /etc/systemd/system/gitops-auditor.service.d; systemctl daemon-reload; ${restart}`;

/** Deploys a change of the auditor as a commit; what it breaks shows when it is started anew. */
export const commit = (change: string, subject: string): string =>
  `cd ${root}; ${change}; chown -R gitops: ${root}; sudo -u gitops git -c user.name=ops -c user.email=ops@lab -C ${root} commit -q -am '${subject}'; ${up('gitops-auditor')}`;

/** Takes the last commit of the auditor back. */
export const back = `sudo -u gitops git -C ${root} reset -q --hard HEAD~1; ${up('gitops-auditor')}`;
