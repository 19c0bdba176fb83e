"""answers.py: the whole and right answers of fake/llm.py, and the knobs
that make them odd without making them wrong.

An answer is a list of events (name, object) when it is streamed, else one
object; encode() makes bytes of it and send() puts them on the wire. Every knob
of Answer has the value that most servers show.
"""
import base64
import gzip
import json
import struct
import time

TEXT = 'Grüße, wörld €😀 "quoted" \\ end.'
USAGE = {"prompt_tokens": 40, "completion_tokens": 10, "total_tokens": 50}
STOP = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use",
        "refusal": "refusal", "content_filter": "refusal"}
REASON = {200: "OK", 204: "No Content", 400: "Bad Request",
          401: "Unauthorized", 429: "Too Many Requests", 500: "Oops"}


class Answer:
    """One answer, and everything that may be odd about it."""
    # What is said.
    text = TEXT
    piece = 4                   # characters an event
    reasoning = None
    reasoning_field = "reasoning_content"
    finish = "stop"
    usage = USAGE               # None: none is sent
    role_content = ""           # content of the first delta
    as_stream = None            # None: as the request asked
    change = None               # a function of the list of events
    done = b"[DONE]"
    # How the events are written.
    eol = b"\n"
    bom = b""
    blank = b" "                # after "data:"
    extra = b""                 # lines before each event
    lines = False               # one data line a member of the object
    last = True                 # the last line has its newline
    ctype = None
    before = b""                # bytes before and after the body
    after = b""
    # How the bytes travel.
    status = 200
    headers = ()
    step = 0                    # bytes a packet; 0: an event, or all
    gap = 0.0                   # seconds between packets
    coding = None               # gzip
    framing = None              # length, chunked, close
    version = "1.1"
    interim = b""               # responses before the response
    cut = None                  # share of the body that is sent
    end = "keep"                # keep, close, reset, hang
    extension = b""             # after each chunk's size
    trailer = b""               # after the last chunk

    def __init__(self, **knobs):
        for name, value in knobs.items():
            if not hasattr(Answer, name):
                raise TypeError("no knob " + name)
            setattr(self, name, value)


def api_of(path):
    for api in ("chat/completions", "messages", "embeddings"):
        if path.endswith("/" + api):
            return api.split("/")[0]
    return None


