/*
 * context_pack.c: bring the parts of a context below the budget. context.lua says
 * how many tokens each keeps; a log becomes its digest, all else loses its
 * middle.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "brain/context_internal.h"
#include "digest/digest.h"

/* A part that is a heading and a fence: the bytes up to its text, and those
 * behind it. */
static size_t
frame_of(const char *s, size_t n, size_t *behind)
{
	size_t	 heading = strcspn(s, "\n") + 1, ticks;

	*behind = 0;
	if (heading >= n || (ticks = strspn(s + heading, "`")) < 3 ||
	    heading + 2 * (ticks + 1) > n)
		return 0;
	*behind = ticks + 1;
	return heading + ticks + 1;
}

/* Head and tail of a text within about `tokens`, and what is missing. */
void
context_cut(struct buf *b, const char *s, size_t n, double tokens, double all)
{
	size_t	 keep = (size_t)((double)n * tokens / fmax(all, 1)), h;
	size_t	 front, behind, tail;

	if (keep >= n || n < 200) {
		buf_add(b, s, n);
		return;
	}
	front = frame_of(s, n, &behind);
	for (h = keep * 2 / 3; h > front && s[h - 1] != '\n'; h--)
		;
	h = h < front ? front : h;
	for (tail = n - (keep - keep * 2 / 3); tail < n && s[tail - 1] != '\n';
	    tail++)
		;
	tail = tail > n - behind ? n - behind : tail;
	buf_add(b, s, h);
	buf_addf(b, "[squeezed: %zu of %zu bytes left out]\n", tail - h, n);
	buf_add(b, s + tail, n - tail);
}

/* Apply one cap: a log becomes its digest, anything else is cut. */
static jv
squeeze(const struct walk *w, jv part, double cap)
{
	struct buf	 b = BUF_INIT;
	struct digest_opts	 opts = { .ranges = w->ranges,
				     .max_tokens = (size_t)fmax(cap - 30, 50) };
	const char	*text = json_str(part, "text", "");
	size_t		 heading;

	if (strcmp(json_str(part, "kind", ""), "log") == 0) {
		buf_addf(&b, "# log of %s [squeezed: digest of about %.0f "
		    "tokens]\n", json_str(part, "id", ""),
		    json_num(part, "tokens", 0));
		heading = b.len;
		(void)digest_file(w->t->dir, json_str(part, "source", ""), &opts,
		    &b, NULL);
		context_fence(&b, heading);
	} else
		context_cut(&b, text, strlen(text), cap, json_num(part, "tokens", 0));
	part = json_put_num(part, "cap", cap);
	part = json_put_num(part, "tokens",
	    context_tokens(w, buf_str(&b), b.len));
	part = json_put(part, "text", jv_string_sized(buf_str(&b),
	    (int)b.len));
	buf_release(&b);
	return part;
}

/* What context.lua's pack() sees: no texts. */
static jv
outline(jv parts)
{
	jv	 out = jv_array(), p;
	int	 i, n = jv_array_length(jv_copy(parts));

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(parts), i);
		out = jv_array_append(out, jv_object_delete(p,
		    jv_string("text")));
	}
	return out;
}

/* Ask context.lua for the caps of all parts under this budget. */
static enum hcc_status
ask_caps(struct walk *w, struct script *policy, double budget, jv *caps,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 n = jv_array_length(jv_copy(w->parts));
	jv		 args;

	args = jv_array_append(jv_array(), outline(w->parts));
	args = jv_array_append(args, jv_number(budget));
	if ((st = script_method(policy, "pack", args, caps, e)) != HCC_OK)
		return st;
	if (jv_get_kind(*caps) == JV_KIND_ARRAY &&
	    jv_array_length(jv_copy(*caps)) == n)
		return HCC_OK;
	jv_free(*caps);
	return err_set(e, HCC_CONFIG, "context.lua: pack must return a list with "
	    "one cap (or false) for each of %d parts", n);
}

static jv
note_part(const struct walk *w, int dropped)
{
	char	 text[80];
	jv	 p = json_put_str(jv_object(), "kind", "notice");

	snprintf(text, sizeof(text), "[squeezed: %d older parts left out]\n",
	    dropped);
	p = json_put_str(json_put_str(p, "id", ""), "source", "context.lua");
	p = json_put_num(p, "tokens", context_tokens(w, text, strlen(text)));
	return json_put_str(p, "text", text);
}

/* The parts under their caps (consumed), and the tokens they have then. */
static jv
apply_caps(struct walk *w, jv caps, double *total)
{
	jv	 out = jv_array(), p, c;
	int	 i, dropped = 0, n = jv_array_length(jv_copy(w->parts));

	*total = 0;
	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(w->parts), i);
		c = jv_array_get(jv_copy(caps), i);
		if (jv_get_kind(c) == JV_KIND_NUMBER) {
			if (jv_number_value(c) < 1) {
				dropped++;
				jv_free(p);
				jv_free(c);
				continue;
			}
			p = squeeze(w, p, jv_number_value(c));
		}
		jv_free(c);
		*total += json_num(p, "tokens", 0);
		out = jv_array_append(out, p);
	}
	jv_free(caps);
	if (dropped > 0) {
		p = note_part(w, dropped);
		*total += json_num(p, "tokens", 0);
		out = jv_array_append(out, p);
	}
	return out;
}

/* The largest part, cut or dropped; what is left then. */
static double
cut_largest(struct walk *w, double total, double budget)
{
	struct buf	 b = BUF_INIT;
	double		 t, most = -1, keep;
	const char	*text;
	int		 i, at = 0, n = jv_array_length(jv_copy(w->parts));
	jv		 p;

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(w->parts), i);
		if ((t = json_num(p, "tokens", 0)) > most) {
			most = t;
			at = i;
		}
		jv_free(p);
	}
	p = jv_array_get(jv_copy(w->parts), at);
	text = json_str(p, "text", "");
	/* Each cut leaves less, down to nothing: this comes to an end. */
	keep = fmin(most / 2, most - (total - budget) - 20);
	if (keep >= 20)
		context_cut(&b, text, strlen(text), keep, most);
	keep = context_tokens(w, buf_str(&b), b.len);
	if (keep >= most) {
		buf_reset(&b);
		keep = 0;
	}
	p = json_put_num(json_put_num(p, "cap", keep), "tokens", keep);
	p = json_put(p, "text", jv_string_sized(buf_str(&b), (int)b.len));
	w->parts = jv_array_set(w->parts, at, p);
	buf_release(&b);
	return total - most + keep;
}

/* Caps are estimates: while the result is above the budget, ask again for
 * less; what a policy does not bring below it is cut here. */
enum hcc_status
context_pack(struct walk *w, struct script *policy, double budget,
    struct hcc_err *e)
{
	double		 total, ask = budget;
	int		 i;
	enum hcc_status	 st;
	jv		 caps, out = jv_invalid();

	for (i = 0; i < 5; i++) {
		if ((st = ask_caps(w, policy, ask, &caps, e)) != HCC_OK) {
			jv_free(out);
			return st;
		}
		jv_free(out);
		out = apply_caps(w, caps, &total);
		if (total <= budget)
			break;
		ask -= (total - budget) * 1.2 + 10;
	}
	jv_free(w->parts);
	w->parts = out;
	while (total > budget && total > 0)
		total = cut_largest(w, total, budget);
	return HCC_OK;
}
