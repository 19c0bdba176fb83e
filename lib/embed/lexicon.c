/*
 * lexicon.c: compile the lexicon file to tables.
 *
 * lexicon.lua is for people: concepts are strings of phrases, one line for
 * each weight ("3: x ray, ct scan"). The id depends on every value that can
 * change a vector, and not on comments and layout.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "embed/lexicon.h"
#include "embed/words.h"
#include "lua/script.h"

#define RECIPE	1		/* changes when the code gives other vectors */
#define NODES	(1u << 14)	/* to begin with; a power of two */
#define IDF_MAX	(8u << 20)	/* bytes */
#define BLANK	" \t\r\n"
#define WEIGHT	1000		/* the largest of a block */

struct loading {
	struct lex	*lex;
	struct stems	*stems;
	const char	*path;
	const char	*dir;
	struct buf	 idf;		/* the table of idf as it was read */
	struct hcc_err	*e;
};

static enum hcc_status
wrong(const struct loading *l, const char *field, const char *why)
{
	return err_set(l->e, HCC_CONFIG, "read lexicon '%s': %s: %s", l->path,
	    field, why);
}

static bool
within(double v, double low, double high)
{
	return v >= low && v <= high;
}

static size_t
slot(const struct lex_node *nodes, size_t cap, uint64_t key)
{
	size_t	 i = key & (cap - 1);

	while (nodes[i].key != 0 && nodes[i].key != key)
		i = (i + 1) & (cap - 1);
	return i;
}

const struct lex_node *
lex_find(const struct lex *x, uint64_t key)
{
	const struct lex_node	*n = &x->nodes[slot(x->nodes, x->cap, key)];

	return n->key == 0 ? NULL : n;
}

static void
double_nodes(struct lex *x)
{
	size_t		 cap = x->cap == 0 ? NODES : x->cap * 2, i;
	struct lex_node	*nodes = mem_zero(cap, sizeof(*nodes));

	for (i = 0; i < x->cap; i++)
		if (x->nodes[i].key != 0)
			nodes[slot(nodes, cap, x->nodes[i].key)] = x->nodes[i];
	free(x->nodes);
	x->nodes = nodes;
	x->cap = cap;
}

/* The node of a path, made if it is new. */
static struct lex_node *
node(struct lex *x, uint64_t key)
{
	struct lex_node	*n;

	if ((x->nnodes + 1) * 3 >= x->cap * 2)
		double_nodes(x);
	n = &x->nodes[slot(x->nodes, x->cap, key)];
	if (n->key == 0) {
		n->key = key;
		n->idf = -1;
		x->nnodes++;
	}
	return n;
}

static void
add_phrase(struct lex *x, struct lex_node *n, struct lex_phrase ph)
{
	grow(&x->phrases, &x->phrase_cap, x->nphrases + 2,
	    sizeof(*x->phrases));
	if (x->nphrases == 0)	/* 0 means none */
		x->phrases[x->nphrases++] = (struct lex_phrase){ 0 };
	ph.next = n->phrases;
	n->phrases = (uint32_t)x->nphrases;
	x->phrases[x->nphrases++] = ph;
}

/* One phrase: a path of stems through the trie, and at its end the concept. */
static void
phrase(struct loading *l, const char *text, size_t n, struct lex_phrase ph)
{
	struct lex_node	*at = NULL;
	struct scan	 s;
	uint64_t	 key = 0;
	size_t		 i;

	scan_start(&s, l->stems, text, n);
	if (!scan_next(&s))
		return;
	for (i = 0; i < s.n; i++) {
		if (at != NULL)
			at->more = true;
		key = scan_chain(key, s.tokens[i].stem);
		at = node(l->lex, key);
	}
	add_phrase(l->lex, at, ph);
}

/* "3: x ray, ct scan": phrases with their weight, a line for each weight;
 * lines without a number count 1. */
