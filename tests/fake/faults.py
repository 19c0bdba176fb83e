"""faults.py: what fake/llm.py can do wrong, by name.

Here is what goes wrong on the wire; errors that are told stand in
errors.py, odd answers in odd.py. FAULTS are functions of (request,
argument). They return an Answer to be sent, or do it themselves and return
whether the connection may live on. A name of three digits is that status, its
argument the shape of the body (SHAPES of errors.py).
"""
import json
import re
import time
import urllib.parse
import zlib

import answers
from answers import Answer
from errors import ERRORS, fail
from odd import ENDS, ODD


def broken(r, arg):
    """Break off: before anything, in the headers, or after them."""
    how, end = arg.split("-")
    if how == "headers":
        r.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    elif how == "body":
        r.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
               b"Content-Length: 1000\r\n\r\n")
    if end == "hang":
        r.hang()
    if end == "reset":
        time.sleep(0.05)
        r.reset()
    return False


def alive(r, arg):
    """ARG=BYTES:SECONDS of comments, blanks or pings, then the answer."""
    what, seconds = arg.split(":")
    noise = {"comment": b": keep-alive\n\n", "blank": b"\n",
             "ping": b'event: ping\ndata: {"type": "ping"}\n\n'}[what]
    r.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
           b"Content-Type: text/event-stream\r\n\r\n")
    end = time.time() + float(seconds)
    while time.time() < end:
        r.send(b"%X\r\n%s\r\n" % (len(noise), noise))
        time.sleep(0.1)
    packets, _ = answers.encode(Answer(), r.api, "m", r.stream)
    for p in packets:
        r.send(b"%X\r\n%s\r\n" % (len(p), p))
    r.send(b"0\r\n\r\n")
    return True


def only_alive(r, arg):
    """Comments, and then the end."""
    return answers.send_packets(r, Answer(end="close"), [
        b": keep-alive\n\n"] * 3, "text/event-stream")


def slow_head(r, arg):
    """The response byte by byte, from its first one on."""
    for c in b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n":
        r.send(bytes([c]))
        time.sleep(float(arg))
    return False


def early(r, arg):
    """An answer before the body was read, or (hang) no reading at all."""
    if arg == "hang":
        time.sleep(30)
        return False
    r.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n"
           b"Connection: close\r\n\r\ntoo large")
    time.sleep(0.2)
    return False


def wrong_gzip(r, arg):
    """Said to be compressed: cut, or not true."""
    body = json.dumps(answers.chat_whole(Answer(), "m")).encode()
    if arg == "cut":
        z = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = z.compress(body) + z.flush()
        body = body[:len(body) // 2]
    return answers.send_packets(r, Answer(headers=[
        ("Content-Encoding", "gzip")]), [body], "application/json")


def endless(r, arg):
    """A response without an end: in the headers, a line, an answer."""
    kind = "text/event-stream" if r.stream else "application/json"
    if arg != "continue":
        r.send(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n" % kind.encode())
    if arg == "continue":
        for _ in range(1 << 22):
            r.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        return False
    if arg == "headers":
        for i in range(1 << 20):
            r.send(b"X-%d: %s\r\n" % (i, b"a" * 1000))
        return False
    if arg == "header":
        r.send(b"X-A: ")
        for _ in range(1 << 10):
            r.send(b"a" * (1 << 16))
        return False
    r.send(b"Connection: close\r\n\r\n")
    start = {"line": b"", "json": b'{"choices":[{"message":{"content":"',
             "deep": b'data: {"a":' if r.stream else b'{"a":'}
    if arg == "events":
        event = b'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
        for _ in range(1 << 10):
            r.send(event % (b"a" * (1 << 18)))
        return False
    r.send(start[arg])
    for _ in range(1 << 10):
        r.send((b"[" if arg == "deep" else b"a") * (1 << 18))
    return False


def loops(r, arg):
    """A stream of these words, separated by commas; of "words", that never come
    again. Slow enough to last."""
    r.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
           b"Connection: close\r\n\r\n")
    for i in range(1 << 20):
        text = f"word {i} " if arg == "words" else arg.replace(",", " ") + " "
        r.send(b'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
               % text.encode())
        time.sleep(0.001)
    return False


def bomb(r, arg):
    """Gigabytes of nothing, small on the wire."""
    z = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = z.compress(b'data: {"a":"') + z.flush(zlib.Z_FULL_FLUSH)
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = z.compress(b"a" * (1 << 20)) + z.flush(zlib.Z_FULL_FLUSH)
    r.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: %s\r\n"
           b"Connection: close\r\n\r\n" % (
               b"text/event-stream" if r.stream else b"application/json"))
    r.send(head)
    for _ in range(1 << 12):
        r.send(block)
    return False


def deep(r, arg):
    """Well-formed, and nested ARG times."""
    inner = b"[" * int(arg) + b"]" * int(arg)
    body = b'{"x":%s,"choices":[]}' % inner
    if r.stream:
        body = b"data: " + body + b"\n\n"
    return answers.send_packets(r, Answer(), [body], (
        "text/event-stream" if r.stream else "application/json"))


