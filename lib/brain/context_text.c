/*
 * context_text.c: count, fence and cut the texts of the parts of a context.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "brain/context_internal.h"

static const struct record_field part_fields[] = {
	RECORD_STR(struct context_part, kind, 0),
	RECORD_STR(struct context_part, id, 0),
	RECORD_STR(struct context_part, source, 0),
	RECORD_NUM(struct context_part, tokens, 0),
	RECORD_NUM(struct context_part, cap, RECORD_OPTIONAL),
	RECORD_STR(struct context_part, text, 0),
};
const struct record context_part_record = RECORD(struct context_part,
    part_fields);

void
context_free(struct context *c)
{
	while (c->n > 0)
		record_free(&context_part_record, &c->parts[--c->n]);
	free(c->parts);
	c->parts = NULL;
}

void
context_set_text(struct context_part *p, const struct buf *b)
{
	/* Bytes that are no UTF-8 are replaced. */
	jv	 v = jv_string_sized(buf_str(b), (int)b->len);

	record_set(&p->text, jv_string_value(v));
	jv_free(v);
}

double
context_tokens(const struct context_opts *o, const char *text, size_t n)
{
	return o->bytes_per_token > 0 ? ceil((double)n / o->bytes_per_token) :
	    (double)tok_estimate(text, n);
}

/* Of a part with a heading and a fence: the bytes before and after its text. */
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

void
context_text(struct buf *b, const struct context *c)
{
	size_t	 i;

	for (i = 0; i < c->n; i++) {
		buf_adds(b, c->parts[i].text);
		buf_addc(b, '\n');
	}
}
