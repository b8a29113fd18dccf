"""Notes: reads settings.toml, keeps an sqlite database, asks its database server and an upstream, writes a log."""
import http.server
import json
import os
import socket
import sqlite3
import ssl
import threading
import time
import tomllib
import urllib.error
import urllib.request

with open("/srv/notes/settings.toml", "rb") as file:
    settings = tomllib.load(file)
port = int(settings["port"])
secret = os.environ["NOTES_SECRET"]
database = sqlite3.connect("/srv/notes/data/notes.db", check_same_thread=False, timeout=1)
database.execute("insert into visits values (1)")
database.commit()
log = open("/var/log/notes/notes.log", "a")
problem = None


def ask():
    host, number = settings["database"].split(":")
    socket.create_connection((host, int(number)), timeout=2).close()
    upstream = settings.get("upstream")
    if upstream:
        request = urllib.request.Request(upstream, headers={"Authorization": f"token {secret}"})
        urllib.request.urlopen(request, timeout=2).read()
    with open("/srv/notes/data/last", "w") as file:
        file.write("x" * int(settings.get("size", 10)))
    database.execute("insert into visits values (2)")
    database.commit()


def work():
    global problem
    while True:
        try:
            ask()
            problem = None
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            if text != problem:
                print(f"background work failed: {text}", flush=True)
            problem = text
        time.sleep(1)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"ok": problem is None}).encode()
        self.send_response(200 if problem is None else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer((settings.get("address", "0.0.0.0"), port), Handler)
for _ in range(int(settings.get("workers", 2))):
    threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
threading.Thread(target=work, daemon=True).start()
print(f"notes listens on {port}", flush=True)
server.serve_forever()
