"""fake_faults.py: what fake_llm.py can do wrong, by name.

ODD: answers that are right in an odd form; a client must read every one.
FAULTS: functions of (request, argument). They return an Answer to be sent, or
do it themselves and return whether the connection may live on. A name of three
digits is that status, its argument the shape of the body (see SHAPES).
"""
import email.utils
import json
import re
import time
import urllib.parse
import zlib

import fake_answers
from fake_answers import Answer

OVERFLOW = {
    "code": (400, "too long", "invalid_request_error",
             "context_length_exceeded"),
    "llamacpp": (400, "the request exceeds the available context size",
                 "exceed_context_size_error", 400),
    "maximum": (400, "This model's maximum context length is 4096 tokens. "
                "However, you requested 5000 tokens.", "BadRequestError", 400),
    "longer": (400, "The input (5000 tokens) is longer than the model's "
               "context length (4096 tokens).", "BadRequestError", None),
    "prompt": (400, "prompt is too long: 5000 tokens > 4096 maximum",
               "invalid_request_error", None),
    "exceed": (400, "input length and `max_tokens` exceed context limit: "
               "5000 + 100 > 4096", "invalid_request_error", None),
    "413": (413, "prompt is too long: 5000 tokens > 4096 maximum",
            "request_too_large", None),
    "500": (500, "Context size has been exceeded.", "server_error", 500),
}
MESSAGE = "the server says no"

# The body of an error, from status, message, type and code.
SHAPES = {
    "openai": lambda s, m, t, c: {"error": {
        "message": m, "type": t, "param": None, "code": c}},
    "number": lambda s, m, t, c: {"error": {
        "message": m, "type": t, "code": s}},
    "digits": lambda s, m, t, c: {"error": {
        "message": m, "type": t, "code": str(s)}},
    "string": lambda s, m, t, c: {"error": m},
    "object": lambda s, m, t, c: {"object": "error", "message": m,
                                  "type": t, "code": s},
    "detail": lambda s, m, t, c: {"detail": m},
    "details": lambda s, m, t, c: {"detail": [
        {"loc": ["body", "messages"], "msg": m, "type": "value_error"}]},
    "list": lambda s, m, t, c: [{"error": {
        "message": m, "code": s, "status": "INVALID"}}],
    "anthropic": lambda s, m, t, c: {"type": "error", "error": {
        "type": t, "message": m}, "request_id": "req_1"},
    "html": lambda s, m, t, c: "<html><head><title>%d</title></head><body>"
    "<h1>%s</h1></body></html>\n" % (s, m),
    "plain": lambda s, m, t, c: m + "\n",
    "empty": lambda s, m, t, c: "",
    "control": lambda s, m, t, c: {"error": {
        "message": m + "\x1b[2J\x07\x00\r\n\x9b31m!"}},
    "long": lambda s, m, t, c: {"error": {"message": m + " x" * 100000}},
    "broken": lambda s, m, t, c: '{"error": {"message": "%s' % m,
    "null": lambda s, m, t, c: {"error": {"message": None, "code": None}},
    "odd": lambda s, m, t, c: {"error": {"message": {"a": [m]}, "code": []}},
}


def fail(r, status, shape="openai", message=MESSAGE, kind="server_error",
         code=None, headers=()):
    """An answer with the status and an error body of this shape."""
    body = SHAPES[shape](status, message, kind, code)
    ctype = "text/html" if shape == "html" else "text/plain"
    if not isinstance(body, str):
        body, ctype = json.dumps(body), "application/json"
    return fake_answers.send_packets(r, Answer(
        status=status, headers=headers), [body.encode()], ctype)


def quota(r, arg):
    return fail(r, 429, "openai", "You exceeded your current quota",
                "insufficient_quota" if arg == "type" else "requests",
                None if arg == "type" else "insufficient_quota")


def spend(r, arg):
    return fail(r, 429, "anthropic", "limit",
                "enforced_spend_limit_reached")


