"""What the service calls: takes one token, and answers with the status that its file names, 200 where there is none."""
import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status = 200
        if os.path.exists("/run/store-status"):
            with open("/run/store-status") as file:
                status = int(file.read())
        elif self.headers.get("Authorization") != "token good":
            status = 401
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "600")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 9100), Handler).serve_forever()
