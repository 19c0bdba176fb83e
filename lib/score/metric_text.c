/*
 * metric_text.c: which metric does a description ask for?
 *
 * In its sentences about scores (metric_sentences.c) the longest phrases of the
 * metric table are found (metric_scan.c). What is found is taken only when it
 * stands alone: a word beside it that makes it another metric ("weighted",
 * "partial", "log of the"), a metric that is known by name only ("dice") or a
 * second one make the caller ask. Where none is named, one may be defined
 * (metric_defined.c).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/metric_internal.h"

/* Does one of the phrases stand anywhere in the sentences? */
static bool
mentions(const char *s, const char *phrases)
{
	size_t	 len;

	for (; *s != '\0'; s += strlen(s) + 1)
		if (metric_among(s, (size_t)-1, phrases, &len) != NULL)
			return true;
	return false;
}

/* `from` is what the words say at first sight; `to` is meant when `to` itself
 * or one of the words stands beside it. */
static const struct refine {
	const char	*from, *to, *words;
} refinements[] = {
	{ "auc", "auc_ovr", "one vs rest|one versus rest|one vs the rest|"
	  "one vs all|ovr|multi class|multiclass" },
	{ "f1", "f1_macro", "macro|macro averaged" },
	{ "f1", "f1_micro", "micro|micro averaged" },
	{ "f1", "f1_weighted", "" },
	{ "f1", "f1_samples", "over samples|over the samples|"
	  "averaged over rows|sets of labels|set of labels|sets of tags|"
	  "set of tags" },
	{ "rmse", "rmsle", "logarithm|logarithms" },
	{ "msle", "rmsle", "" },
	{ "mse", "rmse", "" },
	{ "mse", "brier", "" },
	{ "mape", "smape", "" },
	{ "rmse", "rmspe", "" },
	{ "accuracy", "balanced_accuracy", "" },
	{ "kappa", "qwk", "quadratic|quadratically" },
	{ "average_precision", "map@k", "" },
	{ "jaccard", "word_jaccard", "word level" },
	{ "pearson", "spearman", "" },
};

/* A target that is a logarithm is compared as it is. */
static const char logs[] = "predicted logarithm|observed logarithm|"
    "actual logarithm|true logarithm";

static struct metric_hit *
find_hit(struct metric_hits *f, const char *name)
{
	size_t	 i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->v[i].m->name, name) == 0)
			return &f->v[i];
	return NULL;
}

/* "F1, micro or macro": which one is left open. */
static void
leave_open(struct metric_hits *f, const char *text)
{
	size_t	 i;

	if (find_hit(f, "f1_macro") != NULL ||
	    find_hit(f, "f1_micro") != NULL ||
	    !mentions(text, "macro|macro averaged") ||
	    !mentions(text, "micro|micro averaged"))
		return;
	for (i = 0; i < f->n; i++)
		if (strcmp(f->v[i].m->name, "f1") == 0) {
			f->v[i].plain = false;
			f->v[i].joined = true;
			snprintf(f->v[i].words, sizeof(f->v[i].words),
			    "micro and macro");
		}
}

/* Turn hits into what is meant. The words that go with the first sight (log
 * of, weighted) do not count against what they say. */
static void
refine(struct metric_hits *f, const char *text)
{
	const struct refine	*r;
	struct metric_hit		*to, *h;
	size_t			 i, j;

	for (i = 0; i < sizeof(refinements) / sizeof(refinements[0]); i++) {
		r = &refinements[i];
		if (find_hit(f, r->from) == NULL)
			continue;
		to = find_hit(f, r->to);
		if (to == NULL && (!mentions(text, r->words) ||
		    (strcmp(r->to, "rmsle") == 0 && mentions(text, logs))))
			continue;
		for (j = 0; j < f->n; j++) {
			h = &f->v[j];
			if (strcmp(h->m->name, r->from) != 0 || h->joined)
				continue;
			h->plain = true;
			h->m = metric_find(r->to);
			h->param = to == NULL ? h->m->param : to->param;
		}
	}
}

/* "NDCG, as NDCG@5": the number that is said once goes for all. */
static void
share_numbers(struct metric_hits *f)
{
	size_t	 i, j;

	for (i = 0; i < f->n; i++)
		for (j = 0; j < f->n && isnan(f->v[i].param); j++)
			if (f->v[j].m == f->v[i].m)
				f->v[i].param = f->v[j].param;
}

