#!/usr/bin/python3
"""fake/llm.py DIR [SCRIPT]: a model server on loopback that fails to order.

The first part of a URL's path says how: http://127.0.0.1:PORT/FAULT/v1 with
FAULT = NAME[=ARGUMENT][*TIMES][@TAG], percent-encoded where needed. The names
stand in faults.py; "ok" has none. With *TIMES only so many requests fail
and what comes after is served well; a tag gives a count of its own. It speaks
chat completions (/chat/completions), messages (/messages) and embeddings
(/embeddings), streamed or not, as the request asks.

DIR gets the ports, one a file: http, other (a second host, as it were), closed
(nobody listens), full (connections are not taken), proxy (CONNECT; wants a
user), https when DIR holds cert.pem and cert.key; the socket sock; log, one
JSON line a request as it comes in; and at last ready. What stands in FAKE_KEY
is logged as KEY where it is a header's value, and nowhere else, so that a key
found in the log is a leak.

SCRIPT holds JSON lines for the fault "script", whose requests are answered by
the first line that has "match" in the request's body and is not used up:
{"match": TEXT, "answer": TEXT, "reasoning": TEXT, "finish": REASON,
 "fault": NAME[=ARGUMENT], "longest": BYTES, "times": N, "beside": N}.
Everything but match may be missing; a longer request overflows; none is
answered until N have been there at once; without a line that matches the
answer is 404.
"""
import collections
import json
import os
import socket
import ssl
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True  # no litter beside the tests
import answers  # noqa: E402
import faults  # noqa: E402

KEY = os.environ.pop("FAKE_KEY", "")


class Gone(Exception):
    """The client has closed the connection."""


