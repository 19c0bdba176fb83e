/*
 * live.c: read what runs now, and say it in a line.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/units.h"
#include "task/live.h"

static const struct record_field live_fields[] = {
	RECORD_STR(struct live, id, 0),
	RECORD_BOOL(struct live, queued, RECORD_OPTIONAL),
	RECORD_NUM(struct live, start, 0),
	RECORD_NUM(struct live, at, 0),
	RECORD_NUM(struct live, limit, RECORD_OPTIONAL),
	RECORD_INT(struct live, cores, 0, RECORD_OPTIONAL),
	RECORD_NUM(struct live, busy, RECORD_OPTIONAL),
	RECORD_NUM(struct live, memory, RECORD_OPTIONAL),
	RECORD_NUM(struct live, memory_limit, RECORD_OPTIONAL),
	RECORD_STR(struct live, gpu, RECORD_OPTIONAL),
	RECORD_NUM(struct live, claimed, RECORD_OPTIONAL),
	RECORD_NUM(struct live, expected, RECORD_OPTIONAL),
};
const struct record live_record = RECORD(struct live, live_fields);

static void
read_phase(const struct task *t, const char *phase, struct live_list *l)
{
	struct live	*one;
	char		**names, path[600];
	size_t		 i, n;

	snprintf(path, sizeof(path), "l1/%.250s", phase);
	if (fs_names(t->dir, path, &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "l1/%.250s/%.250s/" LIVE_FILE,
		    phase, names[i]);
		if (!fs_exists(t->dir, path))
			continue;
		one = record_append(&live_record, &l->v, &l->n);
		if (record_load(&live_record, t->dir, path, one) &&
		    one->id != NULL && clock_now() - one->at < LIVE_STALE)
			continue;
		record_free(&live_record, one);
		l->n--;
	}
	fs_names_free(names, n);
}

void
live_read(const struct task *t, struct live_list *l)
{
	char	**names;
	size_t	 i, n;

	*l = (struct live_list){ NULL, 0 };
	if (fs_names(t->dir, "l1", &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++)
		read_phase(t, names[i], l);
	fs_names_free(names, n);
}

void
live_free(struct live_list *l)
{
	while (l->n > 0)
		record_free(&live_record, &l->v[--l->n]);
	free(l->v);
	l->v = NULL;
}

/* Add a part where it fits. */
static void
part(struct buf *b, size_t from, size_t width, const char *text)
{
	size_t	 used = b->len - from, gap = used > 0 ? 2 : 0;

	if (*text != '\0' && used + gap + strlen(text) <= width)
		buf_addf(b, "%s%s", gap > 0 ? "  " : "", text);
}

static void
bytes(double d, char out[16])
{
	static const char	 unit[] = "KMGTP";
	int			 i = -1;

	for (; d >= 999.5 && i < 4; i++)
		d /= 1024;
	if (i < 0)
		snprintf(out, 16, "%.0fB", d);
	else
		snprintf(out, 16, d < 9.95 ? "%.1f%c" : "%.0f%c", d, unit[i]);
}

static void
time_part(const struct live *l, double ran, char *out, size_t n)
{
	char	 a[40], b[40];

	format_seconds(ran, a, sizeof(a));
	format_seconds(l->limit, b, sizeof(b));
	if (l->queued)
		snprintf(out, n, "queued for %.39s", a);
	else if (l->limit > 0)
		snprintf(out, n, "%.39s of %.39s (%.0f %%)", a, b,
		    100 * ran / l->limit);
	else
		snprintf(out, n, "%s", a);
}

void
live_text(const struct live *l, double now, size_t width, struct buf *b)
{
	char	 text[160], a[40], c[16], d[16];
	double	 ran = fmax(0, now - l->start);
	size_t	 from = b->len;

	snprintf(text, sizeof(text), "%.80s", l->id);
	part(b, from, width, text);
	time_part(l, ran, text, sizeof(text));
	part(b, from, width, text);
	format_seconds(fmax(0, l->expected - ran), a, sizeof(a));
	snprintf(text, sizeof(text), "ends %s%s", l->expected > ran ? "in " :
	    "now", l->expected > ran ? a : "");
	part(b, from, width, isfinite(l->expected) ? text : "");
	snprintf(text, sizeof(text), "metric %.6g", l->claimed);
	part(b, from, width, isfinite(l->claimed) ? text : "");
	snprintf(text, sizeof(text), "%.1f of %d cores", l->busy, l->cores);
	part(b, from, width, isfinite(l->busy) ? text : "");
	bytes(l->memory, c);
	bytes(l->memory_limit, d);
	snprintf(text, sizeof(text), "%s%s%s", c, l->memory_limit > 0 ?
	    " of " : "", l->memory_limit > 0 ? d : "");
	part(b, from, width, isfinite(l->memory) ? text : "");
	snprintf(text, sizeof(text), "gpu %.100s", l->gpu == NULL ? "" :
	    l->gpu);
	part(b, from, width, l->gpu == NULL ? "" : text);
}
