import { describe, expect, it } from 'vitest';
import { effectOf } from '#shared/runbook/effect/effectOf.ts';

const reads = `
systemctl status nginx
systemctl is-active a b c
systemctl list-units --failed --no-legend
sudo systemctl status nginx
sudo -n journalctl -u nginx -n 50
journalctl -u nginx --since "1 hour ago" -o short-iso --no-pager
journalctl -b -1 -p err
journalctl -fu nginx
df -h | grep -v tmpfs
df -h 2>/dev/null
df -h > /dev/null 2>&1
LC_ALL=C df -P | awk 'NR > 1 { print $5, $6 }' | sort -rn | head -n 3
awk '$5 > 80 { print $6 }' /tmp/x
awk '{ print $1/2, NR/3, length/2 }' /tmp/x
awk '{ s = ($1 + $2) / 2; print s } /a/ { n++ } END { print n }' /tmp/x
awk '/a/ && $1 ~ /b/ { print } /c/ { print a[1] / 2 }' /tmp/x
python3 --version
ruby --version
go version
git config user.name
sgdisk -p /dev/sda
awk -F: '{ print $1 }' /etc/passwd
awk '/a|b/ { n += 1 } END { if (n > 3) printf "%d\\n", n }' /var/log/x
sed -n '1,20p' /etc/hosts
sed -n '/start/,/end/p' /etc/hosts
sed 's/a/b/g; s|x|y|' /etc/hosts
sed -e 's#/usr#/opt#' -e '/^$/d' file
find /var/log -name "*.log" -mtime -1 -size +10M -printf "%s %p\\n"
find . -type f -exec ls -l {} +
find . -name '*.log' -exec grep -l error {} \\;
find . -name -delete
find /x -print0 | xargs -0 ls -l
ps aux --sort=-%mem | head
ps aux | grep [n]ginx
xargs -n 1 echo < /etc/hosts
curl -fsS http://localhost:3000/health
curl -s -o /dev/null -w '%{http_code}' https://example.org
curl -X GET -H "Accept: application/json" "https://example.org/api?x=1&y=2" | jq .status
curl -sI https://example.org
wget -qO- http://localhost/health
wget --spider http://localhost
git log --oneline -n 5
git -C /opt/app status --short
git diff HEAD~1 --stat
git branch -vv
git remote -v
git stash list
docker ps -a --format '{{.Names}}'
docker logs --tail 100 -f web
docker compose ps
docker compose -f /srv/app/compose.yml logs --tail=50 web
docker exec web cat /etc/hosts
docker exec -it web sh -c 'df -h'
docker inspect --format '{{.State.Health.Status}}' web
docker stats --no-stream
kubectl get pods -n prod -o wide
kubectl describe pod/x -n prod
kubectl exec web -n prod -- cat /etc/hosts
kubectl logs deploy/web --tail=100 -f
helm history web -n prod
ss -tulpn
ss -ltnp "sport = :3000"
lsof -i :3000
ip addr show
ip -br link
ip route get 1.1.1.1
iptables -L -n -v
dig +short example.org @1.1.1.1
nc -zv localhost 5432
ping -c 3 example.org
openssl s_client -connect example.org:443 -servername example.org < /dev/null | openssl x509 -noout -dates
echo | openssl s_client -connect a:443 2>/dev/null | openssl x509 -noout -enddate
node -e "console.log(JSON.parse(fs.readFileSync('audit-history/latest.json')))"
node -p "require('fs').readFileSync('/x', 'utf8').length"
node --version
python3 -m json.tool /x/y.json > /dev/null && echo valid
redis-cli -h localhost PING
redis-cli INFO memory
psql -U app -c "SELECT count(*) FROM pg_stat_activity"
psql -c 'SHOW max_connections'
mysql -e 'SHOW PROCESSLIST'
pg_isready -h localhost
zpool status -x
smartctl -a /dev/sda
nginx -t
sudo nginx -T
apachectl configtest
crontab -l
dpkg -l nginx
apt list --installed
top
top -b -n 1
tail -f /var/log/syslog
watch -n 1 'df -h'
timeout 5 cat /proc/loadavg
time df
nice -n 10 du -sh /var
if systemctl is-active -q nginx; then echo up; else echo down; fi
for f in /etc/a /etc/b; do cat "$f"; done
while read -r line; do echo "$line"; done < /etc/hosts
(cd /opt/app && git log -1)
{ df; free; }
[ -f /etc/passwd ] && echo yes
[[ -n "$x" ]] && echo yes
test -d /opt || echo gone
cat "$file"
cat -- "$file"
echo "$(date +%s)"
echo $(( $(date +%s) - 3600 ))
echo \`uname -r\`
diff <(sort a) <(sort b)
cat <<< hello
date -d yesterday +%F
hostname -f
env
sh -c 'uptime; free -m'
bash -c "df -h | head"
command -v docker
n=$(nproc); echo "$n"
tee /dev/null < x
tar -tzf backup.tar.gz
sort -k 2 -n x | uniq -c
systemd-analyze blame
timedatectl
loginctl list-sessions
last -n 5
sensors
mailq
postqueue -p
postconf -n
nmcli device status
nmcli -t -f NAME connection show
tc -s qdisc show dev eth0
bridge link
conntrack -L -p tcp
nvidia-smi
nvidia-smi --query-gpu=temperature.gpu --format=csv
ipmitool sensor
ipmitool sel list
hdparm -I /dev/sda
parted -l
sudo -l
fuser -v 8080/tcp
upsc ups@localhost
apcaccess status
getenforce
kill -0 123
kill -l
ip l
ip a s
ip link show dev eth0
nft list ruleset
smartctl -l error /dev/sda
rpm -qa
rpm -qi nginx
rpm -q --changelog x
rpm -qf /etc/x
less +G /var/log/x
echo $(( $(date +%s) - 5 ))
echo \${x:0:3}
echo \${x: -3}
[[ -f /etc/x && ! ( -d /etc/y ) ]]
[[ $x == a* && -n $y || -z $z ]]
[[ $x =~ ^a.*b$ ]]
[[ -n $(ls | wc -l) && -z "a|b" ]]
echo $'a\\tb'
jobs -l
wait
psql -c 'select count(*) from x where (a = 1)'
a=(1 2 3)
apt list --installed
watch -x ls
`;