def utf8(text):
    """Bytes; half a surrogate pair becomes what is not UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def pieces(a):
    return [a.text[i:i + a.piece] for i in range(0, len(a.text), a.piece)]


def chat_events(a, model):
    def chunk(delta, finish=None, **more):
        return (None, dict({
            "id": "chatcmpl-1", "object": "chat.completion.chunk",
            "created": 1700000000, "model": model, "choices": [
                {"index": 0, "delta": delta, "logprobs": None,
                 "finish_reason": finish}]}, **more))
    events = [chunk({"role": "assistant", "content": a.role_content})]
    if a.reasoning:
        events += [chunk({a.reasoning_field: a.reasoning, "content": None})]
    events += [chunk({"content": p}) for p in pieces(a)]
    events += [chunk({}, a.finish)]
    if a.usage is not None:
        events += [(None, {"id": "chatcmpl-1", "choices": [],
                           "object": "chat.completion.chunk",
                           "model": model, "usage": a.usage})]
    return events


def chat_whole(a, model):
    message = {"role": "assistant", "content": a.text}
    if a.reasoning:
        message[a.reasoning_field] = a.reasoning
    whole = {"id": "chatcmpl-1", "object": "chat.completion",
             "created": 1700000000, "model": model, "choices": [
                 {"index": 0, "message": message, "logprobs": None,
                  "finish_reason": a.finish}]}
    if a.usage is not None:
        whole["usage"] = a.usage
    return whole


def message_usage(a):
    if a.usage is USAGE:
        return {"input_tokens": 40, "output_tokens": 10}
    return a.usage


def messages_events(a, model):
    usage = message_usage(a)
    start = {"id": "msg_1", "type": "message", "role": "assistant",
             "model": model, "content": [], "stop_reason": None}
    if usage is not None:
        start["usage"] = dict(usage, output_tokens=1)
    events = [("message_start", {"message": start})]
    blocks = []
    if a.reasoning:
        blocks += [({"type": "thinking", "thinking": ""},
                    [{"type": "thinking_delta", "thinking": a.reasoning},
                     {"type": "signature_delta", "signature": "c2ln"}])]
    blocks += [({"type": "text", "text": ""},
                [{"type": "text_delta", "text": p} for p in pieces(a)])]
    for i, (block, deltas) in enumerate(blocks):
        events += [("content_block_start",
                    {"index": i, "content_block": block}), ("ping", {})]
        events += [("content_block_delta", {"index": i, "delta": d})
                   for d in deltas]
        events += [("content_block_stop", {"index": i})]
    last = {"delta": {"stop_reason": STOP.get(a.finish, a.finish),
                      "stop_sequence": None}}
    if usage is not None:
        last["usage"] = {k: v for k, v in usage.items()
                         if k == "output_tokens"}
    events += [("message_delta", last), ("message_stop", {})]
    return [(name, dict({"type": name}, **o)) for name, o in events]


def messages_whole(a, model):
    content = [{"type": "text", "text": a.text}]
    if a.reasoning:
        content.insert(0, {"type": "thinking", "thinking": a.reasoning,
                           "signature": "c2ln"})
    whole = {"id": "msg_1", "type": "message", "role": "assistant",
             "model": model, "content": content,
             "stop_reason": STOP.get(a.finish, a.finish),
             "stop_sequence": None}
    if a.usage is not None:
        whole["usage"] = message_usage(a)
    return whole


def vector(text):
    """Four numbers that float32 holds exactly and a test can foretell."""
    return [float(len(text)), float(ord(text[0])), float(ord(text[-1])), 0.5]


def embeddings(r, change=None, base=None):
    texts = r.json["input"]
    texts = [texts] if isinstance(texts, str) else texts
    if base is None:
        base = r.json.get("encoding_format") == "base64"
    data = [{"object": "embedding", "index": i, "embedding": vector(t)}
            for i, t in enumerate(texts)]
    data = change(data) if change else data
    if base:
        for d in data:
            v = d["embedding"]
            d["embedding"] = base64.b64encode(
                struct.pack("<%df" % len(v), *v)).decode()
    return {"object": "list", "data": data, "model": r.json["model"],
            "usage": {"prompt_tokens": 3 * len(texts),
                      "total_tokens": 3 * len(texts)}}


def encode(a, api, model, stream):
    """The body as packets: a list of bytes."""
    stream = stream if a.as_stream is None else a.as_stream
    if not stream:
        whole = (messages_whole if api == "messages" else chat_whole)(a, model)
        if a.change:
            whole = a.change([(None, whole)])[0][1]
        return [utf8(json.dumps(whole, ensure_ascii=False))], False
    events = (messages_events if api == "messages" else chat_events)(a, model)
    if a.change:
        events = a.change(events)
    packets = []
    for i, (name, o) in enumerate(events):
        # Every other event spells what is not ASCII as escapes.
        data = [json.dumps(o, ensure_ascii=bool(i % 2),
                           indent=1 if a.lines else None)]
        if a.lines:
            data = data[0].split("\n")
        packet = a.extra.replace(b"\n", a.eol)
        if name:
            packet += b"event:" + a.blank + name.encode() + a.eol
        for line in data:
            packet += b"data:" + a.blank + utf8(line) + a.eol
        packets.append(packet + a.eol)
    if api != "messages" and a.done:
        packets.append(b"data:" + a.blank + a.done + a.eol + a.eol)
    packets[0] = a.bom + packets[0]
    if not a.last:
        packets[-1] = packets[-1].rstrip(b"\r\n")
    return packets, True


def send(r, a):
    """Answer a request; true when the connection may live on. As with most
    servers, who wants usage in a stream must ask for it."""
    if (a.usage is USAGE and r.stream and r.api == "chat" and not
            r.json.get("stream_options", {}).get("include_usage")):
        a.usage = None
    packets, stream = encode(a, r.api, r.json.get("model"), r.stream)
    return send_packets(r, a, packets, a.ctype or (
        "text/event-stream" if stream else "application/json"))


def send_packets(r, a, packets, ctype):
    packets = [p for p in [a.before] + packets + [a.after] if p]
    headers = list(a.headers)
    if a.coding and a.coding in r.headers.get("accept-encoding", ""):
        packets = [gzip.compress(b"".join(packets), 1)]
        headers.append(("Content-Encoding", a.coding))
    if a.step:
        body = b"".join(packets)
        packets = [body[i:i + a.step] for i in range(0, len(body), a.step)]
    size = sum(map(len, packets))
    framing = a.framing or ("chunked" if "event" in ctype else "length")
    if ctype:
        headers.append(("Content-Type", ctype))
    if framing == "chunked":
        headers.append(("Transfer-Encoding", "chunked"))
    elif framing == "length":
        headers.append(("Content-Length", "%d" % size))
    if a.end == "close" or framing == "close":
        headers.append(("Connection", "close"))
    r.send(a.interim + ("HTTP/%s %d %s\r\n" % (
        a.version, a.status, REASON.get(a.status, "Odd")) + "".join(
            "%s: %s\r\n" % h for h in headers)).encode("latin-1") + b"\r\n")
    left = size if a.cut is None else int(size * a.cut)
    for p in packets:
        p = p[:left]
        left -= len(p)
        if p and framing == "chunked":
            p = b"%X%s\r\n%s\r\n" % (len(p), a.extension, p)
        if p:
            r.send(p)
        if a.gap:
            time.sleep(a.gap)
    if a.end == "hang":
        r.hang()
    if a.end == "reset":
        time.sleep(0.05)    # what was sent shall arrive
        r.reset()
    if a.cut is not None:
        return False
    if framing == "chunked":
        r.send(b"0\r\n%s\r\n" % a.trailer)
    return a.end == "keep" and framing != "close"
