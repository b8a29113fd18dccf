"""The lab's stand-in for gitops-auditor and gitops-dashboard: serves /health, reads the configuration named on its command line."""
import http.server
import json
import os
import sys
import time

path = sys.argv[1]
try:
    with open(path) as file:
        config = json.load(file)
except json.JSONDecodeError as error:
    sys.exit(f"{path}:{error.lineno}: configuration is not valid JSON: {error.msg}")
name, port, started = config["name"], config["port"], time.time()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            code, body = 200, {"status": "ok"}
        elif self.path == "/api/status":
            code, body = 200, {"service": name, "pid": os.getpid(), "uptime_s": round(time.time() - started, 1)}
        else:
            code, body = 404, {"error": "not found"}
        data = (json.dumps(body) + "\n").encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


print(f"{name}: listening on {port}", file=sys.stderr, flush=True)
http.server.ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()
