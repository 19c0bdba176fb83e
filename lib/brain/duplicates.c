/*
 * duplicates.c: find the suggestion that is nearest to a new one.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/similar.h"
#include "brain/duplicates.h"
#include "embed/embedder.h"

struct duplicate_index {
	jv	 texts;		/* array of strings, in the order of vectors */
	float	*vectors;
	size_t	 dim;
	struct buf names;	/* of columns */
};

static bool
is_prose(const char *text)
{
	return *text != '\0' && strstr(text, "```") == NULL;
}

/* Append the prose among a list of suggestions to the texts. */
static void
gather(jv *texts, jv list)
{
	jv	 s;
	int	 i;

	for (i = 0; json_item(list, i, &s); i++)
		if (is_prose(json_str(s, "text", "")))
			*texts = jv_array_append(*texts, json_get(s, "text"));
}

static void
gather_answer(jv *texts, jv answer)
{
	jv	 d;
	int	 i;

	for (i = 0; json_item(json_at(answer, "directions"), i, &d); i++)
		gather(texts, json_at(d, "suggestions"));
}

static enum hcc_status
embed(const struct places *at, struct duplicate_index *g, struct hcc_err *e)
{
	struct embedder	 *em = NULL;
	size_t		  n = (size_t)json_len(g->texts);
	const char	**texts = mem_zero(n, sizeof(*texts));
	enum hcc_status	  st;
	int		  i;
	jv		  s;

	for (i = 0; json_item(g->texts, i, &s); i++)
		texts[i] = jv_string_value(s);
	if ((st = embedder_open(at, &em, e)) == HCC_OK)
		st = embedder_texts(em, texts, n, &g->vectors, &g->dim, e);
	embedder_close(em);
	free(texts);
	return st;
}

static void
add_names(struct buf *b, jv view)
{
	jv	 c;
	int	 i;

	for (i = 0; json_item(json_at(json_at(view, "preview"), "columns"), i,
	    &c); i++)
		buf_addf(b, "%s ", json_str(c, "name", ""));
}

enum hcc_status
duplicates_open(const struct places *at, jv view, jv answer, jv tried,
    struct duplicate_index **out, struct hcc_err *e)
{
	struct duplicate_index	*g = mem_zero(1, sizeof(*g));
	enum hcc_status	 st = HCC_OK;

	*out = g;
	g->texts = jv_array();
	add_names(&g->names, view);
	gather_answer(&g->texts, answer);
	if (json_len(g->texts) > 0) {
		gather(&g->texts, tried);
		st = embed(at, g, e);
	}
	if (st != HCC_OK) {
		duplicates_close(g);
		*out = NULL;
	}
	return st;
}

void
duplicates_close(struct duplicate_index *g)
{
	if (g == NULL)
		return;
	jv_free(g->texts);
	buf_release(&g->names);
	free(g->vectors);
	free(g);
}

static const float *
vector_of(const struct duplicate_index *g, const char *text)
{
	int	 i;
	jv	 s;

	for (i = 0; g->vectors != NULL && json_item(g->texts, i, &s); i++)
		if (strcmp(jv_string_value(s), text) == 0)
			return g->vectors + (size_t)i * g->dim;
	return NULL;
}

/* Vectors are of unit length, or zero. */
static double
cosine(const struct duplicate_index *g, const char *a, const char *b)
{
	const float	*v = vector_of(g, a), *w = vector_of(g, b);
	double		 sum = 0;
	size_t		 i;

	if (v == NULL || w == NULL)
		return NAN;
	for (i = 0; i < g->dim; i++)
		sum += (double)v[i] * (double)w[i];
	return sum;
}

/* A text without its lines "From: ..": the same suggestion made without wisdom
 * is a duplicate. */
static void
without_source(struct buf *b, const char *s)
{
	size_t	 n;

	buf_reset(b);
	for (; *s != '\0'; s += n) {
		n = strcspn(s, "\n");
		n += s[n] == '\n';
		if (strncmp(s, "From:", 5) != 0)
			buf_add(b, s, n);
	}
}

jv
duplicates_nearest(const struct duplicate_index *g, jv list, jv suggestion)
{
	const char	*text = json_str(suggestion, "text", ""), *other;
	struct buf	 a = BUF_INIT, b = BUF_INIT;
	double		 words, numbers, embedding, d, max = -1;
	bool		 measures = json_bool(suggestion, "measure", false);
	int		 i, times = 0;
	jv		 best = jv_null(), s;

	without_source(&a, text);
	for (i = 0; json_item(list, i, &s); i++) {
		if (json_bool(s, "measure", false) != measures)
			continue;
		other = json_str(s, "text", "");
		without_source(&b, other);
		words = similar_texts(buf_str(&a), buf_str(&b));
		numbers = similar_values(buf_str(&a), buf_str(&b),
		    buf_str(&g->names));
		embedding = cosine(g, text, other);
		d = isfinite(embedding) ? fmax(words, embedding * numbers) :
		    words;
		times += d == max;
		if (d > max) {
			max = d;
			times = 1;
			jv_free(best);
			best = json_put_num(jv_copy(s), "similarity", words);
			best = json_put_num(best, "numbers", numbers);
			best = json_put_num(best, "embedding", embedding);
		}
	}
	if (times > 0)
		best = json_put_num(best, "times", times);
	buf_release(&a);
	buf_release(&b);
	return best;
}

static jv
find_result(jv view, const char *id)
{
	jv	 r = json_by_id(view, "results", id), k;
	int	 i;

	for (i = 0; !jv_is_valid(r) && json_item(json_at(view, "notes"), i,
	    &k); i++)
		r = json_by_id(k, "results", id);
	return r;
}

jv
duplicates_outcome(jv view, const char *id)
{
	jv	 r = find_result(view, id), out;
	char	 text[64];
	double	 score = json_num(r, "score", NAN);

	if (!jv_is_valid(r))
		snprintf(text, sizeof(text), "it is in this plan");
	else if (isfinite(score))
		snprintf(text, sizeof(text), "%.20s, score %.6g",
		    json_str(r, "status", ""), score);
	else
		snprintf(text, sizeof(text), "%.20s", json_str(r, "status",
		    "not run"));
	out = jv_string(text);
	jv_free(r);
	return out;
}
