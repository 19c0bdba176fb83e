/*
 * embed.c: the built-in embedder.
 *
 * Run in the source directory, or with HCC_SHARE set.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "embed/builtin.h"
#include "embed/words.h"
#include "tap.h"

static struct emb	*emb;
static struct hcc_err	 err;

static void
embed(const char *text, float *out)
{
	OK("a text has a vector",
	    emb_text(emb, text, strlen(text), out, &err) == HCC_OK);
}

static double
cosine(const char *a, const char *b)
{
	float	*u = calloc(emb_dim(emb), sizeof(*u));
	float	*v = calloc(emb_dim(emb), sizeof(*v));
	double	 sum = 0;
	size_t	 i;

	if (u != NULL && v != NULL) {
		embed(a, u);
		embed(b, v);
		for (i = 0; i < emb_dim(emb); i++)
			sum += (double)u[i] * v[i];
	}
	free(u);
	free(v);
	return sum;
}

/* How many tokens each sentence has: "3 2" */
static const char *
sentences(const char *text, char *out, size_t size)
{
	struct stems	*st = stems_new();
	struct scan	*s = malloc(sizeof(*s));
	size_t		 n = 0;

	out[0] = '\0';
	if (st != NULL && s != NULL) {
		scan_start(s, st, text, strlen(text));
		while (scan_next(s) && n + 24 < size)
			n += (size_t)snprintf(out + n, size - n, "%s%s%zu",
			    n > 0 ? " " : "", s->heading > 0 ? "#" : "", s->n);
	}
	free(s);
	stems_free(st);
	return out;
}

static void
test_scan(void)
{
	char	 b[200];

#define S(name, want, text) IS_STR(name, want, sentences(text, b, sizeof(b)))
	S("a full stop ends a sentence", "2 2", "one two. three four");
	S("a full stop within a number ends no sentence",
	    "6", "an error of 0.5 here");
	S("a sentence goes on in the next line", "4", "one two\nthree four");
	S("an empty line ends a sentence", "2 2", "one two\n\nthree four");
	S("list items are sentences", "1 1", "- one\n- two");
	S("headings are found", "#1 2", "## Data\none two");
	S("bold lines are headings", "#1 2", "**Data**\none two");
	S("underlined lines are headings", "#1 2", "Data\n----\none two");
	S("lines of code are no headings", "2", "```\n# one two\n```\n");
	S("names of columns are words", "3", "house_sale_price");
	S("addresses are left out", "1", "see https://example.org/a/b?c=d");
	S("links leave their text", "2", "[two words](http://x.org/y)");
	S("images leave nothing", "1", "![two words](y.png) one");
	S("tags leave nothing", "2", "<b class=\"x\">one</b> two");
	S("LaTeX commands leave nothing", "1", "$\\frac{\\text{}}{n}$");
	S("an empty text has no sentences", "", " \n\n --- \n");
	S("bad UTF-8 separates words", "2", "one\xff\xfetwo\xc3");
#undef S
}

static void
test_vectors(void)
{
	const char	*leaf = "Classify diseases of plants from photos of "
	    "leaves, multi-label, mean F1 score.";
	const char	*bird = "Which bird species is in the picture? An "
	    "image classification task scored by accuracy.";
	const char	*sale = "Forecast daily unit sales of shops for the "
	    "next month, RMSLE.";
	float		*v = calloc(emb_dim(emb) * 2, sizeof(*v));
	float		*w = v + emb_dim(emb);
	double		 sum = 0;
	size_t		 i;

	IS_NUM("a text is like itself", 1, cosine(leaf, leaf), 1e-5);
	OK("the same kind of task is near", cosine(leaf, bird) >
	    emb_delta(emb));
	OK("another kind of task is not near",
	    cosine(leaf, sale) < emb_delta(emb));
	OK("endings do not matter", cosine("image classification",
	    "Images classifications") > .99);
	OK("the longest phrase counts", cosine("customer segmentation",
	    "image segmentation") < cosine("tumour segmentation",
	    "image segmentation"));
	if (v == NULL)
		return;
	embed(leaf, v);
	embed(sale, w);
	embed(leaf, w);
	OK("a vector does not depend on texts before",
	    memcmp(v, w, emb_dim(emb) *
	    sizeof(*v)) == 0);
	for (i = 0; i < emb_dim(emb); i++)
		sum += (double)v[i] * v[i];
	IS_NUM("vectors have unit length", 1, sum, 1e-5);
	embed("12 .. !", v);
	embed("", v);
	for (i = 0, sum = 0; i < emb_dim(emb); i++)
		sum += fabs((double)v[i]);
	IS_NUM("a text without words has a vector of zeros", 0, sum, 0);
	free(v);
}

/* All words of a text count, however many: sentences of one word have no pairs,
 * so that their order does not matter. */
static void
test_long(void)
{
	static const char	 letters[] = "bcdfghjklmnpqrtvwxz";
	struct buf		 b = BUF_INIT, half = BUF_INIT, back = BUF_INIT;
	size_t			 i, n = 6000;

	for (i = 0; i < n * 2; i++) {
		size_t	 k = i < n ? i : 2 * n - 1 - i;
		char	 word[16];

		snprintf(word, sizeof(word), "%ca%co%cu%c. ",
		    letters[k % 19], letters[k / 19 % 19],
		    letters[k / 361 % 19], letters[k / 6859 % 19]);
		buf_adds(i < n ? &b : &back, word);
		if (i < n / 2)
			buf_adds(&half, word);
	}
	IS_NUM("a long text is like the same words in another order", 1,
	    cosine(buf_str(&b), buf_str(&back)), 1e-4);
	OK("half of the words of a long text is another text",
	    cosine(buf_str(&b), buf_str(&half)) < 0.9);
	buf_release(&b);
	buf_release(&half);
	buf_release(&back);
}

int
main(void)
{
	const char	*share = getenv("HCC_SHARE");
	char		 path[4096], id[32];

	snprintf(path, sizeof(path), "%s/embed/lexicon.lua",
	    share != NULL ? share : "share/hcc");
	test_scan();
	OK("a lexicon that is not there is missing",
	    emb_open("/nonexistent.lua", NULL, &emb, &err) == HCC_MISSING);
	if (!OK("the lexicon loads", emb_open(path, NULL, &emb,
	    &err) == HCC_OK)) {
		printf("# %s\n", err.text);
		return tap_done();
	}
	test_vectors();
	test_long();
	snprintf(id, sizeof(id), "%s", emb_id(emb));
	OK("the id of the embedder has its version",
	    strncmp(id, "hcc-1:", 6) == 0 &&
	    strlen(id) == 18);
	emb_close(emb);
	OK("the lexicon loads again",
	    emb_open(path, NULL, &emb, &err) == HCC_OK);
	IS_STR("the id of the embedder stays the same", id, emb_id(emb));
	emb_close(emb);
	return tap_done();
}