def raw(r, arg):
    """Responses that are not quite HTTP."""
    body = {"chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                     b"zz\r\nhello\r\n",
            "nohttp": b"hello, I am no web server\r\n\r\n",
            "zero": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "204": b"HTTP/1.1 204 No Content\r\n\r\n",
            "status": b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
            "length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "garbage": b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"
                       b"\r\nConnection: close\r\n\r\ndata: {not json\n\n",
            "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                    b"Connection: close\r\n\r\n<html>Please log in</html>",
            "number": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n17",
            "null": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nnull",
            "object": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
            "odd": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                   b'{"choices":{"0":[1]},"usage":7,"error":null}',
            "choices": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                       b'{"choices":[]}',
            "bigchunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
                        b"\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{",
            "biglength": b"HTTP/1.1 200 OK\r\nContent-Length: "
                         b"9000000000000000000\r\n\r\n{",
            "lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
                       b"Content-Length: 7\r\n\r\n{}",
            "text": b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"
                    b"\r\nConnection: close\r\n\r\n"
                    b"event: error\ndata: Internal error\n\n",
            "choice": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                      b'{"choices":[null]}',
            "done": b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    b"Connection: close\r\n\r\ndata: [DONE]\n\n",
            }[arg]
    r.send(body)
    return False


def scripted(r, arg):
    line = r.server.scripted(r)
    if line is None:
        return fail(r, 404, "openai", "no line of the script matches")
    if not r.server.together(r.label, line.get("beside", 1)):
        return fail(r, 404, "openai", "alone")
    if "fault" in line:
        return find(line["fault"])(r)
    if len(r.body) > line.get("longest", len(r.body)):
        return find("overflow=maximum")(r)
    text = line.get("answer", answers.TEXT)
    size = len(r.body) // 4
    return Answer(text=text, piece=80, finish=line.get("finish", "stop"),
                  reasoning=line.get("reasoning"), usage={
                      "prompt_tokens": size, "completion_tokens": len(text),
                      "total_tokens": size + len(text)})


def embed(r, arg):
    """Embeddings that are wrong in the way of ARG; N: 413 above N texts."""
    if arg.isdigit() or arg[3:].isdigit() and arg[:3] == "400":
        limit = int(arg[3:] if arg.startswith("400") and arg[3:] else arg)
        if len(r.json["input"]) > limit:
            return fail(r, 400 if arg.startswith("400") else 413, "detail",
                        "too many inputs")
        arg = "good"

    def put(d, i, **more):
        d[i].update(more)
        return d
    change = {
        "good": None, "base64": None, "array": None,
        "shuffled": lambda d: d[1:] + d[:1],
        "missing": lambda d: d[:-1],
        "surplus": lambda d: d + [dict(d[0], index=len(d))],
        "duplicate": lambda d: put(d, -1, index=0),
        "unequal": lambda d: put(d, -1, embedding=[1.0]),
        "nan": lambda d: put(d, -1, embedding=[float("nan")] * 4),
        "inf": lambda d: put(d, -1, embedding=[float("inf")] * 4),
        "strings": lambda d: put(d, -1, embedding=["1", "2", "3", "4"]),
        "none": lambda d: put(d, -1, embedding=[]),
        "null": lambda d: put(d, -1, embedding=None),
        "outside": lambda d: put(d, -1, index=7),
        "negative": lambda d: put(d, -1, index=-1),
        "noindex": lambda d: [{"embedding": x["embedding"]} for x in d],
        "ragged": lambda d: put(d, -1, embedding="AAAAAAA="),
        "nobase": lambda d: put(d, -1, embedding="!?"),
    }[arg]
    base = {"base64": True, "array": False, "strings": False, "null": False,
            "ragged": False, "nobase": False}.get(arg)
    body = answers.embeddings(r, change, base)
    return answers.send_packets(
        r, Answer(), [json.dumps(body).encode()], "application/json")


FAULTS = {
    **ERRORS, **ENDS,
    "break": broken, "alive": alive, "only-alive": only_alive,
    "slow-head": slow_head, "early": early, "wrong-gzip": wrong_gzip,
    "endless": endless, "loops": loops, "bomb": bomb, "deep": deep, "raw": raw,
    "script": scripted, "embed": embed,
    "cut": lambda r, a: Answer(cut=float(a), end="close"),
    "cut-reset": lambda r, a: Answer(cut=float(a), end="reset"),
    "cut-hang": lambda r, a: Answer(cut=float(a), end="hang"),
    "cut-close": lambda r, a: Answer(cut=float(a), framing="close"),
    "wait": lambda r, a: time.sleep(float(a)) or Answer(),
    "silent": lambda r, a: r.hang(),
}


def find(label):
    """A label without times and tag as a function of the request."""
    name, _, arg = label.partition("=")
    if name in ODD:
        return lambda r: Answer(**ODD[name])
    if re.fullmatch("[1-9][0-9][0-9]", name):
        return lambda r: fail(r, int(name), arg or (
            "anthropic" if r.api == "messages" else "openai"))
    if name in FAULTS:
        return lambda r: FAULTS[name](r, arg)
    return None


def answer(r):
    """Answer one request as its label says; true: the connection lives."""
    label = urllib.parse.unquote(r.label).split("@")[0]
    label, _, times = label.partition("*")
    fault = find(label)
    if fault is None or r.api is None or r.method != "POST":
        return fail(r, 404, "html", "no such page")
    if times and r.n > int(times):
        fault = find("embed=good" if r.api == "embeddings" else "ok")
    elif label == "ok" and r.api == "embeddings":
        fault = find("embed=good")
    result = fault(r)
    if isinstance(result, Answer):
        return answers.send(r, result)
    return result
