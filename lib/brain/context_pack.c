/*
 * context_pack.c: bring the parts of a context below the budget. context.lua
 * says how many tokens each keeps; the digest of a log becomes shorter, all
 * else loses its middle.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "brain/context_internal.h"
#include "data/markdown.h"
#include "digest/digest.h"

/* A shorter digest of a log that is in L1; false: it is not. */
static bool
digest_again(const struct walk *w, const struct context_part *p, double cap,
    struct buf *b)
{
	struct digest_opts	 opts = { .ranges = true,
				    .max_tokens = (size_t)fmax(cap - 30, 50) };
	size_t			 heading;

	if (strcmp(p->kind, "log") != 0 || strncmp(p->source, "l1/", 3) != 0)
		return false;
	buf_addf(b, "# log of %s [squeezed: digest of about %.0f tokens]\n",
	    p->id, p->tokens);
	heading = b->len;
	(void)digest_file(w->t->dir, p->source, &opts, b, NULL);
	md_fence(b, heading);
	return true;
}

/* Apply one cap: a log becomes a shorter digest, anything else is cut. */
static void
squeeze(const struct walk *w, struct context_part *p, double cap)
{
	struct buf	 b = BUF_INIT;

	if (!digest_again(w, p, cap, &b))
		context_cut(&b, p->text, strlen(p->text), cap, p->tokens);
	p->cap = cap;
	p->tokens = context_tokens(w->opts, buf_str(&b), b.len);
	context_set_text(p, &b);
	buf_release(&b);
}

/* What context.lua's pack() sees of a part: no text. */
static const struct record_field outline_fields[] = {
	RECORD_STR(struct context_part, kind, 0),
	RECORD_STR(struct context_part, id, 0),
	RECORD_STR(struct context_part, source, 0),
	RECORD_NUM(struct context_part, tokens, 0),
};
static const struct record outline_record = RECORD(struct context_part,
    outline_fields);

/* Ask context.lua for the caps of all parts under this budget. */
static enum hcc_status
ask_caps(const struct walk *w, struct script *policy, double budget, jv *caps,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 i;
	jv		 args, list = jv_array();

	for (i = 0; i < w->out->n; i++)
		list = jv_array_append(list, record_json(&outline_record,
		    &w->out->parts[i]));
	args = jv_array_append(jv_array(), list);
	args = jv_array_append(args, jv_number(budget));
	if ((st = script_method(policy, "pack", args, caps, e)) != HCC_OK)
		return st;
	if (jv_get_kind(*caps) == JV_KIND_ARRAY &&
	    (size_t)json_len(*caps) == w->out->n)
		return HCC_OK;
	jv_free(*caps);
	return err_set(e, HCC_CONFIG, "context.lua: pack must return a "
	    "list with one cap (or false) for each of %zu parts", w->out->n);
}

static void
add_notice(const struct walk *w, int dropped, struct context *out)
{
	struct context_part	*p = record_append(&context_part_record,
				    &out->parts, &out->n);
	struct buf		 b = BUF_INIT;

	buf_addf(&b, "[squeezed: %d older parts left out]\n", dropped);
	record_set(&p->kind, "notice");
	record_set(&p->id, "");
	record_set(&p->source, "context.lua");
	p->tokens = context_tokens(w->opts, buf_str(&b), b.len);
	context_set_text(p, &b);
	buf_release(&b);
}

/* The parts under their caps, appended to `out`; the tokens they have then. */
static double
apply_caps(const struct walk *w, jv caps, struct context *out)
{
	struct context_part	*p;
	double			 total = 0;
	int			 i, dropped = 0;
	size_t			 k;
	jv			 cap;

	for (i = 0; json_item(caps, i, &cap); i++) {
		if (jv_get_kind(cap) == JV_KIND_NUMBER &&
		    jv_number_value(cap) < 1) {
			dropped++;
			continue;
		}
		p = record_append(&context_part_record, &out->parts, &out->n);
		record_copy(&context_part_record, p, &w->out->parts[i]);
		if (jv_get_kind(cap) == JV_KIND_NUMBER)
			squeeze(w, p, jv_number_value(cap));
	}
	if (dropped > 0)
		add_notice(w, dropped, out);
	for (k = 0; k < out->n; k++)
		total += out->parts[k].tokens;
	return total;
}

/* Cut or drop the largest part; returns the tokens left. */
static double
cut_largest(const struct walk *w, struct context *c, double total,
    double budget)
{
	struct context_part	*p = c->parts;
	struct buf		 b = BUF_INIT;
	double			 most, keep;
	const char		*text;
	size_t			 i;

	for (i = 1; i < c->n; i++)
		if (c->parts[i].tokens > p->tokens)
			p = &c->parts[i];
	most = p->tokens;
	text = p->text;
	/* Each cut leaves fewer tokens, so that the loop ends. */
	keep = fmin(most / 2, most - (total - budget) - 20);
	if (keep >= 20)
		context_cut(&b, text, strlen(text), keep, most);
	keep = context_tokens(w->opts, buf_str(&b), b.len);
	if (keep >= most) {
		buf_reset(&b);
		keep = 0;
	}
	p->cap = p->tokens = keep;
	context_set_text(p, &b);
	buf_release(&b);
	return total - most + keep;
}

/* Caps are estimates: while the result is above the budget, ask for less; cut
 * here if the policy still exceeds it. */
enum hcc_status
context_pack(struct walk *w, struct script *policy, double budget,
    struct hcc_err *e)
{
	struct context	 out = { NULL, 0 };
	double		 total = 0, ask = budget;
	int		 i;
	enum hcc_status	 st;
	jv		 caps;

	for (i = 0; i < 5; i++) {
		context_free(&out);
		if ((st = ask_caps(w, policy, ask, &caps, e)) != HCC_OK)
			return st;
		total = apply_caps(w, caps, &out);
		jv_free(caps);
		if (total <= budget)
			break;
		ask -= (total - budget) * 1.2 + 10;
	}
	while (total > budget && total > 0)
		total = cut_largest(w, &out, total, budget);
	context_free(w->out);
	*w->out = out;
	return HCC_OK;
}