static void
phrases(struct loading *l, const char *text, struct lex_phrase ph)
{
	char		*after;
	size_t		 n;

	while (*text != '\0') {
		ph.weight = strtof(text, &after);
		if (after != text && *after == ':')
			text = after + 1;
		else
			ph.weight = 1;
		do {
			n = strcspn(text, ",\n");
			phrase(l, text, n, ph);
			text += n;
		} while (*text == ',' && text++ != NULL);
		if (*text == '\n')
			text++;
	}
}

static enum hcc_status
concept(struct loading *l, unsigned axis, const char *name, jv text)
{
	struct lex_axis		*a = &l->lex->axes[axis];
	struct lex_phrase	 ph = { 0, (uint16_t)axis, LEX_IGNORED, 1 };

	if (jv_get_kind(text) != JV_KIND_STRING)
		return wrong(l, name, "phrases must be a string");
	if (strcmp(name, "ignore") != 0) {
		if (a->n == LEX_CONCEPTS || strlen(name) >= sizeof(a->name[0]))
			return wrong(l, name,
			    "too many concepts, or too long a name");
		ph.concept = (uint16_t)a->n;
		strcpy(a->name[a->n++], name);
	}
	phrases(l, jv_string_value(text), ph);
	return HCC_OK;
}

/* {name = "phrases", ...} in the order of the names. */
static enum hcc_status
concepts(struct loading *l, unsigned axis, jv table)
{
	enum hcc_status	 st = HCC_OK;
	jv		 keys, key;
	int		 i;

	if (!json_is_table(table))
		return wrong(l, "concepts", "must be a table of phrases");
	if (jv_get_kind(table) == JV_KIND_ARRAY)
		return HCC_OK;
	keys = jv_keys(jv_copy(table));
	for (i = 0; st == HCC_OK && json_item(keys, i, &key); i++)
		st = concept(l, axis, jv_string_value(key),
		    json_at(table, jv_string_value(key)));
	jv_free(keys);
	return st;
}

static enum hcc_status
axis(struct loading *l, jv table)
{
	struct lex	*x = l->lex;
	struct lex_axis	*a = &x->axes[x->naxes];
	const char	*name = json_str(table, "name", "");
	enum hcc_status	 st;
	uint32_t	 i;

	if (*name == '\0' || strlen(name) >= sizeof(a->title))
		return wrong(l, "axes", "each needs a short name");
	strcpy(a->title, name);
	a->weight = json_num(table, "weight", 0);
	if (!within(a->weight, 0, WEIGHT))
		return wrong(l, name, "weight must be a number from 0 to 1000");
	st = concepts(l, x->naxes, json_at(table, "concepts"));
	if (st != HCC_OK)
		return err_prefix(l->e, "%s", name);
	for (i = 0; i < a->n; i++)
		a->prior[i] = json_num(json_at(table, "prior"), a->name[i], 0);
	x->naxes++;
	return HCC_OK;
}

static int
axis_named(const struct lex *x, const char *name)
{
	unsigned	 i;

	for (i = LEX_FIRST; i < x->naxes; i++)
		if (strcmp(x->axes[i].title, name) == 0)
			return (int)i;
	return -1;
}

static enum hcc_status
product(struct loading *l, jv table)
{
	struct lex_product	*p = &l->lex->products[l->lex->nproducts];
	int			 a, b;

	a = axis_named(l->lex, json_str(table, "a", ""));
	b = axis_named(l->lex, json_str(table, "b", ""));
	p->weight = json_num(table, "weight", 0);
	if (a < 0 || b < 0 || !within(p->weight, 0, WEIGHT))
		return wrong(l, "products", "need two axes and a weight");
	p->a = (unsigned)a;
	p->b = (unsigned)b;
	l->lex->nproducts++;
	return HCC_OK;
}

/* Blank-separated words: mark them as stop words. */
static void
stop_words(struct loading *l, const char *p)
{
	size_t	 n;

	for (p += strspn(p, BLANK); *p != '\0'; p += strspn(p, BLANK)) {
		n = strcspn(p, BLANK);
		node(l->lex, stems_hash(l->stems, p, n))->stop = true;
		p += n;
	}
}