const changes = `
./scripts/debug-api.sh
/opt/x/run
unknown-program --help
systemctl restart nginx
sudo systemctl daemon-reload
systemctl -H other status x
df -h > report.txt
df -h >> /tmp/report
echo x | tee file
sed -i 's/a/b/' file
sed -n 'w out' file
sed 's/a/b/w out' file
sed 's/a/b/e' file
sed -f script file
sed "s/a/$x/" file
sed '1e touch x' file
awk 'BEGIN { system("touch x") }'
awk '{ print > "out" }' x
awk '{ print | "sh" }' x
awk '{ print "a" >> "b" }' x
awk '{ "date" | getline d }' x
awk -f prog x
awk "$prog" x
awk '{ if (1) /"/; system("touch x"); /"/ }'
awk '{ print /"/; system("touch x"); print /"/ }'
awk 'BEGIN {} /"/ || system("touch x") {} /"/ {}'
awk '{ x = /"/; system("touch x"); y = /"/ }'
awk '{ x = 1 == /"/; system("touch x"); y = /"/ }'
awk '{ if (1) ; else /"/; system("touch x"); /"/ }'
echo 'import os' | python3 -v
ruby version
git config edit
git describe --dirty
curl '{telnet,http}://localhost'
psql -c 'select é(1)'
find . -exec touch {} \\;
find . -fprint out
find . -exec sh -c 'touch {}' \\;
find $dir -name x
find . $options
xargs touch
xargs -I X sh -c 'touch X'
ls | xargs -I P P
curl -X POST http://localhost/restart
curl -d x=1 http://localhost
curl -o file http://localhost
curl -O http://localhost/x
curl -K config
curl -T file http://localhost
curl $url
curl -w '%output{x}' http://localhost
wget http://localhost/x
git pull
git fetch
git checkout main
git config user.name x
git branch new
git -c core.pager='touch x' log
git log --output=x
git ls-remote 'ext::sh -c touch% x'
docker run alpine
docker exec web touch /x
docker exec -it web bash
docker compose up -d
docker -H tcp://x ps
kubectl apply -f x.yml
kubectl exec -it web -- bash
kubectl edit deploy/web
node script.js
node -e "require('child_process').execSync('touch x')"
node -e "fs.writeFileSync('x', '')"
node -e "console.log.constructor('return process')()"
node -e "process['exit']()"
python3 script.py
python3 -c 'print(1)'
python3 -m json.tool a b
perl -e 1
sort -o x y
sort --compress-program=sh x
uniq a b
gzip a
gzip -v a
unzip -q a.zip
nc localhost 11211
echo flush_all | nc localhost 11211
printf 'DELETE / HTTP/1.0' | openssl s_client -connect a:443
openssl s_client -connect a:443 < request
uniq a -c
xxd a -p
POSIXLY_CORRECT=1 uniq a -c
tree -o x
date -s tomorrow
hostname newname
dmesg -C
sysctl -w vm.swappiness=1
sysctl vm.swappiness=1
ip addr add 1.2.3.4/24 dev eth0
ip link set eth0 down
iptables -A INPUT -j DROP
mount /dev/sda1 /mnt
kill -9 1
pkill nginx
crontab file
PATH=/tmp:$PATH ls
LD_PRELOAD=x ls
PATH=/tmp; ls
export PATH=/tmp
ls() { touch x; }; ls
alias ls='touch x'
eval ls
exec ls
source x
. x
$cmd
"$cmd" x
sleep 100 &
coproc ls
echo $((x))
echo \${x@P}
echo \${x:=y}
[[ $x -eq 1 ]]
[[ 9 > 8 ]]
[[ > ]]
[[ -f a || touch ]]
[[ -f a || ! touch ]]
[[ -f a || $b == c ]]
[[ $x =~ a|touch ]]
((9 > 8))
echo $'a\\'; touch x; #'
printf -v x y
read -a list
test -v 'a[$(touch x)]'
cat <(touch x)
cat > x <<EOF
echo "$(touch x)"
echo "\`touch x\`"
cat << EOF
$(touch x)
EOF
bash script.sh
sh -c "$x"
sh -c 'touch x'
ssh host uptime
nohup df
ls '
constructor
toString x
__proto__
env constructor
fuser -k 3000/tcp
vi /etc/hosts
su - user
sudo -i
sudo -s
sudo PATH=/tmp ls
env PATH=/tmp ls
tar -xzf x.tgz
tar -tf x --to-command=sh
less -o x y
tcpdump -w x
psql -c 'UPDATE a SET b = 1'
psql -c 'SELECT pg_terminate_backend(1)'
psql -c "$sql"
psql
redis-cli SET a b
mysql < dump.sql
cat x <> y
journalctl --rotate
journalctl --cursor-file=x
rpm --eval '%(touch x)'
file -C -m x
sensors -s
pidstat -e touch x
ntpq -c ':config x'
postconf a=b
postconf -e a=b
postqueue -f
nmcli con up home
tc qdisc add dev eth0 root netem
bridge fdb add 00:11:22:33:44:55 dev eth0
conntrack -L -D
nvidia-smi -pm 1
ipmitool sel clear
ipmitool chassis power off
hdparm -I -y /dev/sda
sudo -l -s
fuser -v -k 3000/tcp
x=abc; echo \${x:q}
echo \${x:0:q}
echo \${@:q}
a=([q]=1)
jobs -x touch hacked
wait -n -p 'a[$(touch out)]'
echo $((q))
echo $(( $(date '+a[$(touch hacked)]') ))
kill -9 -0 123
kill 123 -l
kill -0 -9 5
ip link s eth0 down
nft list 'ruleset; flush ruleset'
nft list ruleset \\; flush ruleset
smartctl -l scterc,70,70 /dev/sda
rpm -q --setperms x
rpm -q --restore x
apt list -o Dir::Bin::dpkg=./evil
apt-mark showhold -o Dir::Bin::dpkg=./evil
zsh -c 'ls *(e:"touch hacked":)'
psql -c 'select "pg_terminate_backend"(1)'
less +!touch a
cat /dev/watchdog
cat < /dev/watchdog
git log --show-signature
ping -f x
ip -s link s eth0 up
watch -x sh -c 'ls; touch out'
`;

