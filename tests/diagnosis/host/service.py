"""A service that reads a configuration and a history, calls an upstream every second and writes what it found."""
import http.server
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request

path = sys.argv[1]


def read_json(name):
    with open(name) as file:
        text = file.read()
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        sys.exit(f"{name}:{error.lineno}: configuration is not valid JSON: {error.msg}")


config = read_json(path)
name, port = config["name"], config["port"]
history = os.path.join(os.path.dirname(path), "audit-history", "latest.json")
last_error = None


def read_history():
    if os.path.exists(history):
        with open(history) as file:
            return json.load(file)
    return {"audits": 0}


def audit():
    upstream = config.get("upstream")
    if upstream:
        request = urllib.request.Request(upstream, headers={"Authorization": f"token {config.get('token', '')}"})
        try:
            urllib.request.urlopen(request, timeout=3).read()
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After")
            raise OSError(f"GET {upstream}: {error}" + (f" (Retry-After: {wait})" if wait else "")) from None
        except urllib.error.URLError as error:
            raise OSError(f"GET {upstream}: {error.reason}") from None
    if os.path.isdir(os.path.dirname(history)):
        with open(history + ".new", "w") as file:
            json.dump({"audits": time.time()}, file)
        os.replace(history + ".new", history)


def work():
    global last_error
    kept, handles = [], []
    while True:
        try:
            if config.get("leak_files"):
                while True:
                    handles.append(open(os.devnull))
            if config.get("leak_mb") and not kept:
                kept.append(bytearray(os.urandom(1024 * 1024)) * config["leak_mb"])
            audit()
            last_error = None
        except OSError as error:
            if str(error) != last_error:
                print(f"{name}: audit failed: {error}", file=sys.stderr, flush=True)
            last_error = str(error)
        time.sleep(1)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        code, body = (200, {"status": "ok"}) if last_error is None else (503, {"status": "degraded", "error": last_error})
        if self.path not in ("/health", "/api/status"):
            code, body = 404, {"error": "not found"}
        data = (json.dumps(body) + "\n").encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        pass


read_history()
server = http.server.ThreadingHTTPServer(("0.0.0.0", port), Handler)
print(f"{name}: listening on {port}", file=sys.stderr, flush=True)
threading.Thread(target=work, daemon=True).start()
server.serve_forever()
