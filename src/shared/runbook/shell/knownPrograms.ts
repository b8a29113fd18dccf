/** Programs that procedures name, so that code without a language and inline code can be told from other text. */
const programs = new Set(
  `7z ab alertmanager amtool ansible ansible-playbook apachectl apache2ctl apt apt-cache apt-get arp aws awk az base64 bash blkid borg brctl btrfs
  bundle bzip2 caddy cat cd ceph certbot chattr chgrp chmod chown chroot chronyc clickhouse-client cmp coredumpctl consul cp createdb crictl
  cron crontab ctr curl cut cqlsh date dd df diff dig dmesg dmidecode dnf docker docker-compose dpkg dropdb du echo efibootmgr egrep
  elasticsearch env etcdctl ethtool exit export fail2ban-client fdisk fgrep file find findmnt firewall-cmd flux free fsck fuser gcloud
  getent getfacl gh git gitlab-ctl glab grep gsutil gunzip gzip haproxy hdparm head helm heroku host hostname hostnamectl htop http httpd
  id ifconfig iftop initctl influx iostat iotop ip ip6tables ipmitool iptables iptables-save iperf3 java jcmd jmap jobs journalctl
  jq jstack k3s k9s kafka-consumer-groups kafka-topics kill killall kubeadm kubectl last ldconfig less ln locate logger login logrotate
  ls lsattr lsblk lscpu lsmod lsof lspci lsusb lvdisplay lvextend lvs make mdadm minikube mkdir mkfs modprobe mongo mongod mongodump
  mongorestore mongosh more mount mpstat mtr mv mysql mysqladmin mysqldump mysqlcheck nano nc ncat ncdu netcat netstat networkctl nft nginx
  nginx-debug ngrep nice nmap nmcli node nohup nomad npm npx nslookup nproc ntpq numactl oc openssl openvpn opkg pacman partprobe passwd
  pct perf pg_ctl pg_ctlcluster pg_dump pg_isready pg_restore pgrep php php-fpm pidof ping ping6 pip pip3 pkill pm2 pnpm podman
  podman-compose postfix postqueue postsuper poweroff printf promtool ps psql pstree pv pvdisplay pvecm pveversion pvs pwd python
  python3 qm qemu-img rabbitmqctl rails rake rclone reboot redis-cli rescan-scsi-bus restic resolvectl rg rkhunter rm rmdir route rpm rsync ruby
  runuser sar scontrol scp screen sed sensors service set setfacl sftp sh sha256sum shutdown sleep smartctl snap sort source ss ssh
  ssh-add ssh-copy-id ssh-keygen ssh-keyscan sshd stat strace stress su sudo supervisorctl svcadm swapoff swapon sync sysctl
  systemctl systemd-analyze systemd-resolve tail tar tc tcpdump tee telnet terraform test time timedatectl timeout tmux top tofu touch
  tr traceroute tracepath tree truncate ufw ulimit umount uname unlink unzip update-grub uptime useradd userdel usermod uniq vault vgdisplay
  vgs vi vim virsh visudo vmstat w watch wc wget wg wg-quick who whoami whois wipefs wp xargs xfs_repair yarn yq yum zcat zfs zgrep zip
  zpool zypper dscacheutil launchctl brew sqlite3 nvidia-smi rocm-smi mail sendmail swaks exim mailq nodetool hdfs yarn spark-submit argocd istioctl linkerd cilium
  calicoctl velero stern kubectx kubens kustomize skopeo buildah gpg openssl keytool mvn gradle go cargo dotnet deno bun tsx composer
  artisan drush flyctl vercel netlify wrangler doctl linode-cli hcloud s3cmd mc minio pg_basebackup pgbackrest wal-g patronictl
  repmgr pt-query-digest xtrabackup innobackupex mysqlbinlog valkey-cli memcached varnishadm varnishlog apcaccess upsc nut zabbix_get salt
  salt-call puppet chef-client facter knife pvesh vzdump ha pihole tailscale headscale zerotier-cli cloudflared`
    .split(/\s+/)
    .filter((program) => program !== ''),
);

/** Programs that say something useful without an argument. */
const complete = new Set(
  'timedatectl hostnamectl resolvectl networkctl loginctl top htop iotop iftop atop uptime dmesg free df lsblk lscpu lsof mount ps vmstat iostat mpstat w who last sensors reboot env pwd whoami hostname nproc lsmod mailq nvidia-smi ifconfig netstat ss history ls'.split(
    ' ',
  ),
);

/** Whether a word is the name of a program that procedures use. */
export function isKnownProgram(word: string): boolean {
  return programs.has(word.replace(/^\\/, ''));
}

/** Whether inline code is a command rather than a name, a value or a file. */
export function isInlineCommand(code: string): boolean {
  const text = code.trim().replace(/^[$#%]\s+/, '');
  if (/[\r\n]/.test(text) || text === '') return false;
  const words = text.split(/\s+/);
  const [first = ''] = words;
  if (words.some((word) => word === '…' || word === '...')) return false;
  if (first === 'sudo' || first === 'doas') return words.length > 1;
  if (/^[\w./~-]+\.sh$/.test(first)) return first.includes('/') || words.length > 1;
  if (/^\.{1,2}\/\w/.test(first)) return !isDocument.test(first);
  if (/^(?:[\w.-]+\/)+[\w.-]+$/.test(first) && words.some((word) => /^--?[a-z]/i.test(word)))
    return !isDocument.test(first);
  if (/^[A-Z_][A-Z0-9_]*=\S*$/.test(first)) return words.length > 1 && isInlineCommand(words.slice(1).join(' '));
  if (!isKnownProgram(first.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, ''))) return false;
  return words.length === 1 ? complete.has(first) : !isProse(words);
}

/** Files that are read, not run, and folders. */
const isDocument =
  /(?:\.(?:md|markdown|ya?ml|json|txt|conf|cfg|ini|log|env|toml|sql|html?|css|[jt]sx?|service|lock|xml|csv|pdf|png)|\/)$/i;

/** `make sure that`, `test the fix`, `kill it` begin with a program's name and are English all the same. */
function isProse(words: readonly string[]): boolean {
  const next = words[1]?.toLowerCase() ?? '';
  return /^(?:the|a|an|it|is|are|and|or|of|to|sure|that|this|for|with|your|our|all|was|will|by|from)$/.test(next);
}