def overflow(r, arg):
    """The context is too long, in the words of ARG; "ok:WORDS" with 200."""
    soft = arg.startswith("ok:")
    status, message, kind, code = OVERFLOW[arg[3 * soft:]]
    if soft:
        return in_band(r, {"error": {"message": message, "type": kind,
                                     "code": code or status}})
    return fail(r, status, "openai", message, kind, code)


def in_band(r, error):
    """An error under the status 200: an event, or a JSON object."""
    body = json.dumps(error).encode()
    if not r.stream:
        return fake_answers.send_packets(r, Answer(), [body],
                                         "application/json")
    name = b"event: error\n" if r.api == "messages" else b""
    return fake_answers.send_packets(r, Answer(), [
        name + b"data: " + body + b"\n\n"], "text/event-stream")


def shaped(r, arg):
    """STATUS:SHAPE: an error of this shape under the status 200."""
    status, shape = arg.split(":")
    body = SHAPES[shape](int(status), MESSAGE, "server_error", int(status))
    if isinstance(body, str):
        body = body.encode()
        body = b"data: " + body + b"\n\n" if r.stream else body
        return fake_answers.send_packets(
            r, Answer(), [body], "text/event-stream")
    return in_band(r, body)


def error200(r, arg):
    code = int(arg) if arg.isdigit() else arg
    if r.api == "messages":
        return in_band(r, {"type": "error", "error": {
            "type": arg, "message": MESSAGE}})
    return in_band(r, {"error": {"message": MESSAGE, "code": code}})


def midway(r, arg):
    """Half an answer, and then an error event."""
    code = int(arg) if arg.isdigit() else None
    error = {"type": "error", "error": {"message": MESSAGE, "code": code,
                                        "type": arg}}

    def change(events):
        return events[:4] + [("error" if r.api == "messages" else None, error)]
    return Answer(change=change, as_stream=True, done=b"")


def after(r, arg):
    """429; ARG is HEADER:VALUE,.. or the value of Retry-After."""
    status, headers = 429, []
    for h in arg.split("|"):
        name, value = h.split(":", 1) if ":" in h else ("Retry-After", h)
        if name == "status":
            status = int(value)
            continue
        if value.startswith("date"):
            value = email.utils.formatdate(
                time.time() + float(value[4:]), usegmt=True)
        elif value.startswith("iso"):
            value = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(
                time.time() + float(value[3:])))
        headers.append((name, value))
    return fail(r, status, "openai", "slow down", "rate_limit_error",
                "rate_limit_exceeded", headers)


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


def without_finish(r, arg):
    """The stream ends in good order, but the answer has no end."""
    keep = 5 if r.api == "messages" else 4

    return Answer(change=lambda events: events[:keep], as_stream=True,
                  done=b"" if arg == "bare" else b"[DONE]")


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
    packets, _ = fake_answers.encode(Answer(), r.api, "m", r.stream)
    for p in packets:
        r.send(b"%X\r\n%s\r\n" % (len(p), p))
    r.send(b"0\r\n\r\n")
    return True