class Request:
    """One request, and the connection to answer it on."""

    def __init__(self, server, sock, via, conn):
        self.server, self.sock, self.via, self.conn = server, sock, via, conn
        self.rest = b""

    def read(self):
        """The next request on this connection, whole."""
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, self.version = lines[0].split(" ", 2)
        self.headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            self.headers[name.lower()] = value.strip()
        url = urllib.parse.urlsplit(self.target)
        parts = url.path.split("/", 2)
        self.label = parts[1] if parts[1:] else ""
        self.path = "/" + "".join(parts[2:])
        self.api = answers.api_of(self.path)
        size = int(self.headers.get("content-length", 0))
        if self.label.startswith("early"):
            size = 0    # the answer does not wait for the body
        while len(self.rest) < size:
            self.more()
        self.body, self.rest = self.rest[:size], self.rest[size:]
        try:
            self.json = json.loads(self.body)
        except ValueError:
            self.json = {}
        self.stream = bool(self.json.get("stream"))

    def more(self):
        got = self.sock.recv(1 << 16)
        if not got:
            raise Gone
        self.rest += got

    def send(self, data):
        self.sock.sendall(data)

    def hang(self):
        """Say nothing more until the client goes away."""
        self.sock.settimeout(60)
        while self.sock.recv(1 << 16):
            pass
        raise Gone

    def reset(self):
        """Break the connection with RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             b"\1\0\0\0\0\0\0\0")
        raise Gone


class Server:
    """Counters and the log, shared by all connections."""

    def __init__(self, directory, script):
        self.dir, self.script = directory, script
        self.lock = threading.Condition()
        self.count = collections.Counter()
        self.busy = collections.Counter()
        self.most = collections.Counter()
        self.conns = 0
        self.log = open(os.path.join(directory, "log"), "a", buffering=1)
        self.ports = {}

    def listen(self, via, handler, context=None):
        sock = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port(via, sock)
        self.accept(sock, via, handler, context)

    def port(self, via, sock):
        self.ports[via] = sock.getsockname()[1]
        with open(os.path.join(self.dir, via), "w") as f:
            f.write("%d\n" % self.ports[via])

    def accept(self, sock, via, handler, context=None):
        def one(conn, number):
            try:
                if context:
                    conn = context.wrap_socket(conn, server_side=True)
                elif sock.family == socket.AF_INET:
                    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                handler(conn, via, number)
            except (OSError, Gone, ValueError):
                pass
            finally:
                conn.close()

        def forever():
            while True:
                conn, _ = sock.accept()
                with self.lock:
                    self.conns += 1
                    number = self.conns
                threading.Thread(target=one, args=(conn, number),
                                 daemon=True).start()
        threading.Thread(target=forever, daemon=True).start()

    def note(self, r, n=0, busy=0):
        """Write down a request before anything is done about it."""
        headers = {k: v.replace(KEY, "KEY") if KEY else v
                   for k, v in r.headers.items()}
        self.log.write(json.dumps({
            "label": r.label, "n": n, "busy": busy, "via": r.via,
            "conn": r.conn, "method": r.method, "path": r.path,
            "target": r.target, "headers": headers,
            "body": r.body.decode("utf-8", "replace"),
            "time": time.time()}) + "\n")

    def serve(self, sock, via, conn):
        """Requests of one connection, until either side has enough."""
        r = Request(self, sock, via, conn)
        while True:
            r.read()
            with self.lock:
                self.count[r.label] += 1
                self.busy[r.label] += 1
                self.most[r.label] = max(self.most[r.label],
                                         self.busy[r.label])
                self.lock.notify_all()
                r.n = self.count[r.label]
                self.note(r, r.n, self.busy[r.label])
            try:
                if not faults.answer(r):
                    return
            finally:
                with self.lock:
                    self.busy[r.label] -= 1

    def proxy(self, sock, via, conn):
        """A proxy that opens a tunnel for whoever names a user."""
        r = Request(self, sock, via, conn)
        r.read()
        r.label = "proxy"
        with self.lock:
            self.note(r)
        if "proxy-authorization" not in r.headers:
            r.send(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                   b"Proxy-Authenticate: Basic realm=\"fake\"\r\n"
                   b"Content-Length: 0\r\n\r\n")
            return
        if r.method != "CONNECT":
            r.send(b"HTTP/1.1 405 Only CONNECT\r\nContent-Length: 0\r\n\r\n")
            return
        host, port = r.target.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as peer:
            r.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(peer, sock), daemon=True)
            back.start()
            pump(sock, peer)
            back.join()

    def together(self, label, n):
        """Wait until so many requests have been there at once; were they?"""
        with self.lock:
            return self.lock.wait_for(lambda: self.most[label] >= n, 120)

    def scripted(self, r):
        """The line of the script that answers this request, or None."""
        body = json.dumps(r.json, ensure_ascii=False)
        with self.lock:
            for line in self.script:
                match = json.dumps(line["match"], ensure_ascii=False)[1:-1]
                if match in body and line.get("times", 1) != 0:
                    if "times" in line:
                        line["times"] -= 1
                    return line
        return None


def pump(a, b):
    try:
        while True:
            got = a.recv(1 << 16)
            if not got:
                break
            b.sendall(got)
    except OSError:
        pass
    finally:
        try:
            b.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def main():
    directory = sys.argv[1]
    script = []
    if sys.argv[2:]:
        with open(sys.argv[2]) as f:
            script = [json.loads(line) for line in f if line.strip()]
    server = Server(directory, script)
    server.listen("http", server.serve)
    server.listen("other", server.serve)
    server.listen("proxy", server.proxy)
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    server.port("closed", closed)
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    server.port("full", full)
    crowd = [socket.socket() for _ in range(3)]
    for s in crowd:
        s.setblocking(False)
        s.connect_ex(full.getsockname())
    cert = os.path.join(directory, "cert.pem")
    if os.path.exists(cert):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, os.path.join(directory, "cert.key"))
        server.listen("https", server.serve, context)
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(os.path.join(directory, "sock"))
    unix.listen(128)
    server.accept(unix, "sock", server.serve)
    open(os.path.join(directory, "ready"), "w").close()
    threading.Event().wait()


if __name__ == "__main__":
    main()