const destroys = `
blkdiscard /dev/sda
nvme format /dev/nvme0n1
cryptsetup luksFormat /dev/sda1
hdparm --security-erase p /dev/sda
echo b > /proc/sysrq-trigger
rm -rf /tmp/x
sudo rm x
rm -rf "$dir"/*
find . -delete
find . -exec rm {} \\;
find repos/ -name "*.git" -mtime +30 -exec rm -rf {} \\;
ls | xargs rm
sh -c 'rm x'
ssh host 'rm -rf /x'
docker exec web rm /x
dd if=/dev/zero of=/dev/sda
mkfs.ext4 /dev/sda1
wipefs -a /dev/sda
shred x
truncate -s 0 /var/log/x
> /var/log/x
: > /var/log/x
cat /dev/null > /var/log/x
git reset --hard HEAD~1
git clean -fd
git checkout -- .
git push --force
git branch -D old
git stash drop
cp -r /backup/latest/* .
cp -a /backup/. /opt/x/
rsync -a --delete a/ b/
docker system prune -af
docker rm -f web
docker volume rm data
docker compose down -v
kubectl delete pod x
kubectl -n prod delete pod x
helm uninstall web
reboot
shutdown -r now
sudo systemctl reboot
init 6
zfs destroy tank/x
zfs rollback tank@x
iptables -F
crontab -r
journalctl --vacuum-size=100M
apt-get purge nginx
userdel bob
psql -c 'DROP TABLE x'
redis-cli FLUSHALL
mysqladmin drop x
df && rm x
echo $(rm x)
if true; then rm x; fi
sudo -X rm x
terraform destroy
`;

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
/** Here-documents span lines, so these are put together again. */
const commandsIn = (text: string) => {
  const commands: string[] = [];
  let open = false;
  for (const line of lines(text)) {
    if (open) commands[commands.length - 1] += `\n${line}`;
    else commands.push(line);
    if (line.endsWith('<< EOF')) open = true;
    else if (line === 'EOF') open = false;
  }
  return commands;
};

describe('what a command does to a host', () => {
  it.each(commandsIn(reads))('reads: %s', (command) => {
    expect(effectOf(command)).toEqual({ effect: 'reads', why: 'it only reads' });
  });

  it.each(commandsIn(changes))('changes: %s', (command) => {
    expect(effectOf(command).effect).toBe('changes');
  });

  it.each(commandsIn(destroys))('destroys: %s', (command) => {
    expect(effectOf(command).effect).toBe('destroys');
  });

  it('says in words why', () => {
    expect(effectOf('df -h && rm -rf /tmp/x').why).toBe('`rm` deletes files');
    expect(effectOf('./deploy.sh').why).toBe('what `./deploy.sh` does is not known');
    expect(effectOf('df > out').why).toBe('it writes to out');
  });

  it('calls nothing harmless that it cannot read', () => {
    expect(effectOf('').effect).toBe('changes');
    expect(effectOf('ls "').effect).toBe('changes');
    expect(effectOf(`ls ${'x'.repeat(200_000)}`).effect).toBe('changes');
    expect(effectOf(`${'( '.repeat(2_000)}ls${' )'.repeat(2_000)}`).effect).toBe('changes');
  });
});