def only_alive(r, arg):
    """Comments, and then the end."""
    return fake_answers.send_packets(r, Answer(end="close"), [
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


def choice_error(r, arg):
    """The choice, not the answer, has the error."""
    def change(events):
        for _, o in events:
            for c in o.get("choices", []):
                if c["finish_reason"]:
                    c["error"] = {"code": int(arg), "message": MESSAGE}
        return events
    return Answer(change=change, finish="error")


def endless_error(r, arg):
    """A status, and a body that does not end."""
    r.send(b"HTTP/1.1 %s Odd\r\nConnection: close\r\n\r\n" % arg.encode())
    for _ in range(1 << 10):
        r.send(b"no " * (1 << 16))
    return False


def wrong_gzip(r, arg):
    """Said to be compressed: cut, or not true."""
    body = json.dumps(fake_answers.chat_whole(Answer(), "m")).encode()
    if arg == "cut":
        z = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = z.compress(body) + z.flush()
        body = body[:len(body) // 2]
    return fake_answers.send_packets(r, Answer(headers=[
        ("Content-Encoding", "gzip")]), [body], "application/json")


def wrong_type(r, arg):
    return Answer(ctype=arg)


def refusal(r, arg):
    """A refusal in the field of that name, with finish_reason stop."""
    def change(events):
        for _, o in events:
            for c in o.get("choices", []):
                for part in ("delta", "message"):
                    if c.get(part, {}).get("content"):
                        c[part]["refusal"] = "I cannot help with that."
                        c[part]["content"] = None
        return events
    return Answer(change=change, finish="refusal" if r.api == "messages"
                  else "stop")


def tool_calls(r, arg):
    call = [{"index": 0, "id": "call_1", "type": "function",
             "function": {"name": "search", "arguments": "{}"}}]
    if r.api == "messages":
        return Answer(finish="tool_calls", text="")

    def change(events):
        for _, o in events:
            for c in o.get("choices", []):
                for part in ("delta", "message"):
                    if c.get(part, {}).get("content"):
                        c[part].update(content=None, tool_calls=call)
        return events
    return Answer(change=change, finish="tool_calls")


def deltas(change_choice):
    """An odd answer whose choices went through a function (index, choice)."""
    def change(events):
        for i, (_, o) in enumerate(events):
            for c in o.get("choices", []):
                change_choice(i, c)
        return events
    return {"change": change}


def no_index(i, c):
    del c["index"]


def null_delta(i, c):
    if "delta" in c and not c["delta"]:
        c["delta"] = None


def no_delta(i, c):
    if "delta" in c and not c["delta"]:
        del c["delta"]


def empty_finish(i, c):
    if "delta" in c and c["finish_reason"] is None:
        c["finish_reason"] = ""


def parts(i, c):
    for name in ("delta", "message"):
        if c.get(name, {}).get("content"):
            text = c[name]["content"]
            c[name]["content"] = [{"type": "text", "text": text[:2]},
                                  {"type": "text", "text": text[2:]}]


def with_empty_choices(events):
    """Events without choices between those with, as filter results are."""
    return events[:1] + [(n, o) for e in events[1:] for n, o in (
        (None, {"id": "", "choices": [], "prompt_filter_results": []}), e)]


def joined(events):
    """The last piece of the text brings the end with it."""
    ends = [i for i, (_, o) in enumerate(events) if any(
        "delta" in c and c["finish_reason"] for c in o.get("choices", []))]
    for i in ends:
        last = events[i - 1][1]["choices"][0]
        last["finish_reason"] = events[i][1]["choices"][0]["finish_reason"]
    return [e for i, e in enumerate(events) if i not in ends]


def with_nulls(events):
    """Events and members that are null or say nothing."""
    if len(events) == 1:
        return [(n, dict(o, error=None, usage=None)) for n, o in events]
    return [(None, {"choices": None, "error": None}), ("ping", {}),
            (None, None)] + events


def other_indexes(events):
    """A second choice that nobody asked for, before and after each first."""
    result = []
    for n, o in events:
        if o.get("choices"):
            other = json.loads(json.dumps(o))
            c = other["choices"][0]
            c["index"] = 1
            for part in ("delta", "message"):
                if c.get(part, {}).get("content"):
                    c[part]["content"] = "WRONG"
            if "message" in c:
                o["choices"] = [c] + o["choices"]
                result.append((n, o))
                continue
            result += [(n, other), (n, o)]
        else:
            result.append((n, o))
    return result


def growing_usage(events):
    """A usage with each event, each larger than the one before."""
    for i, (_, o) in enumerate(events):
        if "choices" in o and "usage" not in o:
            o["usage"] = {"prompt_tokens": 40, "completion_tokens": i % 10}
    return events


def usage(r, arg):
    """A usage of ARG: nonsense in one of its ways, or cached tokens."""
    if arg == "none":
        return Answer(usage=None)
    if arg in ("null", "text", "list"):
        junk = {"null": None, "text": "many", "list": [1]}[arg]

        def change(events):
            for _, o in events:
                if "usage" in o:
                    o["usage"] = junk
            return events
        return Answer(change=change)
    values = {
        "negative": {"prompt_tokens": -5, "completion_tokens": -1},
        "huge": {"prompt_tokens": 1e300, "completion_tokens": 10},
        "string": {"prompt_tokens": "40", "completion_tokens": "ten"},
        "fraction": {"prompt_tokens": 40.5, "completion_tokens": 10},
        "hit": {"prompt_tokens": 40, "completion_tokens": 10,
                "prompt_cache_hit_tokens": 30, "prompt_cache_miss_tokens": 10},
        "details": {"prompt_tokens": 40, "completion_tokens": 10,
                    "prompt_tokens_details": {"cached_tokens": 30},
                    "completion_tokens_details": {"reasoning_tokens": 6}},
        "read": {"input_tokens": 10, "output_tokens": 10,
                 "cache_read_input_tokens": 30,
                 "cache_creation_input_tokens": 0},
        "excess": {"prompt_tokens": 40, "completion_tokens": 10,
                   "prompt_tokens_details": {"cached_tokens": 4000}},
        "tiny": {"prompt_tokens": 3, "completion_tokens": 10},
    }[arg]
    return Answer(usage=values)


def picky(r, arg):
    """400 for each field of ARG that the request has."""
    for field in arg.split("|"):
        name, _, instead = field.partition(":")
        if r.json.get(name):
            message = "Unsupported parameter: '%s' is not supported." % name
            if instead:
                message += " Use '%s' instead." % instead
            body = {"error": {"message": message, "param": name,
                              "type": "invalid_request_error",
                              "code": "unsupported_parameter"}}
            return fake_answers.send_packets(
                r, Answer(status=400), [json.dumps(body).encode()],
                "application/json")
    return Answer()


def echo(r, arg):
    """An error that repeats the key, in the spelling of ARG, after a status
    if any; or an answer that does, in the place of ARG."""
    key = (r.headers.get("authorization", "").replace("Bearer ", "")
           or r.headers.get("x-api-key", "") or r.headers.get("api-key", ""))
    status = 401
    if arg[:3].isdigit():
        status, arg = int(arg[:3]), arg[3:]
    if arg in ("text", "finish"):
        return Answer(**{arg: "see " + key})
    if arg in ("code", "type", "param"):
        error = {"message": "no", arg: key}
        return fake_answers.send_packets(
            r, Answer(status=400), [json.dumps({"error": error}).encode()],
            "application/json")
    said = {"": key, "slash": key.replace("/", "\\/"),
            "html": "".join("&#%d;" % ord(c) for c in key),
            "escaped": "".join("\\u%04x" % ord(c) for c in key),
            "percent": "".join("%%%02x" % ord(c) for c in key),
            "split": key[:7] + "\\n" + key[7:],
            "twice": key + key + " Bearer " + key,
            "late": "x" * 2040 + key}[arg]
    body = '{"error":{"message":"Incorrect API key provided: %s."}}' % said
    return fake_answers.send_packets(
        r, Answer(status=status, headers=[("X-Echo", key)]), [body.encode()],
        "application/json")


def redirect(r, arg):
    target = "http://127.0.0.1:%d/ok@stolen%s" % (
        r.server.ports["other"], r.path)
    return fake_answers.send_packets(r, Answer(
        status=int(arg), headers=[("Location", target)]), [b""], "")


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
    return fake_answers.send_packets(r, Answer(), [body], (
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
    if "fault" in line:
        return find(line["fault"])(r)
    text = line.get("answer", fake_answers.TEXT)
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
    body = fake_answers.embeddings(r, change, base)
    return fake_answers.send_packets(
        r, Answer(), [json.dumps(body).encode()], "application/json")


CR = {"eol": b"\r"}
ODD = {
    "ok": {},
    "crlf": {"eol": b"\r\n"}, "cr": CR,
    "bom": {"bom": b"\xef\xbb\xbf"},
    "noblank": {"blank": b""},
    "fields": {"extra": b"id: 7\nretry: 10\nfoo: bar\nnocolon\n: comment\n"},
    "events": {"extra": b"event: message\n"},
    "lines": {"lines": True},
    "lines-crlf": {"lines": True, "eol": b"\r\n"},
    "nolast": {"last": False},
    "nolast-nodone": {"last": False, "done": b"", "usage": None},
    "nodone": {"done": b""},
    "done-twice": {"after": b"data: [DONE]\n\ndata: [DONE]\n\n"},
    "after-done": {"after": b": bye\n\ndata: \n\n\n"},
    "hang-done": {"end": "hang"},
    "hang-finish": {"end": "hang", "done": b""},
    "reset-done": {"end": "reset"},
    "close": {"end": "close"},
    "http10": {"version": "1.0", "framing": "close"},
    "length": {"framing": "length"},
    "extension": {"framing": "chunked", "extension": b";a=b",
                  "trailer": b"X-Sum: 1\r\n"},
    "continue": {"interim": b"HTTP/1.1 100 Continue\r\n\r\n"
                            b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"},
    "gzip": {"coding": "gzip"},
    "gzip-split": {"coding": "gzip", "step": 7},
    "empty-choices": {"change": with_empty_choices},
    "null-delta": deltas(null_delta), "no-delta": deltas(no_delta),
    "null-content": {"role_content": None},
    "empty-finish": deltas(empty_finish),
    "noindex": deltas(no_index),
    "joined": {"change": joined}, "nulls": {"change": with_nulls},
    "parts": deltas(parts), "indexes": {"change": other_indexes},
    "growing": {"change": growing_usage},
    "reasoning": {"reasoning": "First I think. " * 20},
    "reasoning2": {"reasoning": "First I think. " * 20,
                   "reasoning_field": "reasoning"},
    "json": {"as_stream": False}, "sse": {"as_stream": True},
    "trail": {"after": b"\n\n \r\n"},
    "length-finish": {"finish": "length"},
    "notype": {"ctype": ""},
    "slow-stream": {"gap": 0.1, "piece": 8},
}
FAULTS = {
    "split": lambda r, a: Answer(step=int(a)),
    "shaped": shaped, "only-alive": only_alive, "slow-head": slow_head,
    "early": early, "choice-error": choice_error,
    "endless-error": endless_error, "wrong-gzip": wrong_gzip,
    "big": lambda r, a: Answer(text="ä" * int(a), piece=1000),
    "quota": quota, "spend": spend, "overflow": overflow,
    "error200": error200, "midway": midway, "after": after,
    "break": broken, "unfinished": without_finish, "alive": alive,
    "type": wrong_type, "refusal": refusal, "tools": tool_calls,
    "usage": usage, "picky": picky, "echo": echo, "redirect": redirect,
    "endless": endless, "bomb": bomb, "deep": deep, "raw": raw,
    "script": scripted, "embed": embed,
    "finish": lambda r, a: Answer(finish=a),
    "empty": lambda r, a: Answer(text="", finish=a or "stop"),
    "blanktext": lambda r, a: Answer(text=" \n\n", finish="stop"),
    "budgeteaten": lambda r, a: Answer(text="", finish="length",
                                       reasoning="I think and think. " * 9),
    "cut": lambda r, a: Answer(cut=float(a), end="close"),
    "cut-reset": lambda r, a: Answer(cut=float(a), end="reset"),
    "cut-hang": lambda r, a: Answer(cut=float(a), end="hang"),
    "cut-close": lambda r, a: Answer(cut=float(a), framing="close"),
    "say": lambda r, a: Answer(text=a),
    "badutf8": lambda r, a: Answer(text="a\ud800b", piece=9),
    "trash": lambda r, a: Answer(after=b"}garbage{\n\n"),
    "before": lambda r, a: Answer(before=a.encode()),
    "wait": lambda r, a: time.sleep(float(a)) or Answer(),
    "silent": lambda r, a: r.hang(),
    "drip": lambda r, a: Answer(step=1, gap=float(a)),
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
        return fake_answers.send(r, result)
    return result