/* Parse the table of idf: a number starts a band of stems; lines that start
 * with # are comments. */
static enum hcc_status
idf(struct loading *l, const char *p)
{
	float		 value = -1;
	size_t		 n;

	for (p += strspn(p, BLANK); *p != '\0'; p += strspn(p, BLANK)) {
		n = strcspn(p, *p == '#' ? "\n" : BLANK);
		if (*p >= '0' && *p <= '9')
			value = strtof(p, NULL);
		else if (*p != '#' && !(value >= 0))
			return wrong(l, "words.idf", "needs a number first");
		else if (*p != '#')
			node(l->lex, scan_hash(p, n))->idf = value;
		p += n;
	}
	return HCC_OK;
}

/* Read the table, a file beside the lexicon; "" for none. */
static enum hcc_status
idf_file(struct loading *l, const char *name)
{
	struct buf	 path = BUF_INIT;
	enum hcc_status	 st;

	if (*name == '\0')
		return HCC_OK;
	if (strchr(name, '/') != NULL)
		return wrong(l, "words.idf", "must name a file beside it");
	buf_addf(&path, "%s/%s", l->dir, name);
	st = fs_read(AT_FDCWD, buf_str(&path), IDF_MAX, &l->idf, l->e);
	buf_release(&path);
	if (st == HCC_MISSING)
		err_prefix(l->e, "'%s' names a table of words, words.idf = "
		    "\"%s\": copy it too, or remove this line", l->path, name);
	return st == HCC_OK ? idf(l, buf_str(&l->idf)) : st;
}

/* Call `one` for the members of the list `field` of `table`, at most `max`. */
static enum hcc_status
each(struct loading *l, jv table, const char *field, int max,
    enum hcc_status (*one)(struct loading *, jv))
{
	enum hcc_status	 st = HCC_OK;
	jv		 list = json_at(table, field), item;
	int		 i;

	if (jv_get_kind(list) != JV_KIND_ARRAY)
		return wrong(l, field, "must be a list");
	if (json_len(list) > max)
		return wrong(l, field, "too many");
	for (i = 0; st == HCC_OK && json_item(list, i, &item); i++)
		st = one(l, item);
	return st;
}

static enum hcc_status
words(struct loading *l, jv table)
{
	struct lex	*x = l->lex;
	double		 dims = json_num(table, "dims", 0);

	if (!json_is_table(table))
		return wrong(l, "words", "must be a table");
	x->words = json_num(table, "weight", 0);
	x->rare = json_num(table, "rare", 7);
	x->pair = json_num(table, "pair", .5);
	if (!within(x->words, 0, WEIGHT) || !within(dims, 1, 65536) ||
	    !within(x->rare, 0, 100) || !within(x->pair, 0, 100))
		return wrong(l, "words", "a number is out of range");
	x->dims = (size_t)dims;
	stop_words(l, json_str(table, "stop", ""));
	return idf_file(l, json_str(table, "idf", ""));
}

/* A steering axis, {concepts = {..}, factors = {evaluation = 1.5, ..}}. */
static enum hcc_status
steering(struct loading *l, unsigned axis_no, const char *field, jv table)
{
	struct lex_axis	*a = &l->lex->axes[axis_no];
	enum hcc_status	 st;
	uint32_t	 i;

	if (!json_is_table(table))
		return wrong(l, field, "must be a table");
	st = concepts(l, axis_no, json_at(table, "concepts"));
	for (i = 0; i < a->n; i++)
		a->factor[i] = json_num(json_at(table, "factors"), a->name[i],
		    1);
	return st;
}

