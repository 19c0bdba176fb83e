"""errors.py: the errors of fake/llm.py, by name: functions of (request,
argument) that return an Answer to be sent, or do it themselves and return
whether the connection may live on.
"""
import base64
import email.utils
import json
import time

import answers
from answers import Answer

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
    return answers.send_packets(r, Answer(
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
        return answers.send_packets(r, Answer(), [body],
                                         "application/json")
    name = b"event: error\n" if r.api == "messages" else b""
    return answers.send_packets(r, Answer(), [
        name + b"data: " + body + b"\n\n"], "text/event-stream")


def shaped(r, arg):
    """STATUS:SHAPE: an error of this shape under the status 200."""
    status, shape = arg.split(":")
    body = SHAPES[shape](int(status), MESSAGE, "server_error", int(status))
    if isinstance(body, str):
        body = body.encode()
        body = b"data: " + body + b"\n\n" if r.stream else body
        return answers.send_packets(
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


def trickle(r, arg):
    """A status (or a finished answer), and bytes that do not end."""
    if arg == "finished":
        packets, _ = answers.encode(Answer(), r.api, "m", r.stream)
        body, more = b"".join(packets).partition(b"data: [DONE]")[0], b": x\n"
        arg = "200"
    else:
        body, more = b'{"error":"', b"no "
    r.send(b"HTTP/1.1 %s Odd\r\nConnection: close\r\n\r\n" % arg.encode())
    r.send(body)
    for _ in range(120):
        r.send(more)
        time.sleep(0.1)
    return False


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
            return answers.send_packets(
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
        return answers.send_packets(
            r, Answer(status=400), [json.dumps({"error": error}).encode()],
            "application/json")
    said = {"": key, "slash": key.replace("/", "\\/"),
            "html": "".join("&#%d;" % ord(c) for c in key),
            "escaped": "".join("\\u%04x" % ord(c) for c in key),
            "base64": base64.b64encode(key.encode()).decode(),
            "basic": base64.b64encode(b"me:" + key.encode()).decode(),
            "hex": key.encode().hex(),
            "percent": "".join("%%%02x" % ord(c) for c in key),
            "split": key[:7] + "\\n" + key[7:],
            "twice": key + key + " Bearer " + key,
            "late": "x" * 2040 + key}[arg]
    body = '{"error":{"message":"Incorrect API key provided: %s."}}' % said
    return answers.send_packets(
        r, Answer(status=status, headers=[("X-Echo", key)]), [body.encode()],
        "application/json")


def redirect(r, arg):
    target = "http://127.0.0.1:%d/ok@stolen%s" % (
        r.server.ports["other"], r.path)
    return answers.send_packets(r, Answer(
        status=int(arg), headers=[("Location", target)]), [b""], "")


ERRORS = {
    "quota": quota, "spend": spend, "overflow": overflow, "shaped": shaped,
    "error200": error200, "midway": midway, "after": after,
    "choice-error": choice_error, "endless-error": endless_error,
    "trickle": trickle,
    "picky": picky, "echo": echo, "redirect": redirect,
}