static bool
same(const struct metric_hit *a, const struct metric_hit *b)
{
	return a->m == b->m && (a->param == b->param ||
	    (isnan(a->param) && isnan(b->param)));
}

/* How many metrics the hits name; primary: those that cues name only. */
static size_t
distinct(const struct metric_hits *f, bool primary)
{
	size_t	 i, j, n = 0;

	for (i = 0; i < f->n; i++) {
		if (primary && !f->v[i].primary)
			continue;
		for (j = 0; j < i; j++)
			if ((!primary || f->v[j].primary) &&
			    same(&f->v[j], &f->v[i]))
				break;
		n += j == i;
	}
	return n;
}

/* The names of all metrics, each once. */
static void
list_names(const struct metric_hits *f, struct buf *out)
{
	size_t	 i, j;

	for (i = 0; i < f->n; i++) {
		for (j = 0; j < i && !same(&f->v[j], &f->v[i]); j++)
			;
		if (j < i)
			continue;
		buf_adds(out, i == 0 ? "" : ", ");
		metric_name(f->v[i].m, f->v[i].param, out);
	}
}

/* Is a score of each class, or of each list, what the metric measures? */
static bool
by_parts(const struct metric *m)
{
	return m->pred == METRIC_RANKED || m->pred == METRIC_TEXT ||
	    strstr(m->name, "macro") != NULL ||
	    strcmp(m->name, "balanced_accuracy") == 0 ||
	    strcmp(m->name, "auc_ovr") == 0 || (m->flags & METRIC_ROWS) != 0;
}

/* Log loss is often explained as a likelihood. */
static bool
is_log_loss(const struct metric *m, const char *other)
{
	return strcmp(m->name, "log_loss") == 0 &&
	    metric_phrase(other, "log likelihood", NULL) > 0;
}

/* The one metric of the hits, or NULL and why there is none. */
static const struct metric_hit *
decide(struct metric_hits *f, struct buf *why)
{
	bool		 primary = distinct(f, false) > 1 &&
			    distinct(f, true) > 0;
	const struct metric_hit *one = NULL, *odd = NULL;
	size_t		 i;

	for (i = 0; i < f->n; i++) {
		if (primary && !f->v[i].primary)
			continue;
		if (one == NULL) {
			one = &f->v[i];
			odd = one->strange ? one : NULL;
		}
		if (!f->v[i].plain && odd == NULL)
			odd = &f->v[i];
	}
	if (one == NULL && f->other == NULL)
		buf_adds(why, "names no metric that is known");
	else if (one == NULL)
		buf_addf(why, "names '%.*s', which is unknown",
		    (int)f->other_len, f->other);
	else if (distinct(f, primary) > 1) {
		buf_adds(why, "names several metrics: ");
		list_names(f, why);
	} else if (odd != NULL)
		buf_addf(why, "has '%s', which may not be %s",
		    odd->words, one->m->name);
	else if (f->other != NULL && !is_log_loss(one->m, f->other))
		buf_addf(why, "names %s, but also '%.*s'", one->m->name,
		    (int)f->other_len, f->other);
	else if (f->part != NULL)
		buf_addf(why, "names %s, but says '%.*s'", one->m->name,
		    (int)f->part_len, f->part);
	else if (f->split != NULL && !by_parts(one->m))
		buf_addf(why, "names %s, but says '%.*s'", one->m->name,
		    (int)f->split_len, f->split);
	else if (one->m->arg != NULL && isnan(one->param))
		buf_addf(why, "names %s without its number", one->m->name);
	else
		return one;
	return NULL;
}

bool
metric_recognise(const char *text, struct buf *name, struct buf *why)
{
	struct metric_hits		 f = { 0 };
	struct buf		 b = BUF_INIT;
	const struct metric_hit	*hit = NULL;
	const struct metric	*told = NULL;
	const char		*s;

	metric_sentences(&b, text);
	for (s = b.p; *s != '\0'; s += strlen(s) + 1)
		metric_scan(&f, s);
	share_numbers(&f);
	leave_open(&f, b.p);
	refine(&f, b.p);
	if (f.n == 0 && f.other == NULL && f.part == NULL)
		told = metric_defined(b.p);
	if (told != NULL)
		metric_name(told, told->param, name);
	else if ((hit = decide(&f, why)) != NULL)
		metric_name(hit->m, hit->param, name);
	free(f.v);
	buf_release(&b);
	return told != NULL || hit != NULL;
}