/* Append every value (borrowed) in a fixed order, for the id. */
static void
canonical(struct buf *b, jv v)
{
	jv	 keys, one;
	int	 i;

	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_adds(b, jv_string_value(v));
	else if (jv_get_kind(v) == JV_KIND_NUMBER)
		buf_addf(b, "%.17g", jv_number_value(v));
	else if (jv_get_kind(v) == JV_KIND_ARRAY)
		for (i = 0; json_item(v, i, &one); i++)
			canonical(b, one);
	else if (jv_get_kind(v) == JV_KIND_OBJECT) {
		keys = jv_keys(jv_copy(v));
		for (i = 0; json_item(keys, i, &one); i++) {
			buf_adds(b, jv_string_value(one));
			canonical(b, json_at(v, jv_string_value(one)));
		}
		jv_free(keys);
	}
	buf_addc(b, '\n');
}

static void
set_id(struct loading *l, jv table)
{
	struct buf	 b = BUF_INIT;

	canonical(&b, table);
	buf_add(&b, buf_str(&l->idf), l->idf.len);
	/* Not a secret: a fast hash halves the time to start. */
	snprintf(l->lex->id, sizeof(l->lex->id), "hcc-%d:%012" PRIx64, RECIPE,
	    scan_hash(buf_str(&b), b.len) >> 16);
	buf_release(&b);
}

static enum hcc_status
read_table(struct loading *l, jv table)
{
	struct lex	*x = l->lex;
	enum hcc_status	 st;

	x->naxes = LEX_FIRST;
	x->delta = json_num(table, "delta", .4);
	x->power = json_num(table, "power", 4);
	x->doubt = json_num(table, "doubt", 0);
	if (!within(x->delta, -1, 1) || !within(x->power, 0, 20) ||
	    !within(x->doubt, 0, WEIGHT))
		return wrong(l, "delta, power or doubt", "out of range");
	if ((st = steering(l, LEX_ZONE, "zones", json_at(table, "zones"))) !=
	    HCC_OK || (st = steering(l, LEX_ASIDE, "asides", json_at(table,
	    "asides"))) != HCC_OK ||
	    (st = each(l, table, "axes", LEX_AXES - LEX_FIRST, axis)) != HCC_OK
	    || (st = each(l, table, "products", LEX_PRODUCTS,
	    product)) != HCC_OK)
		return st;
	if ((st = words(l, json_at(table, "words"))) == HCC_OK)
		set_id(l, table);
	return st;
}

static enum hcc_status
compile(struct loading *l)
{
	struct script	*sc = NULL;
	enum hcc_status	 st;
	jv		 table;

	st = script_open(&sc, l->path, (const char *const []){ l->dir, NULL },
	    l->e);
	if (st == HCC_OK) {
		table = script_table(sc);
		st = read_table(l, table);
		jv_free(table);
	}
	script_close(sc);
	buf_release(&l->idf);
	if (st != HCC_OK)
		lex_release(l->lex);
	return st;
}

enum hcc_status
lex_load(struct lex *x, const char *path, const char *cache,
    struct stems *stems, struct hcc_err *e)
{
	struct loading	 l = { x, stems, path, ".", BUF_INIT, e };
	struct buf	 dir = BUF_INIT;
	const char	*slash = strrchr(path, '/');
	enum hcc_status	 st = HCC_OK;
	uint64_t	 stamp = 0;
	bool		 keep;

	memset(x, 0, sizeof(*x));
	if (slash != NULL) {
		buf_add(&dir, path, (size_t)(slash - path) + (slash == path));
		l.dir = buf_str(&dir);
	}
	keep = cache != NULL && lex_cache_stamp(l.dir, &stamp);
	if (!keep || !lex_cache_read(x, path, cache, stamp)) {
		st = compile(&l);
		if (st == HCC_OK && keep)
			lex_cache_write(x, path, cache, stamp);
	}
	buf_release(&dir);
	return st;
}

void
lex_release(struct lex *x)
{
	if (x->map != NULL)
		munmap(x->map, x->map_size);
	else {
		free(x->nodes);
		free(x->phrases);
	}
	memset(x, 0, sizeof(*x));
}
