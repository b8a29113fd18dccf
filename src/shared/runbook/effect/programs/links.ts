import { each, onlyWith, reading, type Rule, verbs } from '../options.ts';

const show = verbs({}, { '': reading({ operands: 0 }), ...each('show list ls lst', reading({})) });

/** Programs that show links, queues and connections of the network, and change them with other words. */
export const linkPrograms: Readonly<Record<string, Rule>> = {
  tc: verbs({ flags: '-s -d -p -j -br' }, each('qdisc class filter', show)),
  bridge: verbs({ flags: '-s -d -p -j -c' }, each('link fdb vlan mdb', show)),
  conntrack: onlyWith(['-L', '-S', '-C'], {
    flags: '-L -S -C -n',
    values: '-p -s -d -f --dport --sport --state',
    operands: 1,
  }),
  nmcli: verbs(
    { flags: '-t -p --terse --pretty', values: '-f -m --fields --mode' },
    {
      ...each('device dev d', verbs({}, { '': reading({ operands: 0 }), ...each('status show', reading({})) })),
      ...each('connection con c', verbs({}, { '': reading({ operands: 0 }), show: reading({ flags: '--active' }) })),
      ...each(
        'general g',
        verbs({}, { '': reading({ operands: 0 }), ...each('status hostname', reading({ operands: 0 })) }),
      ),
    },
  ),
};
