/*
 * builtin.c: text to vector.
 *
 * The vector is made of blocks: one for each axis of concepts (what kind of
 * data, what kind of task, ..), the outer products of axes, and the words.
 * Each block has unit length and is scaled by the square root of its weight,
 * so that the cosine of two texts is the weighted mean of the cosines of
 * their blocks. Words find the same task in other words, concepts the same kind
 * of task.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "embed/builtin.h"
#include "embed/lexicon.h"
#include "embed/word_vectors.h"
#include "embed/words.h"

#define PHRASE_MAX	8	/* stems of the longest phrase */

struct feature {
	uint64_t	 hash;
	uint32_t	 text;		/* the number of the text it is of */
	float		 tf;
	float		 idf;
	bool		 pair;		/* of two words */
};

struct hit {
	uint32_t	 phrase;
	uint16_t	 axis;
};

struct emb {
	struct lex	 lex;
	struct stems	*stems;
	struct scan	 scan;
	size_t		 dim;
	uint32_t	 text;		/* number of the current text */
	struct feature	*features;	/* open addressing */
	size_t		 nfeatures, cap;
	uint32_t	*order;		/* slots in order of appearance */
	float		*counts;	/* of each phrase of the lexicon */
	double		 zone;		/* factor of the current part */
	int		 zone_level;	/* of its heading */
	struct word_vectors	*vectors;	/* NULL: none */
	double		 vectors_weight;
	char		*vectors_file, *cache;
	char		 id[24];
	struct hit	 hits[SCAN_TOKENS * LEX_AXES];
	size_t		 nhits;
};

enum hcc_status
emb_open(const char *lexicon, const char *cache, struct emb **out,
    struct hcc_err *err)
{
	struct emb	*e = mem_zero(1, sizeof(*e));
	enum hcc_status	 st;
	unsigned	 i;

	*out = NULL;
	e->stems = stems_new();
	if ((st = lex_load(&e->lex, lexicon, cache, e->stems, err)) != HCC_OK) {
		emb_close(e);
		return st;
	}
	e->counts = mem_zero(e->lex.nphrases + 1, sizeof(*e->counts));
	memcpy(e->id, e->lex.id, sizeof(e->id));
	e->dim = e->lex.dims;
	for (i = LEX_FIRST; i < e->lex.naxes; i++)
		e->dim += e->lex.axes[i].n;
	for (i = 0; i < e->lex.nproducts; i++)
		e->dim += (size_t)e->lex.axes[e->lex.products[i].a].n *
		    e->lex.axes[e->lex.products[i].b].n;
	*out = e;
	return HCC_OK;
}

void
emb_close(struct emb *e)
{
	if (e == NULL)
		return;
	lex_release(&e->lex);
	stems_free(e->stems);
	free(e->features);
	free(e->order);
	free(e->counts);
	vectors_close(e->vectors);
	free(e->vectors_file);
	free(e->cache);
	free(e);
}

enum hcc_status
emb_add_vectors(struct emb *e, const char *file, const char *cache,
    double weight, struct hcc_err *err)
{
	enum hcc_status	 st;
	char		 all[160];

	e->vectors_file = mem_dup(file);
	e->cache = mem_dup(cache);
	st = vectors_open(file, cache, e->stems, &e->vectors, err);
	if (st != HCC_OK)
		return st;
	e->vectors_weight = weight;
	e->dim += vectors_dim(e->vectors);
	snprintf(all, sizeof(all), "%s %s %.17g", e->lex.id,
	    vectors_sum(e->vectors), weight);
	snprintf(e->id, sizeof(e->id), "%.*s%012" PRIx64,
	    (int)strcspn(e->lex.id, ":") + 1, e->lex.id,
	    scan_hash(all, strlen(all)) >> 16);
	return HCC_OK;
}

size_t
emb_dim(const struct emb *e)
{
	return e->dim;
}

const char *
emb_id(const struct emb *e)
{
	return e->id;
}

double
emb_delta(const struct emb *e)
{
	return e->lex.delta;
}

static void
more_room(struct emb *e)
{
	size_t		 cap = e->cap == 0 ? 4096 : e->cap * 2, i, j;
	struct feature	*f = mem_zero(cap, sizeof(*f));

	e->order = mem_again(e->order, cap / 2, sizeof(*e->order));
	for (i = 0; i < e->nfeatures; i++) {
		j = e->features[e->order[i]].hash & (cap - 1);
		while (f[j].text == e->text)
			j = (j + 1) & (cap - 1);
		f[j] = e->features[e->order[i]];
		e->order[i] = (uint32_t)j;
	}
	free(e->features);
	e->features = f;
	e->cap = cap;
}

