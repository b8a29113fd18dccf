#!/bin/bash
# Disposable real-systemd test hosts: systemd-nspawn -b, shared read-only rootfs + overlayfs on a
# per-host loop ext4 disk, one network namespace per host on a private bridge.
#   lab.sh up [N]        build what is missing, boot hosts 1..N (default 1), print how to reach them
#   lab.sh status        one line per host: state, host, port, user, keyfile, systemd state
#   lab.sh down [--purge]  kill everything, unmount, remove the netns/bridge/cgroups/disks (--purge: rootfs, keys too)
#   lab.sh off I         power loss: cable dead, unsynced writes lost, everything SIGKILLed, no FIN/RST sent
#   lab.sh on I          power on again (same disk, same host key, same address)
#   lab.sh halt I        clean shutdown        lab.sh reset I     factory reset (fresh disk) and boot
#   lab.sh pause I / resume I   freeze/thaw every process (TCP still connects, nothing answers)
#   lab.sh cut I / heal I       pull/replace the cable (silence; connects hang)
#   lab.sh loss I PCT    drop PCT % of packets each way (0 = off)   (nftables)
#   lab.sh slow I RATE   tbf both ways, e.g. 64kbit ("off" = off)
#   lab.sh ssh I [CMD..] log in as ops          lab.sh root I CMD..  run as root without ssh (nsenter)
#   lab.sh leader I      the process id of the host's PID 1       lab.sh cgroup I    the folder of its cgroup
# Settings (environment): LAB dir, NET 10.213.0 (a /24), BR and PFX (names of bridge and interfaces), LAB_CACHE dir
#   (rootfs and key; a second lab of another LAB, NET, BR, PFX can share it), DISK 2G, SUITE bookworm,
#   EXTRA_PKGS "nodejs ...", MEM (e.g. 512M: memory cgroup limit per host, and lxcfs so that free/top show it)
set -euo pipefail
LAB=${LAB:-/var/tmp/sitrep-lab}; NET=${NET:-10.213.0}; DISK=${DISK:-2G}; SUITE=${SUITE:-bookworm}
# The guests are built from the package sources that this machine itself is set up with.
source_lines() { apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) main' 'Created-By: Packages' | grep -F " $SUITE" | sort -u; }
EXTRA_PKGS=${EXTRA_PKGS:-}; BR=${BR:-labbr0}; PFX=${PFX:-lab}; MEM=${MEM:-}
LAB_CACHE=${LAB_CACHE:-$LAB}
KEY=$LAB_CACHE/id_ed25519; KH=$LAB/known_hosts; ROOTFS=$LAB_CACHE/rootfs; HOSTS=$LAB/hosts
PKGS="systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,nginx-light,curl,git,procps,psmisc,iproute2,iputils-ping,sudo,python3,ca-certificates,less"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")" && pwd)
die() { echo "lab.sh: $*" >&2; exit 1; }
ip_of() { echo "$NET.$((10 + $1))"; }
ns_of() { echo "$PFX-h$1"; }
mac_of() { printf '02:1a:b0:00:00:%02x' "$((10 + $1))"; }
cg2() { findmnt -rn -t cgroup2 -o TARGET | head -1; }
cg_of() { echo "$(cg2)/$PFX/h$1"; }
ids() { ls "$HOSTS" 2>/dev/null | sort -n; }
leader() { head -1 "$(cg_of "$1")/payload/init.scope/cgroup.procs" 2>/dev/null | grep .; }   # PID 1 of the host
alive() { local c; c=$(cg_of "$1"); [ -e "$c/cgroup.events" ] && grep -q '^populated 1' "$c/cgroup.events"; }
sshx() { local i=$1; shift; ssh -i "$KEY" -o UserKnownHostsFile="$KH" -o StrictHostKeyChecking=yes -o BatchMode=yes -o LogLevel=ERROR -o ConnectTimeout=5 ops@"$(ip_of "$i")" "$@"; }

