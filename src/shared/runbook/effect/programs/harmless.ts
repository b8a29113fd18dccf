import { always, each, type Rule } from '../options.ts';
import { reads } from '../verdict.ts';

/**
 * Programs that neither write a file nor run another program nor set anything, whatever their options are. A program
 * with a single option that does (`sort -o`, `date -s`, `tree -o`) is not here but has a rule of its own.
 */
export const harmlessPrograms: Readonly<Record<string, Rule>> = each(
  `cat head tail tac nl wc cut paste join comm fold expand unexpand tr rev column cmp
  ls dir vdir df du stat readlink realpath basename dirname pwd echo seq factor expr sleep nproc arch uname whoami id groups users
  who w uptime free lscpu lsmod lsns lsipc lslocks findmnt getent pgrep pidof pstree vmstat md5sum sha1sum sha224sum sha256sum sha384sum
  sha512sum cksum b2sum sum base64 base32 od hexdump strings which whereis locale getconf host tty logname printenv zcat bzcat xzcat
  grep egrep fgrep zgrep getfacl lsattr namei mountpoint cal numfmt tsort ps last lastb top iostat mpstat
  netstat jq dpkg-query tracepath tracepath6 true false : lsusb
  systemd-cgls systemd-detect-virt systemd-path cut diff`,
  always(reads),
);
