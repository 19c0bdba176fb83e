/*
 * embed.c: the built-in embedder.
 *
 * Run in the source directory, or with HCC_SHARE set.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "embed/builtin.h"
#include "embed/words.h"
#include "put.h"
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
	S("a semicolon and a bar end a sentence", "1 1 1", "one; two | three");
	S("an exclamation, a question and a colon end one", "1 1 1 1",
	    "one! two? three: four");
	S("the end of a text ends a sentence", "1", "one.");
	S("a colon within ends no sentence", "2", "one:two");
	S("a table's rows are sentences", "1 1 1 1", "| a | b |\n| c | d |\n");
	S("an apostrophe is of its word", "2", "it's one");
	S("an apostrophe at the end is not", "2", "ants' one");
	S("a word of 37 bytes is one", "1",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijk");
	S("a longer one is none", "",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijkl");
	S("ideographs are words of their own", "2 1",
	    "\xe4\xb8\xad\xe6\x96\x87\n\none");
	S("dashes and signs of other scripts separate", "2",
	    "one\xe2\x80\x94two");
	S("a number is a token", "2", "one 27");
	S("six signs make a heading, seven none", "#1 1",
	    "###### one\n####### two");
	S("a heading needs a blank", "1 1", "#one\n#two");
	S("three signs underline, two do not", "#1 1 1 1",
	    "one\n===\ntwo\n\nthree\n==\nfour");
	S("signs of two kinds do not underline", "1 1", "one\n=-=\ntwo");
	S("an underlined line may end in CR", "#1 1", "one\r\n---\r\ntwo");
	S("a bold line may end in a colon", "#1 1", "**one**:\ntwo");
	S("bold words within a line are no heading", "3",
	    "**one** two **three**");
	S("two bold words are no heading", "2", "**one** **two**");
	S("a line that begins in bold is no heading", "2", "**one** two");
	S("other fences hold code too", "1 1", "~~~\n# one\n~~~\ntwo");
	S("what looks like a tag is none", "4", "one < two > three <4");
	S("closing tags and comments leave nothing", "1", "</b><!-- -->one");
	S("entities leave nothing", "2", "one&nbsp;two");
	S("an ampersand is no entity", "3", "one &two three;");
	S("an image without an address leaves nothing", "1", "![two] one");
	S("an exclamation is no image", "2", "one !two");
	S("brackets alone leave their text", "3", "[one] (two three)");
	S("addresses of www are left out", "1", "one www.example.org/two");
	S("an address ends at a bracket", "1", "(http://x.org/a) one");
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
	embed("", v);
	for (i = 0, sum = 0; i < emb_dim(emb); i++)
		sum += fabs((double)v[i]);
	IS_NUM("a text without words has a vector of zeros", 0, sum, 0);
	free(v);
}

/* Files of a test: a lexicon, words and vectors of its own. */
#define LEXICON(more) "return { delta = 0.3, power = 1, " \
	"zones = { factors = { goal = 4, rules = 0.04 }, " \
	"concepts = { goal = \"goal\", rules = \"rules\", " \
	"plain = \"plain\" } }, " \
	"asides = { factors = { note = 0.25, hint = 0.5 }, " \
	"concepts = { note = \"note\", hint = \"hint\" } }, " \
	"axes = { { name = \"kind\", weight = 1, concepts = { " \
	"cat = \"cat\\n2: kitten, young cat\", dog = \"dog, hot dog stand\", " \
	"ignore = \"cat food\" } }, " \
	"{ name = \"size\", weight = 3, concepts = { big = \"big\", " \
	"small = \"small\" } } }, " \
	"products = { { a = \"kind\", b = \"size\", weight = 2 } }, " \
	"words = { weight = 0, dims = 1 }, " more "}"

static const char *
path_of(const char *name)
{
	static char	 path[2][300];
	static int	 turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", tmp, name);
	return path[turn];
}

