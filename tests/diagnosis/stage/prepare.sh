# Runs once as root on a lab host: services of other kinds, each with a runbook that a person might write.
set -e
unit() { printf '%s\n' "$2" >"/etc/systemd/system/$1"; }
for user in notes feed ledger; do useradd -r -s /usr/sbin/nologin -d /srv/$user $user; done
mkdir -p /srv/notes/data /srv/notes/work /srv/notes-db /srv/feed/releases/1 /srv/ledger /etc/notes /etc/feed/tls /etc/worker /var/log/notes /backup/notes /backup/feed /etc/nginx/tls /srv/slow

# notes: Python, TOML, sqlite, environment file, a database server beside it
cp /root/stage/notes.py /srv/notes/app.py
printf 'port = 8200\ndatabase = "127.0.0.1:5433"\nupstream = "http://store.internal:9100/notes"\n' >/srv/notes/settings.toml
echo 'NOTES_SECRET=good' >/etc/notes/notes.env
python3 -c 'import sqlite3; d = sqlite3.connect("/srv/notes/data/notes.db"); d.execute("create table visits (n)"); d.commit()'
chown -R notes:notes /srv/notes /var/log/notes; chmod 640 /etc/notes/notes.env
runuser -u notes -- git -C /srv/notes init -q -b main; printf 'data\nwork\n' >/srv/notes/.gitignore
runuser -u notes -- git -C /srv/notes -c user.name=n -c user.email=n@n add -A
GIT_COMMITTER_DATE=2026-01-05T03:00:00Z runuser -u notes -- git -C /srv/notes -c user.name=n -c user.email=n@n commit -q -m 'Take notes'
cp -a /srv/notes/. /backup/notes/
unit notes-db.service '[Service]
ExecStart=/usr/bin/python3 -c "import socket; s = socket.create_server((str(\"127.0.0.1\"), 5433)); print(\"ready\", flush=True); [s.accept() for _ in iter(int, 1)]"
Restart=on-failure
[Install]
WantedBy=multi-user.target'
unit notes.service '[Unit]
Description=Notes
Wants=notes-db.service
After=notes-db.service
[Service]
User=notes
WorkingDirectory=/srv/notes/work
EnvironmentFile=/etc/notes/notes.env
ExecStart=/usr/bin/python3 /srv/notes/app.py
Restart=on-failure
RestartSec=1
[Install]
WantedBy=multi-user.target'

# feed: Node behind a release link, with a module and a key of its own
cp /root/stage/feed.js.txt /srv/feed/releases/1/server.js
mkdir -p /srv/feed/releases/1/node_modules/left; echo 'module.exports = (text) => text;' >/srv/feed/releases/1/node_modules/left/index.js
ln -s releases/1 /srv/feed/current
printf '{\n  "port": 8300,\n  "key": "/etc/feed/tls/feed.key",\n  "cert": "/etc/feed/tls/feed.crt",\n  "upstream": "http://store.internal:9100/feed"\n}\n' >/etc/feed/feed.json
cp /root/store.key /etc/feed/tls/feed.key; cp /root/valid.crt /etc/feed/tls/feed.crt; chown -R feed:feed /srv/feed /etc/feed/tls; chmod 600 /etc/feed/tls/feed.key
cp -a /srv/feed/. /backup/feed/
unit feed.service '[Unit]
Description=Feed
[Service]
User=feed
WorkingDirectory=/srv/feed/current
ExecStart=/usr/local/bin/node /srv/feed/current/server.js
Restart=on-failure
RestartSec=1
[Install]
WantedBy=multi-user.target'

# gate: nginx with TLS in front of notes
cp /root/valid.crt /etc/nginx/tls/gate.crt; cp /root/store.key /etc/nginx/tls/gate.key
printf 'server {\n  listen 8500 ssl;\n  ssl_certificate /etc/nginx/tls/gate.crt;\n  ssl_certificate_key /etc/nginx/tls/gate.key;\n  location / { proxy_pass http://127.0.0.1:8200; }\n}\n' >/etc/nginx/sites-enabled/gate

# tick: a shell script with a check before it
printf '#!/bin/sh\nwhile :; do echo tick; sleep 60; done\n' >/usr/local/bin/tick.sh
printf '#!/bin/sh\ntest -e /etc/tick.allowed || { echo "no permit at /etc/tick.allowed" >&2; exit 9; }\n' >/usr/local/bin/tick-check
touch /etc/tick.allowed; chmod 755 /usr/local/bin/tick*
unit tick.service '[Unit]
Description=Tick
[Service]
ExecStartPre=/usr/local/bin/tick-check
ExecStart=/usr/local/bin/tick.sh
Restart=always
RestartSec=500ms
[Install]
WantedBy=multi-user.target'

# worker@7: a template
printf '#!/bin/sh\nset -e\n. /etc/worker/$1.conf\necho "worker $1 does $task"\nexec sleep 1000000\n' >/usr/local/bin/worker; chmod 755 /usr/local/bin/worker
printf 'task=sort\nlanes=2\n' >/etc/worker/7.conf
unit worker@.service '[Unit]
Description=Worker %i
[Service]
ExecStart=/usr/local/bin/worker %i
Restart=on-failure
[Install]
WantedBy=multi-user.target'

# echo: activated by its socket
unit echo.socket '[Socket]
ListenStream=8400
Accept=yes
[Install]
WantedBy=sockets.target'
unit echo@.service '[Service]
ExecStart=/bin/cat
StandardInput=socket'

# ledger: says what it is told to say, as programs of other languages would
printf '#!/bin/sh\n[ -e /srv/ledger/says ] && { cat /srv/ledger/says >&2; sleep 0.2; exit "$(cat /srv/ledger/code)"; }\necho ledger runs\nexec sleep 1000000\n' >/usr/local/bin/ledger; chmod 755 /usr/local/bin/ledger
chown -R ledger:ledger /srv/ledger
unit ledger.service '[Unit]
Description=Ledger
[Service]
User=ledger
ExecStart=/usr/local/bin/ledger
Restart=on-failure
RestartSec=1
[Install]
WantedBy=multi-user.target'

# backup-notes: a timer
printf '#!/bin/sh\nset -e\ncp -a /srv/notes/data /mnt/vault/notes\n' >/usr/local/bin/backup-notes; chmod 755 /usr/local/bin/backup-notes; mkdir -p /mnt/vault
unit backup-notes.service '[Service]
Type=oneshot
ExecStart=/usr/local/bin/backup-notes'
unit backup-notes.timer '[Timer]
OnCalendar=hourly
[Install]
WantedBy=timers.target'
# an upstream that takes connections and never answers
unit slow.service '[Service]
ExecStart=/usr/bin/python3 -c "import socket; s = socket.create_server((str(\"127.0.0.1\"), 9300)); k = [s.accept() for _ in iter(int, 1)]"'
systemctl daemon-reload
systemctl enable -q --now notes-db notes feed tick worker@7 echo.socket ledger backup-notes.timer
systemctl start slow
nginx -s reload