deps() {
  local need=()
  command -v mmdebstrap >/dev/null || need+=(mmdebstrap)
  command -v systemd-nspawn >/dev/null || need+=(systemd-container)
  command -v ssh-keygen >/dev/null || need+=(openssh-client)
  command -v ip >/dev/null || need+=(iproute2)
  command -v mkfs.ext4 >/dev/null || need+=(e2fsprogs)
  [ -z "$MEM" ] || command -v lxcfs >/dev/null || need+=(lxcfs fuse3)
  [ ${#need[@]} = 0 ] && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >"$LAB/apt.log" 2>&1 || { tail -5 "$LAB/apt.log" >&2; die "apt failed"; }
}

# What the guests are made of; another answer means that the cached root file system is stale.
recipe() { { sed -n '/^PKGS=/p; /^build()/,/^}/p' "$0"; cat "$HERE/server.py"; echo "$SUITE $EXTRA_PKGS"; } | sha256sum | cut -d' ' -f1; }
build() {
  [ "$(cat "$ROOTFS/.lab-ready" 2>/dev/null)" = "$(recipe)" ] && return
  local t0=$SECONDS; rm -rf "$ROOTFS"
  [ -n "$(source_lines)" ] || apt-get update -qq
  echo "building $ROOTFS ..." >&2
  mmdebstrap --variant=minbase --components=main --include="$PKGS${EXTRA_PKGS:+,${EXTRA_PKGS// /,}}" \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$SUITE" "$ROOTFS" - < <(source_lines) \
    >"$LAB/build.log" 2>&1 || { tail -5 "$LAB/build.log" >&2; die "mmdebstrap failed"; }
  local r=$ROOTFS
  chroot "$r" useradd -m -s /bin/bash -G sudo,adm,systemd-journal ops
  chroot "$r" useradd -r -s /usr/sbin/nologin -d /opt/gitops-auditor gitops
  echo 'ops ALL=(ALL) NOPASSWD:ALL' >"$r/etc/sudoers.d/ops"; chmod 440 "$r/etc/sudoers.d/ops"
  install -d -m 700 "$r/home/ops/.ssh"; cp "$KEY.pub" "$r/home/ops/.ssh/authorized_keys"
  chroot "$r" chown -R ops:ops /home/ops/.ssh
  printf 'PasswordAuthentication no\nPermitRootLogin no\n' >"$r/etc/ssh/sshd_config.d/lab.conf"
  rm -f "$r"/etc/ssh/ssh_host_* "$r/etc/resolv.conf"; : >"$r/etc/machine-id"; : >"$r/etc/resolv.conf"; : >"$r/etc/default/locale"
  mkdir -p "$r/var/log/journal" "$r/opt/gitops-auditor" "$r/opt/gitops-dashboard"
  for u in console-getty.service getty.target apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service dev-hugepages.mount; do ln -sf /dev/null "$r/etc/systemd/system/$u"; done
  cp "$HERE/server.py" "$r/opt/gitops-auditor/server.py"
  local n p
  for n in gitops-auditor:3000 gitops-dashboard:8080; do p=${n#*:}; n=${n%:*}
    mkdir -p "$r/opt/$n"
    printf '{\n  "name": "%s",\n  "port": %s,\n  "repositories": "repos"\n}\n' "$n" "$p" >"$r/opt/$n/config.json"
    cat >"$r/etc/systemd/system/$n.service" <<UNIT
[Unit]
Description=${n/gitops-/GitOps } (lab)
After=network.target
[Service]
User=gitops
WorkingDirectory=/opt/$n
ExecStart=/usr/bin/python3 /opt/gitops-auditor/server.py /opt/$n/config.json
Restart=on-failure
RestartSec=1
[Install]
WantedBy=multi-user.target
UNIT
    ln -sf "../$n.service" "$r/etc/systemd/system/multi-user.target.wants/$n.service"
  done
  mkdir -p "$r/backup/latest"; cp "$r/opt/gitops-auditor/config.json" "$r/backup/latest/"
  chroot "$r" chown -R gitops:gitops /opt/gitops-auditor /opt/gitops-dashboard
  cat >"$r/etc/systemd/system/lab-lxcfs.service" <<'UNIT'
[Unit]
Description=Per-host /proc/meminfo and friends (lxcfs)
ConditionPathIsDirectory=/var/lib/lxcfs/proc
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -ec 'for f in meminfo cpuinfo stat uptime loadavg; do mount --bind /var/lib/lxcfs/proc/$$f /proc/$$f; done'
[Install]
WantedBy=sysinit.target
UNIT
  mkdir -p "$r/etc/systemd/system/sysinit.target.wants"; ln -sf ../lab-lxcfs.service "$r/etc/systemd/system/sysinit.target.wants/"
  cat >"$r/etc/nginx/sites-available/default" <<'NG'
server {
  listen 80 default_server;
  location /api/ { proxy_pass http://127.0.0.1:3000; }
  location = /health { proxy_pass http://127.0.0.1:3000; }
  location / { proxy_pass http://127.0.0.1:8080; }
}
NG
  recipe >"$r/.lab-ready"
  echo "rootfs: $(du -sh "$r" | cut -f1), $((SECONDS - t0)) s" >&2
}

bridge() {
  [ -e "/sys/class/net/$BR" ] && return
  ip link add "$BR" type bridge
  echo 1 >"/proc/sys/net/ipv6/conf/$BR/disable_ipv6" 2>/dev/null || true
  ip addr add "$NET.1/24" dev "$BR"; ip link set "$BR" up
}

net_up() { # own netns, one veth; a static neighbour entry so that a dead cable is silence, not EHOSTUNREACH
  local i=$1 ns v; ns=$(ns_of "$i"); v=$PFX-v$i
  ip netns del "$ns" 2>/dev/null || true; ip link del "$v" 2>/dev/null || true
  ip netns add "$ns"
  ip link add "$v" type veth peer name eth0 address "$(mac_of "$i")" netns "$ns"
  ip link set "$v" master "$BR" up
  ip -n "$ns" link set lo up; ip -n "$ns" addr add "$(ip_of "$i")/24" dev eth0; ip -n "$ns" link set eth0 up
  ip neigh replace "$(ip_of "$i")" lladdr "$(mac_of "$i")" nud permanent dev "$BR"
}

disk() { # first time only: the disk, with the host's identity on it
  local i=$1 d=$HOSTS/$1 u; u=$d/skel/upper; mkdir -p "$d/disk" "$d/root"; [ -e "$d/disk.img" ] && return
  mkdir -p "$u/etc/ssh" "$d/skel/work"
  echo "host$i" >"$u/etc/hostname"; printf '127.0.0.1 localhost\n%s host%s\n' "$(ip_of "$i")" "$i" >"$u/etc/hosts"
  tr -d - </proc/sys/kernel/random/uuid >"$u/etc/machine-id"
  ssh-keygen -q -t ed25519 -N '' -C "host$i" -f "$u/etc/ssh/ssh_host_ed25519_key"
  cut -d' ' -f1,2 "$u/etc/ssh/ssh_host_ed25519_key.pub" >"$d/hostkey"
  truncate -s "$DISK" "$d/disk.new"; mkfs.ext4 -q -m 1 -J size=8 -d "$d/skel" "$d/disk.new"; rm -rf "$d/skel"; mv "$d/disk.new" "$d/disk.img"
}

boot() {
  local i=$1 d=$HOSTS/$1 cg; alive "$i" && die "host $i is already on"
  disk "$i"; net_up "$i"; cg=$(cg_of "$i"); mkdir -p "$cg"; echo 0 >"$cg/cgroup.freeze"
  local mcg='' binds=()
  if [ -n "$MEM" ]; then
    mcg=/sys/fs/cgroup/memory$(awk -F: '$2=="memory"{print $3}' /proc/self/cgroup)/$PFX-h$i; mkdir -p "$mcg"; echo "$MEM" >"$mcg/memory.limit_in_bytes"
    echo "$mcg" >"$d/memcg"; binds=(--bind="$LAB/lxcfs:/var/lib/lxcfs")
  fi
  # The mounts live only in the host's own mount namespace: nspawn 252 keeps the old root hidden under the new one, so
  # a mount made outside would be pinned by every other host, and this host's disk could not be remounted after a crash.
  rm -f "$d/pid"
  CG=$cg MCG=$mcg PFX=$PFX LOWER=$ROOTFS D=$d setsid unshare -m --propagation slave bash -ec 'echo $$ >"$CG/cgroup.procs"; [ -z "$MCG" ] || echo $$ >"$MCG/cgroup.procs"
    mount -o loop "$D/disk.img" "$D/disk"; mount -t overlay "$0" -o "lowerdir=$LOWER,upperdir=$D/disk/upper,workdir=$D/disk/work" "$D/root"; echo $$ >"$D/pid"
    while :; do rc=0   # --keep-unit makes nspawn exit 133 on reboot instead of restarting the host itself
      env -i PATH="$PATH" SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn -b -q -D "$D/root" --register=no --keep-unit --settings=no \
        --link-journal=no --resolv-conf=off --timezone=off --network-namespace-path="/run/netns/$0" "$@" || rc=$?
      [ $rc = 133 ] || exit $rc; done' \
    "$(ns_of "$i")" --machine="host$i" "${binds[@]}" </dev/null >"$d/console.log" 2>&1 &
  disown
}

waitup() { local i=$1 n
  for n in $(seq 1 300); do
    if sshx "$i" 'systemctl is-system-running --wait; true' >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done; echo "host $i did not come up, see $HOSTS/$i/console.log" >&2; return 1; }

gone() { # kill everything in the host's cgroup, then unmount and forget its network
  local i=$1 d=$HOSTS/$1 cg n; cg=$(cg_of "$i")
  if [ -d "$cg" ]; then
    echo 1 >"$cg/cgroup.kill"; echo 0 >"$cg/cgroup.freeze"
    for n in $(seq 1 100); do alive "$i" || break; sleep 0.05; done
    find "$cg" -depth -type d -exec rmdir {} + 2>/dev/null || true
    find "/sys/fs/cgroup/systemd/$PFX/h$i" -depth -type d -exec rmdir {} + 2>/dev/null || true
  fi
  if [ -e "$d/memcg" ]; then for n in 1 2 3 4 5; do rmdir "$(cat "$d/memcg")" 2>/dev/null && break; sleep 0.1; done; rm -f "$d/memcg"; fi
  for n in $(seq 1 100); do [ -n "$(losetup -j "$d/disk.img" 2>/dev/null)" ] || break; sleep 0.05; done   # the mount namespace is gone
  ip netns del "$(ns_of "$i")" 2>/dev/null || true; ip link del "$PFX-v$i" 2>/dev/null || true
  nft delete table netdev "$PFX-h$i" 2>/dev/null || true
  rm -f "$d/pid"
}

powerloss() {
  local i=$1 d=$HOSTS/$1; [ -d "$d" ] || die "no host $i"
  ip link set "$PFX-v$i" down 2>/dev/null || true                                   # nobody hears the FINs
  # ext4 goes down without a flush (FS_IOC_SHUTDOWN, NOLOGFLUSH): unsynced writes are lost
  [ -e "$d/pid" ] && nsenter -t "$(cat "$d/pid")" -m perl -e 'open(F,"<",$ARGV[0]) or die; my $f=pack("L",2); ioctl(F,0x8004587d,$f) or die "ioctl: $!"' "$d/disk"
  gone "$i"
}

lxcfs_up() { [ -z "$MEM" ] && return; mountpoint -q "$LAB/lxcfs" && return; mkdir -p "$LAB/lxcfs"
  setsid lxcfs -p "$LAB/lxcfs.pid" "$LAB/lxcfs" </dev/null >"$LAB/lxcfs.log" 2>&1 & disown
  for n in $(seq 1 50); do mountpoint -q "$LAB/lxcfs" && return; sleep 0.1; done; die "lxcfs did not start"; }

status() {
  local i st
  printf '%-5s %-8s %-14s %-5s %-5s %-24s %s\n' HOST STATE ADDRESS PORT USER KEYFILE SYSTEMD
  for i in $(ids); do
    st=off; alive "$i" && st=on
    [ $st = on ] && [ "$(cat "$(cg_of "$i")/cgroup.freeze")" = 1 ] && st=paused
    [ $st = on ] && [ "$(cat "/sys/class/net/$PFX-v$i/operstate" 2>/dev/null)" != up ] && st=cut
    printf '%-5s %-8s %-14s %-5s %-5s %-24s %s\n' "$i" $st "$(ip_of "$i")" 22 ops "$KEY" "$([ $st = on ] && sshx "$i" systemctl is-system-running 2>&1 | head -1 || echo -)"
  done
  [ ! -e "$KH" ] || echo "known_hosts: $KH"
}

cmd=${1:-}; shift || true
[ "$(id -u)" = 0 ] || die "needs root"
case $cmd in
  up)
    n=${1:-1}; mkdir -p "$LAB" "$HOSTS" "$LAB_CACHE"; deps
    # Labs that share a cache may come up at the same time.
    ( flock 9; [ -e "$KEY" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$KEY"; build ) 9>"$LAB_CACHE/lock"
    bridge; lxcfs_up
    # about 6 inotify instances per host, all of the same root user: the default 128 stops at 21 hosts
    f=/proc/sys/fs/inotify/max_user_instances; [ "$n" -le 15 ] || [ "$(cat $f)" -ge 1024 ] || { cat $f >"$LAB/inotify.old"; echo 1024 >$f; }
    t0=$(date +%s.%N); new=()
    for i in $(seq 1 "$n"); do alive "$i" || { boot "$i"; new+=("$i"); }; done
    for i in $(ids); do echo "$(ip_of "$i") $(cat "$HOSTS/$i/hostkey")"; done >"$KH"
    rc=0; pids=(); for i in "${new[@]}"; do waitup "$i" & pids+=($!); done; for p in "${pids[@]}"; do wait "$p" || rc=1; done
    echo "${#new[@]} host(s) booted in $(echo "$(date +%s.%N) $t0" | awk '{printf "%.1f", $1-$2}') s" >&2
    status; exit $rc;;
  down)
    for i in $(ids); do gone "$i" & done; wait
    [ -e "$LAB/lxcfs.pid" ] && { kill "$(cat "$LAB/lxcfs.pid")" 2>/dev/null || true; sleep 0.3; mountpoint -q "$LAB/lxcfs" && umount -l "$LAB/lxcfs"; rm -f "$LAB/lxcfs.pid"; }
    ip link del "$BR" 2>/dev/null || true
    rmdir "$(cg2)/$PFX" "/sys/fs/cgroup/systemd/$PFX" 2>/dev/null || true
    rm -rf --one-file-system "$HOSTS" "$KH"
    [ -e "$LAB/inotify.old" ] && { cat "$LAB/inotify.old" >/proc/sys/fs/inotify/max_user_instances; rm -f "$LAB/inotify.old"; }
    [ "${1:-}" = --purge ] && rm -rf --one-file-system "$ROOTFS" "$KEY" "$KEY.pub" "$LAB"/{build,apt,lxcfs}.log
    echo down;;
  status) status;;
  off) powerloss "$1"; echo "host $1: power lost";;
  on) lxcfs_up; boot "$1"; waitup "$1"; echo "host $1: on";;
  halt) kill -s "$(($(kill -l RTMIN) + 4))" "$(leader "$1")"; for n in $(seq 1 300); do alive "$1" || break; sleep 0.1; done; gone "$1"; echo "host $1: halted";;
  reset) gone "$1"; rm -rf --one-file-system "${HOSTS:?}/$1"; lxcfs_up; boot "$1"; sed -i "/^$(ip_of "$1") /d" "$KH"; echo "$(ip_of "$1") $(cat "$HOSTS/$1/hostkey")" >>"$KH"; waitup "$1"; echo "host $1: fresh";;
  pause) echo 1 >"$(cg_of "$1")/cgroup.freeze"; echo "host $1: paused";;
  resume) echo 0 >"$(cg_of "$1")/cgroup.freeze"; echo "host $1: resumed";;
  cut) ip link set "$PFX-v$1" down; echo "host $1: cut off";;
  heal) ip link set "$PFX-v$1" up; echo "host $1: reachable";;
  loss) command -v nft >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nftables >/dev/null 2>&1; }
    t="$PFX-h$1"; nft delete table netdev "$t" 2>/dev/null || true
    [ "$2" = 0 ] || nft -f - <<NFT
table netdev $t {
  chain i {
    type filter hook ingress device "$PFX-v$1" priority 0; policy accept;
    numgen random mod 100 < $2 drop
  }
  chain o {
    type filter hook egress device "$PFX-v$1" priority 0; policy accept;
    numgen random mod 100 < $2 drop
  }
}
NFT
    echo "host $1: loss $2 %";;
  slow) tc qdisc del dev "$PFX-v$1" root 2>/dev/null || true; ip netns exec "$(ns_of "$1")" tc qdisc del dev eth0 root 2>/dev/null || true
    [ "$2" = off ] || { tc qdisc add dev "$PFX-v$1" root tbf rate "$2" burst 3000 latency 5s; ip netns exec "$(ns_of "$1")" tc qdisc add dev eth0 root tbf rate "$2" burst 3000 latency 5s; }
    echo "host $1: rate $2";;
  ssh) i=$1; shift; sshx "$i" "$@";;
  root) i=$1; shift; nsenter -t "$(leader "$i")" -m -u -i -n -p -C -- "$@";;
  leader) leader "$1";;
  cgroup) cg_of "$1";;
  *) sed -n '2,22p' "$0"; exit 1;;
esac
