"""odd.py: answers of fake/llm.py that are right in an odd form, so that a
client must read every one (ODD), and answers that end in an odd way (ENDS,
functions of (request, argument)).
"""
import json

from answers import Answer


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


def wrong_type(r, arg):
    return Answer(ctype=arg)


def without_finish(r, arg):
    """The stream ends in good order, but the answer has no end."""
    keep = 5 if r.api == "messages" else 4

    return Answer(change=lambda events: events[:keep], as_stream=True,
                  done=b"" if arg == "bare" else b"[DONE]")


ODD = {
    "ok": {},
    "crlf": {"eol": b"\r\n"}, "cr": {"eol": b"\r"},
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
ENDS = {
    "unfinished": without_finish, "type": wrong_type, "refusal": refusal,
    "tools": tool_calls, "usage": usage,
    "split": lambda r, a: Answer(step=int(a)),
    "finish": lambda r, a: Answer(finish=a),
    "empty": lambda r, a: Answer(text="", finish=a or "stop"),
    "blanktext": lambda r, a: Answer(text=" \n\n"),
    "budgeteaten": lambda r, a: Answer(text="", finish="length",
                                       reasoning="I think and think. " * 9),
    # two bytes each, and never twice the same words
    "big": lambda r, a: Answer(piece=1000, text="".join(
        chr(0x100 + (i * i >> 7) % 0x500) for i in range(int(a)))),
    "say": lambda r, a: Answer(text=a),
    "badutf8": lambda r, a: Answer(text="a\ud800b", piece=9),
    "trash": lambda r, a: Answer(after=b"}garbage{\n\n"),
    "before": lambda r, a: Answer(before=a.encode()),
    "drip": lambda r, a: Answer(step=1, gap=float(a)),
}
