/*
 * draw.c: print a claim and its evidence.
 */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "common/tool.h"
#include "hcc-why/why.h"

/* ", score 0.81" if there is one. */
static void
put_number(jv obj, const char *key)
{
	double	 d = json_num(obj, key, NAN);

	if (isfinite(d))
		tool_put(", %s %.6g", key, d);
}

/* " +- 0.004 of 00/1.1", behind a change. */
static void
put_interval(jv obj)
{
	double	 d = json_num(obj, "interval", NAN);

	if (!isfinite(json_num(obj, "change", NAN)))
		return;
	if (isfinite(d))
		tool_put(" +- %.2g", d);
	tool_put(" of %s", json_str(json_at(obj, "base"), "id", "?"));
}

static void
put_seconds(jv obj)
{
	double	 d = json_num(obj, "seconds", NAN);

	if (isfinite(d))
		tool_put(", %.1f s", d);
}

/* On a line of its own: why it failed. */
static void
put_cause(jv cause)
{
	const char	*class = json_str(cause, "class", NULL);
	const char	*frame = json_str(cause, "frame", NULL);

	if (json_str(cause, "message", NULL) == NULL)
		return;
	tool_put("\n    %s%s%s", class == NULL ? "" : class, class == NULL ?
	    "" : ": ", json_str(cause, "message", ""));
	if (frame != NULL)
		tool_put(" at %s", frame);
}

static void
draw_result(jv ref)
{
	if (json_str(ref, "status", NULL) == NULL)
		return;
	tool_put("  %s", json_str(ref, "status", ""));
	put_number(ref, "score");
	put_number(ref, "change");
	put_interval(ref);
	put_seconds(ref);
	tool_put(": %s", json_str(ref, "title", ""));
	put_cause(json_at(ref, "cause"));
}

static void
draw_attempt(jv a)
{
	const char	*program = json_str(a, "program", NULL);
	const char	*command = json_str(a, "command", NULL);

	tool_put("  %s", json_str(a, "status", "?"));
	put_number(a, "claimed");
	put_seconds(a);
	put_number(a, "exit");
	put_number(a, "signal");
	if (json_str(a, "limit", NULL) != NULL)
		tool_put(", stopped at its limit of %s", json_str(a, "limit",
		    ""));
	if (program != NULL)
		tool_put("; %s sha256 %.16s", program,
		    json_str(a, "code_sha256", ""));
	if (command != NULL)
		tool_put("; %s", command);
}

static void
draw_lines(jv ref)
{
	jv	 lines = json_at(ref, "lines"), l;
	double	 left_out = json_num(ref, "left_out", 0), last = -1;
	int	 i;

	tool_put("    %s %s, bytes %.0f to %.0f\n", json_str(ref, "place", ""),
	    json_str(ref, "file", ""), json_num(ref, "from", 0),
	    json_num(ref, "to", 0));
	for (i = 0; json_item(lines, i, &l); i++) {
		if (last >= 0 && json_num(l, "from", 0) > last + 1 &&
		    left_out > 0)
			tool_put("      ..  %.0f lines\n", left_out);
		tool_put("    %c %9.0f  %s\n", json_bool(l, "cited", false) ?
		    '>' : ' ', json_num(l, "from", 0), json_str(l, "text", ""));
		last = json_num(l, "to", 0);
	}
}

/* Of a claim, the results of attempts are printed with the suggestion. */
static void
draw_reference(jv ref, bool alone)
{
	jv	 a = json_at(ref, "attempt");
	bool	 attempt = jv_get_kind(a) == JV_KIND_OBJECT;

	tool_put("  %s", json_str(ref, "ref", ""));
	if (alone || !attempt)
		draw_result(ref);
	if (alone && attempt)
		tool_put("\n    attempt");
	if (attempt)
		draw_attempt(a);
	tool_put("\n");
	if (json_str(ref, "place", NULL) != NULL)
		draw_lines(ref);
	if (!json_bool(ref, "found", false))
		tool_put("    %s\n", json_str(ref, "why", ""));
}

void
why_draw(jv r)
{
	jv		 refs = json_at(r, "evidence"), one;
	const char	*claim = json_str(r, "claim", "");
	const char	*note = json_str(r, "note", NULL);
	int		 i;

	if (*claim != '\0') {
		tool_put("%s%s%s\n  %s", json_str(r, "verdict", ""),
		    json_str(r, "verdict", NULL) == NULL ? "" : ": ", claim,
		    json_str(r, "state", "unchecked"));
		if (json_str(r, "why", NULL) != NULL)
			tool_put(", %s", json_str(r, "why", ""));
		tool_put("%s%s\n", note == NULL ? "" : ", ",
		    note == NULL ? "" : note);
	}
	for (i = 0; json_item(refs, i, &one); i++)
		draw_reference(one, *claim == '\0');
}
