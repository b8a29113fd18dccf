import type { Argument } from '../argument.ts';
import { always, each, has, onlyWith, parseOptions, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const isSafeUrl = ({ value, prefix }: Argument) =>
  !/^(?:\[|\{(?!\{)|telnet|gopher|dict|smtp|imap|pop3|tftp|ldap|mqtt|rtsp|smb)/i.test(value ?? prefix);

const curlList = {
  flags:
    '-f -s -S -L -I -k -v -i -g -N -4 -6 -G -# --fail --silent --show-error --location --head --insecure --verbose --include --compressed --get --globoff --no-buffer --fail-with-body --http1.1 --http2 --ipv4 --ipv6 --no-progress-meter -q',
  values:
    '-m -w -H -A -u -X -o -D -e -r -x --max-time --connect-timeout --write-out --header --user-agent --user --request --output --dump-header --retry --retry-delay --retry-max-time --resolve --connect-to --cacert --cert --key --referer --range --proxy --noproxy --interface --unix-socket --url --max-redirs --limit-rate --data-urlencode --ciphers --tls-max',
} as const;
const curlTargets: Readonly<Record<string, RegExp>> = {
  '-X': /^(?:GET|HEAD|OPTIONS)$/,
  '--request': /^(?:GET|HEAD|OPTIONS)$/,
  '-o': /^(?:\/dev\/null|-)$/,
  '--output': /^(?:\/dev\/null|-)$/,
  '-D': /^(?:\/dev\/null|-)$/,
  '--dump-header': /^(?:\/dev\/null|-)$/,
  '-w': /^(?!.*%output|@)/s,
  '--write-out': /^(?!.*%output|@)/s,
};

/** `curl` reads while it only gets: no data, no upload, no file written, no configuration file. */
const curlRule: Rule = (args, program) => {
  const { operands, options, stranger } = parseOptions(args, curlList);
  if (stranger !== null) return changes(`\`${program}\` with \`${stranger}\` may send or write`);
  const sends =
    options.some(({ name }) => name === '--data-urlencode') &&
    !options.some(({ name }) => name === '-G' || name === '--get');
  const bad = options.find(
    ({ name, value }) =>
      curlTargets[name] !== undefined && (value?.value == null || !curlTargets[name].test(value.value)),
  );
  if (sends || bad !== undefined) return changes(`\`${program} ${bad?.name ?? '--data-urlencode'}\` may send or write`);
  const urls = [
    ...operands,
    ...options.flatMap(({ name, value }) => (name === '--url' && value !== null ? [value] : [])),
  ];
  return urls.every(isSafeUrl) ? reads : changes(`\`${program}\` speaks another protocol than HTTP here`);
};

/** `wget` writes a file unless it is told to print or only to look. */
const wgetRule: Rule = (args, program) => {
  const { options, stranger } = parseOptions(args, {
    flags: '-q -S -nv -4 -6 --spider --no-check-certificate --server-response --quiet',
    values: '-O -T -t --timeout --tries --output-document --header --user-agent',
  });
  const prints = options.some(
    ({ name, value }) =>
      (name === '-O' || name === '--output-document') && (value?.value === '-' || value?.value === '/dev/null'),
  );
  const isSpider = options.some(({ name }) => name === '--spider');
  return stranger === null &&
    (prints || isSpider) &&
    !options.some(
      ({ name, value }) =>
        /^(?:-O|--output-document)$/.test(name) && value?.value !== '-' && value?.value !== '/dev/null',
    )
    ? reads
    : changes(`\`${program}\` may write a file`);
};

const ipVerbs = {
  '': always(reads),
  ...each('show list ls lst sh l get', always(reads)),
  flush: always(destroys('`ip flush` deletes addresses or routes')),
};
/** `s` is `show`, but `set` for links. */
const ipObjects = {
  ...each('addr address a route r neigh n neighbour rule maddr netns', verbs({}, { ...ipVerbs, s: always(reads) })),
  ...each('link l', verbs({}, ipVerbs)),
};

/** `nft` joins its words, and `;` or the end of a line begins another command. */
const nftList: Rule = (args, program) =>
  args.every(({ value }) => value !== null && !/[;\n]/.test(value))
    ? reads
    : changes(`\`${program}\` may be followed by another command`);

const firewallList = reading({
  flags: '-L -S -n -v -x --list --list-rules --numeric --verbose --line-numbers -w',
  values: '-t --table',
  operands: (operands) => operands.length <= 1,
});
const firewallRule: Rule = (args, program, effectOfWords) => {
  if (has(args, '-F', '--flush', '-X', '--delete-chain')) return destroys(`\`${program} -F\` deletes firewall rules`);
  return has(args, '-L', '-S', '--list', '--list-rules') ||
    args.some(({ value }) => value !== null && /^-[nvx]*[LS][nvx]*$/.test(value))
    ? firewallList(args, program, effectOfWords)
    : changes(`\`${program}\` changes the firewall`);
};

/** Programs about the network. */
export const networkPrograms: Readonly<Record<string, Rule>> = {
  curl: curlRule,
  wget: wgetRule,
  ip: verbs({ flags: '-4 -6 -s -d -o -c -br -j -p -br -brief -json -details -stats', values: '-f' }, ipObjects),
  ss: reading({
    flags:
      '-t -u -l -n -p -a -s -e -m -i -o -x -4 -6 -r -H -O -w --tcp --udp --listening --numeric --processes --all --summary --cgroup',
    values: '-f -A',
    operands: () => true,
  }),
  ifconfig: reading({ flags: '-a -s', operands: 1 }),
  route: reading({ flags: '-n -e -ee', operands: 0 }),
  arp: reading({ flags: '-a -n -e', operands: 1 }),
  dig: reading({
    flags: '-4 -6',
    values: '-p -t -x -c -q -b',
    operands: (operands) => operands.every(({ value }) => value !== null),
  }),
  nslookup: reading({ operands: 2 }),
  whois: reading({ values: '-h -p' }),
  ...each('ping ping6', (args, program) =>
    args.some(({ value }) => value === null || /^-[A-Za-z]*f|^--flood/.test(value))
      ? changes(`\`${program} -f\` floods the network`)
      : reads,
  ),
  traceroute: reading({ flags: '-n -I -T -4 -6', values: '-m -q -w -p' }),
  mtr: reading({ flags: '-r -n -w -b -4 -6 -T -u --report --report-wide --no-dns', values: '-c -i -m -P' }),
  nc: onlyWith(['-z', '-zv', '-vz', '-vnz', '-nvz', '-zvn', '-zvu'], {
    flags: '-z -v -n -u -4 -6',
    values: '-w',
    operands: 2,
  }),
  ncat: onlyWith(['-z', '-zv', '-vz'], { flags: '-z -v -n -u -4 -6', values: '-w', operands: 2 }),
  tcpdump: reading({
    flags: '-n -nn -v -vv -A -X -e -q -t -tttt -l -D -i',
    values: '-c -i -r -s',
    operands: (operands) => operands.every(({ value }) => value !== null),
  }),
  ethtool: reading({ flags: '-S -i -k -g -c -a -T -m', operands: 1 }),
  iptables: firewallRule,
  ip6tables: firewallRule,
  'iptables-save': reading({ flags: '-c', values: '-t', operands: 0 }),
  nft: verbs(
    { flags: '-a -n -s -j' },
    { list: nftList, flush: always(destroys('`nft flush` deletes firewall rules')) },
  ),
  ufw: verbs(
    {},
    {
      status: reading({
        operands: (operands) => operands.every(({ value }) => /^(?:verbose|numbered)$/.test(value ?? '')),
      }),
      reset: always(destroys('`ufw reset` deletes all rules')),
    },
  ),
  'firewall-cmd': (args, program) =>
    args.length > 0 &&
    args.every(({ value }) => value !== null && /^--(?:state|list-[a-z-]+|get-[a-z-]+|zone=\S+|permanent)$/.test(value))
      ? reads
      : changes(`\`${program}\` changes the firewall`),
  wg: (args, program) =>
    args.length === 0 || args[0]?.value === 'show' ? reads : changes(`\`${program}\` changes the tunnel`),
  tailscale: verbs(
    {},
    each('status ip netcheck version ping', reading({ flags: '-4 -6 --json --peers=false', values: '-c' })),
  ),
  openssl: opensslRule,
};

/** `openssl` that looks at certificates and connections without writing a file or key. */
function opensslRule(...[args, program, inner]: Parameters<Rule>): ReturnType<Rule> {
  const options = {
    flags:
      '-noout -text -dates -enddate -startdate -subject -issuer -fingerprint -serial -showcerts -verify_return_error -brief -quiet -pubkey -modulus -sha256 -verify_hostname',
    values:
      '-in -inform -connect -servername -checkend -CAfile -CApath -untrusted -starttls -nameopt -port -host -ext -cert -key -verify_hostname',
  };
  return verbs(
    {},
    {
      ...each('x509 s_client verify crl req', reading({ ...options, operands: () => true })),
      version: always(reads),
      ciphers: reading({ flags: '-v' }),
    },
  )(args, program, inner);
}