/* Count a word or a pair of words. */
static void
count(struct emb *e, uint64_t hash, double idf, double tf, bool pair)
{
	struct feature	*f;
	size_t		 i;

	if (e->nfeatures * 2 >= e->cap)
		more_room(e);
	i = hash & (e->cap - 1);
	while (e->features[i].text == e->text && e->features[i].hash != hash)
		i = (i + 1) & (e->cap - 1);
	f = &e->features[i];
	if (f->text != e->text) {
		*f = (struct feature){ hash, e->text, 0, (float)idf,
		    pair };
		e->order[e->nfeatures++] = (uint32_t)i;
	}
	f->tf += (float)tf;
}

/* Words and pairs of neighbouring words of the sentence, without stop words,
 * numbers and single letters. */
static void
count_words(struct emb *e, double factor)
{
	const struct lex_node	*n;
	uint64_t		 last = 0;
	double			 idf, last_idf = 0;
	size_t			 i;

	for (i = 0; i < e->scan.n; i++) {
		uint64_t	 h = e->scan.tokens[i].stem;

		if (!e->scan.tokens[i].word)
			continue;
		n = lex_find(&e->lex, h);
		if (n != NULL && n->stop)
			continue;
		idf = n != NULL && n->idf >= 0 ? n->idf : e->lex.rare;
		count(e, h, idf, factor, false);
		if (last != 0)
			count(e, scan_chain(last, h), e->lex.pair * (idf +
			    last_idf), factor, true);
		last = h;
		last_idf = idf;
	}
}

/* The longest phrase of each axis that starts at token `i`; words that an
 * earlier phrase of the axis has taken are not taken again. */
static void
match_at(struct emb *e, size_t i, size_t *taken)
{
	const struct lex_node	*n;
	const struct scan	*s = &e->scan;
	uint32_t		 best[LEX_AXES] = { 0 }, p;
	size_t			 end[LEX_AXES], j;
	uint64_t		 key = 0;
	unsigned		 a;

	for (j = i; j < s->n && j < i + PHRASE_MAX; j++) {
		key = scan_chain(key, s->tokens[j].stem);
		if ((n = lex_find(&e->lex, key)) == NULL)
			break;
		for (p = n->phrases; p != 0; p = e->lex.phrases[p].next) {
			a = e->lex.phrases[p].axis;
			best[a] = p;
			end[a] = j + 1;
		}
		if (!n->more)
			break;
	}
	for (a = 0; a < e->lex.naxes; a++)
		if (best[a] != 0 && taken[a] <= i) {
			taken[a] = end[a];
			e->hits[e->nhits++] = (struct hit){ best[a],
			    (uint16_t)a };
		}
}

static void
match(struct emb *e)
{
	size_t	 taken[LEX_AXES] = { 0 }, i;

	e->nhits = 0;
	for (i = 0; i < e->scan.n; i++)
		match_at(e, i, taken);
}

/* The weight of the sentence: by the part of the description that it is in, and
 * less when it is an aside. A heading opens a part. */
static double
weigh(struct emb *e)
{
	const struct lex	*x = &e->lex;
	const struct lex_phrase	*p;
	double			 aside = 1, zone = 0;
	size_t			 i;

	for (i = 0; i < e->nhits; i++) {
		p = &x->phrases[e->hits[i].phrase];
		if (p->axis >= LEX_FIRST || p->concept == LEX_IGNORED)
			continue;
		if (p->axis == LEX_ASIDE)
			aside = fmin(aside, x->axes[LEX_ASIDE].
			    factor[p->concept]);
		else if (zone <= 0)
			zone = x->axes[LEX_ZONE].factor[p->concept];
	}
	if (e->scan.heading > 0) {
		if (zone > 0 && (e->zone >= 1 ||
		    e->scan.heading <= e->zone_level)) {
			e->zone = zone;
			e->zone_level = e->scan.heading;
		} else if (e->scan.heading <= e->zone_level)
			e->zone = 1;
		if (zone > 0)
			return fmin(e->zone, aside);
	}
	return e->zone * aside;
}

static void
sentence(struct emb *e)
{
	double	 factor;
	size_t	 i;

	match(e);
	factor = weigh(e);
	for (i = 0; i < e->nhits; i++)
		e->counts[e->hits[i].phrase] += (float)factor;
	count_words(e, factor);
}

/* Scale `n` numbers to length `scale`; to less of it when they are not large
 * beside `doubt`. Zeros stay. */
static void
unit(float *v, size_t n, double scale, double doubt)
{
	double	 sum = doubt * doubt;
	size_t	 i;

	for (i = 0; i < n; i++)
		sum += (double)v[i] * v[i];
	if (!(sum > 0))
		return;
	scale /= sqrt(sum);
	for (i = 0; i < n; i++)
		v[i] = (float)(v[i] * scale);
}

static double
tf_idf(const struct feature *f)
{
	return (f->tf < 1 ? f->tf : 1 + log(f->tf)) * f->idf;
}