/* The components of a text's vector, as "0.71 -0.71". */
static const char *
vector(struct emb *em, const char *text)
{
	static char	 out[sizeof(err.text)];
	size_t		 i, n = 0;
	float		*v = calloc(emb_dim(em), sizeof(*v));

	if (emb_text(em, text, strlen(text), v, &err) != HCC_OK)
		n = (size_t)snprintf(out, sizeof(out), "%s", err.text);
	else
		for (i = 0; i < emb_dim(em) && n + 8 < sizeof(out); i++)
			n += (size_t)snprintf(out + n, sizeof(out) - n,
			    "%s%.2f", i == 0 ? "" : " ", (double)v[i] + 0.0);
	free(v);
	return out;
}

/* Two axes of two concepts each, cat dog and big small, and their products: by
 * hand, ln(1 + hits) as of unit length for each axis, then by weights. */
static void
test_blocks(void)
{
	struct emb	*own;

	put("lex/own.lua", LEXICON(""));
	if (!OK("a lexicon of one's own loads", emb_open(path_of("lex/own.lua"),
	    NULL, &own, &err) == HCC_OK)) {
		printf("# %s\n", err.text);
		return;
	}
	IS_NUM("the cosine of what is related is the lexicon's", 0.3,
	    emb_delta(own), 0);
	IS_NUM("axes, their products and words have places", 4 + 4 + 1,
	    (double)emb_dim(own), 0);
#define V(name, want, text) IS_STR(name, want, vector(own, text))
	V("one concept of each axis: their weights", "0.41 0.00 0.71 0.00 0.58 "
	    "0.00 0.00 0.00 0.00", "A big cat.");
	V("an axis that nothing speaks of is empty", "1.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00 0.00 0.00", "cat");
	V("two concepts share an axis", "0.71 0.71 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "cat, dog");
	V("the weight of a phrase counts", "0.85 0.53 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "kitten dog");
	V("the longest phrase counts", "0.85 0.53 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "a dog and a young cat");
	V("a phrase that is not whole does not count", "0.00 1.00 0.00 0.00 "
	    "0.00 0.00 0.00 0.00 0.00", "hot dog");
	V("a phrase takes its words away", "0.00 1.00 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "cat food for a dog");
	V("a phrase that comes again counts less than a new one",
	    "0.79 0.62 0.00 0.00 0.00 0.00 0.00 0.00 0.00", "cat cat dog");
	V("what an aside says counts less", "0.50 0.86 0.00 0.00 0.00 0.00 "
	    "0.00 0.00 0.00", "A note on a cat. A dog.");
	V("a part counts by its heading", "0.85 0.53 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "dog\n\n# Goal\ncat\n");
	V("a part of little weight counts little", "0.25 0.97 0.00 0.00 0.00 "
	    "0.00 0.00 0.00 0.00", "dog\n\n# Rules\ncat\n");
	V("a part without a weight counts as the text does", "0.71 0.71 0.00 "
	    "0.00 0.00 0.00 0.00 0.00 0.00", "dog\n\n# Plain\ncat\n");
	V("a heading of the same level ends a part", "0.71 0.70 0.00 0.00 0.00 "
	    "0.00 0.00 0.00 0.00", "dog\n\n# Rules\ncat\n# More\ncat\n");
	V("a heading below it does not", "0.34 0.94 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "dog\n\n# Rules\ncat\n## Goal\ncat\n");
	V("what is no word says nothing", "0.00 0.00 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00", "12 ., x");
#undef V
	emb_close(own);
}

/* Words alone: what counts as one, and how much. */
static void
test_words(void)
{
	static const char	 text[] = LEXICON("");
	static char		 lex[sizeof(text) + 100];
	struct emb		*keep = emb;
	const char		*at = strstr(text, "weight = 0, dims = 1");
	double			 w;

	snprintf(lex, sizeof(lex), "%.*sweight = 1, dims = 4096, rare = 4, "
	    "pair = 0.5, stop = \"the of\", idf = \"idf.txt\"%s",
	    (int)(at - text), text, at + 20);
	put("lex/words.lua", lex);
	put("lex/idf.txt", "# stems\n1 common usual\n3\nseldom\n");
	if (OK("a lexicon of words loads", emb_open(path_of("lex/words.lua"),
	    NULL, &emb, &err) == HCC_OK)) {
		IS_NUM("words in another order share all but their pairs",
		    32.0 / (32 + 16), cosine("ant bee", "bee ant"), 1e-5);
		IS_NUM("words that differ in a letter have nothing in common",
		    0, cosine("ant", "any") + cosine("bee", "fee"), 1e-9);
		IS_NUM("a byte that is no UTF-8 is a blank", 1,
		    cosine("ant bee", "ant\xff" "bee"), 1e-5);
		IS_NUM("capitals of all alphabets are the small letters", 1,
		    cosine("\xc3\xa4nt \xce\xb2 \xd0\xb4\xd0\xb0 \xc4\x81nt",
		    "\xc3\x84NT \xce\x92 \xd0\x94\xd0\x90 \xc4\x80NT"), 1e-5);
		IS_NUM("a word has one apostrophe, straight or not", 1,
		    cosine("ant's", "ant\xe2\x80\x99s"), 1e-5);
		IS_NUM("stop words are left out of pairs too", 1,
		    cosine("ant bee", "the ant of the bee"), 1e-5);
		IS_NUM("numbers and letters are no words", 1,
		    cosine("ant bee", "ant 7 x bee 2b"), 1e-5);
		IS_NUM("a rare word counts more than a common one",
		    4 / sqrt(16 + 1 + 6.25), cosine("ant", "ant common"),
		    1e-5);
		IS_NUM("a word of a band has its idf", 3 / sqrt(9 + 1 + 4),
		    cosine("seldom", "usual seldom"), 1e-5);
		/* ant: tf of 2; bee; the pair of both. */
		w = (1 + log(2)) * 4;
		IS_NUM("a word that comes twice counts more, but not twice",
		    w / sqrt(w * w + 16 + 16), cosine("ant", "ant. ant bee"),
		    1e-5);
		emb_close(emb);
	} else
		printf("# %s\n", err.text);
	emb = keep;
}

/* Where the lexicon is wrong, the field is named. */
static void
test_lexicon(void)
{
	static const char *const	 bad[][2] = {
		{ "zones = 5", "zones: must be a table" },
		{ "asides = { concepts = 5 }", "concepts: must be a table of "
		    "phrases" },
		{ "axes = 5", "axes: must be a list" },
		{ "axes = { {} }", "axes: each needs a short name" },
		{ "axes = { { name = \"a\", weight = -1 } }", "a: weight must "
		    "be a number from 0 to 1000" },
		{ "axes = { { name = \"a\", weight = 1001 } }", "a: weight "
		    "must" },
		{ "axes = { { name = \"a\", concepts = { b = 5 } } }",
		    "a: read lexicon" },
		{ "axes = { { name = \"a\", concepts = { b = 5 } } }",
		    "b: phrases must be a string" },
		{ "axes = { { name = \"a\", concepts = {} } }, products = { { "
		    "a = \"a\", b = \"b\", weight = 1 } }", "products: need "
		    "two axes and a weight" },
		{ "axes = { { name = \"a\", concepts = {} } }, products = { { "
		    "a = \"a\", b = \"a\", weight = -1 } }", "products: need" },
		{ "products = 1", "products: must be a list" },
		{ "words = 1", "words: must be a table" },
		{ "words = { dims = 0 }", "words: a number is out of range" },
		{ "words = { dims = 65537 }", "words: a number is out" },
		{ "words = { dims = 1, weight = -1 }", "words: a number is" },
		{ "words = { dims = 1, rare = 101 }", "words: a number is" },
		{ "words = { dims = 1, pair = 101 }", "words: a number is" },
		{ "words = { dims = 1, idf = \"../x\" }", "words.idf: must "
		    "name a file beside it" },
		{ "words = { dims = 1, idf = \"late.txt\" }", "words.idf: "
		    "needs a number first" },
		{ "delta = 2", "delta, power or doubt: out of range" },
	};
	struct emb	*own = NULL;
	char		 text[600], name[200];
	size_t		 i;

	put("lex/late.txt", "word 3\n");
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "local t = { zones = { concepts = "
		    "{} }, asides = { concepts = {} }, axes = {}, "
		    "products = {}, words = { dims = 1 } } "
		    "for k, v in pairs { %s } do t[k] = v end return t",
		    bad[i][0]);
		put("lex/bad.lua", text);
		snprintf(name, sizeof(name), "{ %s } is refused with '%s'",
		    bad[i][0], bad[i][1]);
		if (!OK(name, emb_open(path_of("lex/bad.lua"), NULL, &own,
		    &err) == HCC_CONFIG && strstr(err.text, bad[i][1]) != NULL))
			printf("# %s\n", err.text);
	}
	snprintf(text, sizeof(text), "local c = {} for i = 1, 65 do c['c' .. "
	    "i] = 'w' end return { zones = { concepts = {} }, asides = { "
	    "concepts = {} }, axes = { { name = "
	    "'a', concepts = c } }, products = {}, words = { dims = 1 } }");
	put("lex/bad.lua", text);
	OK("an axis has at most 64 concepts", emb_open(path_of("lex/bad.lua"),
	    NULL, &own, &err) == HCC_CONFIG && strstr(err.text,
	    "too many concepts") != NULL);
	snprintf(text, sizeof(text), "local a = {} for i = 1, 15 do a[i] = { "
	    "name = 'a' .. i, concepts = {} } end return { zones = { "
	    "concepts = {} }, asides = { concepts = {} }, axes = a, "
	    "products = {}, words = { dims = 1 } }");
	put("lex/bad.lua", text);
	OK("there are at most 14 axes", emb_open(path_of("lex/bad.lua"), NULL,
	    &own, &err) == HCC_CONFIG && strstr(err.text, "axes: too many") !=
	    NULL);
}

/* Word vectors are a block of their own, the mean of those of the words. */
static void
test_word_vectors(void)
{
	struct emb	*own = NULL;
	char		 id[32];

	put("lex/own.lua", LEXICON(""));
	put("vec.txt", "ant 1 0\nbee 0 1\nants 5 5\n");
	if (emb_open(path_of("lex/own.lua"), path_of("cache"), &own, &err) !=
	    HCC_OK)
		return;
	snprintf(id, sizeof(id), "%s", emb_id(own));
	OK("word vectors are added", emb_add_vectors(own, path_of("vec.txt"),
	    path_of("cache"), 1, &err) == HCC_OK);
	OK("word vectors change the id", strcmp(id, emb_id(own)) != 0 &&
	    strncmp(id, emb_id(own), 6) == 0);
	IS_NUM("word vectors have their places", 4 + 4 + 1 + 2,
	    (double)emb_dim(own), 0);
	IS_STR("the words of a text have their mean, the first of a stem",
	    "0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.71 0.71",
	    vector(own, "ants bees"));
	IS_STR("a block counts by its weight",
	    "0.71 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.71 0.00",
	    vector(own, "cat ant"));
	put("vec.txt", "ant 0 1\nbee 1 0\n");
	IS_STR("a table that is in use stays", "0.00 0.00 0.00 0.00 0.00 0.00 "
	    "0.00 0.00 0.00 1.00 0.00", vector(own, "ant"));
	emb_close(own);
	OK("a file that is not there is missing", emb_open(
	    path_of("lex/own.lua"), path_of("cache"), &own, &err) == HCC_OK &&
	    emb_add_vectors(own, path_of("no.txt"), path_of("cache"), 1,
	    &err) == HCC_MISSING);
	emb_close(own);
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
	if (mkdtemp(tmp) == NULL)
		return 1;
	test_scan();
	test_blocks();
	test_lexicon();
	test_word_vectors();
	OK("a lexicon that is not there is missing",
	    emb_open("/nonexistent.lua", NULL, &emb, &err) == HCC_MISSING);
	if (!OK("the lexicon loads", emb_open(path, NULL, &emb,
	    &err) == HCC_OK)) {
		printf("# %s\n", err.text);
		return tap_done();
	}
	test_vectors();
	test_words();
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
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
