import { always, each, has, parseOptions, reading, type OptionList, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads, worst } from '../verdict.ts';

const listing = reading({
  flags: '-a -q -s -n -l --all --quiet --size --no-trunc --digests --latest --human --verbose -v',
  values: '-f -n --filter --format --last',
});
const looking = reading({ flags: '-s --size', values: '-f --format --type' });
const logs = reading({
  flags: '-f -t --follow --timestamps --details --no-color --no-log-prefix',
  values: '-n --tail --since --until',
});
const deleting: Rule = (_args, program) => destroys(`\`${program}\` deletes containers, images or data`);

/** What runs inside a container is judged like any other command. */
function insideRule(list: OptionList): Rule {
  return (args, program, effectOfWords) => {
    const { operands, stranger } = parseOptions(args, { ...list, stopsAtOperand: true });
    const command = operands.slice(1).filter(({ value }, index) => !(index === 0 && value === '--'));
    if (stranger !== null || command.length === 0) return changes(`\`${program}\` opens something that is not known`);
    return effectOfWords(command);
  };
}

const composeOptions: OptionList = {
  values: '-f -p --file --project-name --project-directory --profile --env-file --ansi',
  flags: '--compatibility',
};
const composeDown: Rule = (args, program) =>
  has(args, '-v', '--volumes', '--rmi')
    ? destroys(`\`${program} -v\` deletes volumes or images`)
    : changes(`\`${program}\` stops and removes containers`);
const compose = verbs(composeOptions, {
  ...each('ps ls images top port version', listing),
  logs,
  config: reading({ flags: '-q --quiet --services --images --volumes --profiles --no-interpolate', operands: 0 }),
  exec: insideRule({ flags: '-T', values: '-u --user --index -w' }),
  down: composeDown,
  rm: deleting,
});

const docker = verbs(
  { flags: '--version' },
  {
    '': always(reads),
    ...each('ps images', listing),
    ...each('logs', logs),
    ...each('inspect', looking),
    ...each('top port diff history version info search', reading({ flags: '-q --no-trunc', values: '-f --format' })),
    stats: reading({ flags: '-a --all --no-stream --no-trunc', values: '--format' }),
    events: reading({ values: '-f --filter --since --until --format' }),
    exec: insideRule({ flags: '-i -t', values: '-u -w --user --workdir' }),
    system: verbs(
      {},
      {
        df: listing,
        info: listing,
        events: reading({ values: '--since --until --filter --format' }),
        ...each('prune reset', deleting),
      },
    ),
    ...each('network volume image container builder config secret context node', groupRule()),
    service: verbs({}, { ...each('ls ps inspect', listing), logs, rm: deleting }),
    stack: verbs({}, { ...each('ls ps services', listing), rm: deleting }),
    compose,
    ...each('rm rmi', deleting),
  },
);

function groupRule(): Rule {
  return verbs(
    {},
    {
      ...each('ls list', listing),
      inspect: looking,
      logs,
      ...each('history top port', listing),
      stats: reading({ flags: '--no-stream -a', values: '--format' }),
      ...each('rm prune remove', deleting),
    },
  );
}

const kubeOptions: OptionList = {
  flags:
    '-A -w -f --all-namespaces --show-labels --no-headers --watch --follow -p --previous --all-containers --timestamps --containers --prefix --wide --client --short --ignore-not-found --show-kind --raw --all',
  values:
    '-n -o -l -c --namespace --output --selector --tail --since --since-time --sort-by --field-selector --context --container --limit-bytes --types --for --revision -L --label-columns',
};
const kubeReading = reading(kubeOptions);
const kubectl = verbs(
  { values: '-n --namespace --context' },
  {
    ...each('get describe logs top version api-resources api-versions explain events', kubeReading),
    'cluster-info': reading({ operands: 0 }),
    config: verbs(
      {},
      each('view current-context get-contexts get-clusters', reading({ flags: '--minify', values: '-o' })),
    ),
    rollout: verbs({}, each('status history', kubeReading)),
    auth: verbs({}, each('can-i whoami', kubeReading)),
    exec: kubeExec,
    delete: (_args, program) => destroys(`\`${program}\` deletes objects of the cluster`),
    drain: (_args, program) => destroys(`\`${program}\` ends everything on a node`),
  },
);

/** `kubectl exec POD -n NAMESPACE -- COMMAND`: options may stand on both sides of the name. */
function kubeExec(...[args, program, effectOfWords]: Parameters<Rule>): ReturnType<Rule> {
  const at = args.findIndex(({ value }) => value === '--');
  const { stranger } = parseOptions(at === -1 ? args : args.slice(0, at), {
    flags: '-i -t -q',
    values: '-n -c --namespace --container',
  });
  if (at === -1 || stranger !== null || args.length === at + 1)
    return worst([changes(`\`${program}\` opens something that is not known`), reads]);
  return effectOfWords(args.slice(at + 1));
}

const helm = verbs(
  { values: '-n --namespace --kube-context' },
  {
    ...each(
      'list ls status history version',
      reading({
        flags: '-A -a --all-namespaces --all --short -q',
        values: '-n -o --namespace --output --max --revision',
      }),
    ),
    get: verbs(
      {},
      each(
        'values manifest notes hooks all metadata',
        reading({ flags: '-a --all', values: '-n --namespace --revision -o' }),
      ),
    ),
    ...each('uninstall delete', (_args, program) => destroys(`\`${program}\` deletes a release`)),
  },
);

/** Containers, clusters and virtual machines. */
export const containerPrograms: Readonly<Record<string, Rule>> = {
  ...each('docker podman nerdctl', docker),
  ...each('docker-compose podman-compose', compose),
  ...each('kubectl oc', kubectl),
  helm,
  crictl: verbs(
    {},
    { ...each('ps pods images info version stats', listing), inspect: looking, logs, ...each('rm rmi rmp', deleting) },
  ),
  qm: verbs({}, { ...each('list status config', reading({})), destroy: deleting }),
  pct: verbs({}, { ...each('list status config df', reading({})), destroy: deleting }),
  ...each(
    'pveversion pvesm',
    reading({ flags: '-v', operands: (operands) => operands.every(({ value }) => value === 'status') }),
  ),
  pvecm: verbs({}, each('status nodes', reading({}))),
  virsh: verbs(
    {},
    {
      ...each(
        'list dominfo domstate domblklist domiflist nodeinfo pool-list net-list version',
        reading({ flags: '--all' }),
      ),
      undefine: deleting,
      destroy: always(changes('`virsh destroy` switches a machine off')),
    },
  ),
  ...each('terraform tofu', verbs({}, { version: always(reads), destroy: deleting })),
  vault: verbs({}, { status: reading({ values: '-address -format' }) }),
  consul: verbs({}, each('members info version', reading({}))),
};