static void
put_words(struct emb *e, float *out)
{
	const struct feature	*f;
	double			 tf;
	size_t			 i;

	for (i = 0; i < e->nfeatures; i++) {
		f = &e->features[e->order[i]];
		tf = tf_idf(f);
		/* Low bits choose the slot of the scratch table: use others. */
		out[(f->hash >> 20) % e->lex.dims] +=
		    (float)(f->hash >> 63 ? -tf : tf);
	}
	unit(out, e->lex.dims, sqrt(e->lex.words), 0);
}

static enum hcc_status
sum_vectors(struct emb *e, float *out, struct hcc_err *err)
{
	const struct feature	*f;
	enum hcc_status		 st = HCC_OK;
	size_t			 i, n = vectors_dim(e->vectors);

	memset(out, 0, n * sizeof(*out));
	for (i = 0; i < e->nfeatures && st == HCC_OK; i++) {
		f = &e->features[e->order[i]];
		if (!f->pair)
			st = vectors_add(e->vectors, f->hash, tf_idf(f), out,
			    err);
	}
	unit(out, n, sqrt(e->vectors_weight), 0);
	return st;
}

/* The block of word vectors; a damaged table is made again, once. */
static enum hcc_status
put_vectors(struct emb *e, float *out, struct hcc_err *err)
{
	size_t		 n = vectors_dim(e->vectors);
	enum hcc_status	 st;

	if ((st = sum_vectors(e, out, err)) != HCC_AGAIN)
		return st;
	vectors_discard(e->vectors);
	st = vectors_open(e->vectors_file, e->cache, e->stems, &e->vectors,
	    err);
	if (st == HCC_OK && vectors_dim(e->vectors) != n)
		st = err_set(err, HCC_AGAIN, "read word vectors '%s': it "
		    "changes", e->vectors_file);
	return st == HCC_OK ? sum_vectors(e, out, err) : st;
}

/* Evidence for each concept, from the phrases that were seen. */
static void
tally(const struct emb *e, double y[LEX_AXES][LEX_CONCEPTS])
{
	const struct lex	*x = &e->lex;
	const struct lex_phrase	*ph;
	size_t			 i;
	unsigned		 a;

	for (a = LEX_FIRST; a < x->naxes; a++)
		memcpy(y[a], x->axes[a].prior, sizeof(y[a]));
	for (i = 1; i < x->nphrases; i++) {
		ph = &x->phrases[i];
		if (e->counts[i] <= 0 || ph->axis < LEX_FIRST ||
		    ph->concept == LEX_IGNORED)
			continue;
		/* A repeated phrase counts less than a new one. */
		y[ph->axis][ph->concept] += sqrt(e->counts[i]) * ph->weight;
	}
}

/* All pairs of the concepts of two axes of unit length. */
static float *
put_product(const struct lex *x, const struct lex_product *p,
    float *const *start, float *out)
{
	const float	*a = start[p->a], *b = start[p->b];
	double		 scale = sqrt(p->weight);
	uint32_t	 i, j;

	for (i = 0; i < x->axes[p->a].n; i++)
		for (j = 0; j < x->axes[p->b].n; j++)
			*out++ = (float)(scale * a[i] * b[j]);
	return out;
}

/* The vector from what was counted: axes, products, words, word vectors. */
static enum hcc_status
assemble(struct emb *e, float *out, struct hcc_err *err)
{
	enum hcc_status		 st = HCC_OK;
	const struct lex	*x = &e->lex;
	double			 y[LEX_AXES][LEX_CONCEPTS];
	float			*p = out, *start[LEX_AXES] = { NULL };
	unsigned		 a, c;

	tally(e, y);
	for (a = LEX_FIRST; a < x->naxes; a++) {
		start[a] = p;
		for (c = 0; c < x->axes[a].n; c++)
			*p++ = (float)pow(log1p(fmax(0, y[a][c])), x->power);
		unit(start[a], x->axes[a].n, 1, x->doubt);
	}
	for (c = 0; c < x->nproducts; c++)
		p = put_product(x, &x->products[c], start, p);
	for (a = LEX_FIRST; a < x->naxes; a++)
		for (c = 0; c < x->axes[a].n; c++)
			start[a][c] *= (float)sqrt(x->axes[a].weight);
	put_words(e, p);
	if (e->vectors != NULL)
		st = put_vectors(e, p + x->dims, err);
	unit(out, e->dim, 1, 0);
	return st;
}

enum hcc_status
emb_text(struct emb *e, const char *text, size_t n, float *out,
    struct hcc_err *err)
{
	bool	 any = false;

	memset(out, 0, e->dim * sizeof(*out));
	memset(e->counts, 0, e->lex.nphrases * sizeof(*e->counts));
	e->text++;
	e->nfeatures = 0;
	e->zone = 1;
	e->zone_level = 0;
	scan_start(&e->scan, e->stems, text,
	    n > EMB_TEXT_MAX ? EMB_TEXT_MAX : n);
	while (scan_next(&e->scan)) {
		any = true;
		sentence(e);
	}
	return any ? assemble(e, out, err) : HCC_OK;
}
