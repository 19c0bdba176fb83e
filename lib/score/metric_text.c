/*
 * metric_text.c: which metric does a description ask for?
 *
 * The text is cut to its evaluation section (or else its sentences about
 * scores), turned into plain words, and searched for the longest phrases of
 * the metric table, so that "root mean squared logarithmic error" is not
 * taken for the squared error whose words it holds. Some findings only
 * sharpen another: AUC and "one-vs-rest" mean auc_ovr.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "score/metric.h"

struct found {
	bool	 has[METRIC_COUNT];
	size_t	 k;		/* of map@k */
};

/* `from` is what the words say at first sight, `to` what is meant when `to`
 * itself or one of the words stands beside it. */
static const struct refine {
	enum metric_id	 from, to;
	const char	*words;
} refinements[] = {
	{ METRIC_AUC, METRIC_AUC_OVR,
	  "one vs rest|one versus rest|one vs the rest|one vs all|ovr|"
	  "multi class|multiclass" },
	{ METRIC_F1, METRIC_F1_MACRO, "macro|macro averaged" },
	{ METRIC_F1, METRIC_F1_MICRO, "micro|micro averaged" },
	{ METRIC_RMSE, METRIC_RMSLE, "logarithm|logarithms" },
	{ METRIC_MSE, METRIC_RMSE, "" },
	{ METRIC_ACCURACY, METRIC_BALANCED_ACCURACY, "" },
};

/* Does the phrase (n bytes) stand at `s`, up to the end of a word? */
static bool
stands(const char *s, const char *phrase, size_t n)
{
	return n > 0 && strncmp(s, phrase, n) == 0 &&
	    (s[n] == ' ' || s[n] == '\0');
}

/* Length of the longest of the phrases that stands at `s`; 0: none. */
static size_t
longest(const char *s, const char *phrases)
{
	size_t	 len, best = 0;

	for (; *phrases != '\0'; phrases += len + (phrases[len] == '|')) {
		len = strcspn(phrases, "|");
		if (len > best && stands(s, phrases, len))
			best = len;
	}
	return best;
}

/* "map@3", "mean average precision at 3", ".. @ 3" at `s`: its length, and
 * the number; 0 when it is not there. */
static size_t
map_at(const char *s, size_t *k)
{
	static const char *const starts[] = { "mean average precision at ",
	    "mean average precision @ ", "mean average precision @",
	    "mean average precision@", "map@", "map @ ", "map @", "map at " };
	size_t	 i, n, digits;
	unsigned value;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		n = strlen(starts[i]);
		if (strncmp(s, starts[i], n) != 0)
			continue;
		digits = strspn(s + n, "0123456789");
		if (digits > 0 && digits < 6 &&
		    sscanf(s + n, "%u", &value) == 1 && value > 0) {
			*k = value;
			return n + digits;
		}
	}
	return 0;
}

/* The metric whose name or phrase is the longest at `s`. */
static size_t
match(const char *s, const struct metric **hit, size_t *k)
{
	const struct metric	*m;
	char			 name[32];
	size_t			 i, j, n, best;

	*hit = metric_at(METRIC_MAP);
	best = map_at(s, k);
	for (i = 0; i < METRIC_MAP && (m = metric_at(i)) != NULL; i++) {
		snprintf(name, sizeof(name), "%s", m->name);
		for (j = 0; name[j] != '\0'; j++)
			if (name[j] == '_')
				name[j] = ' ';
		n = stands(s, name, j) ? j : 0;
		if (longest(s, m->phrases) > n)
			n = longest(s, m->phrases);
		if (n > best) {
			best = n;
			*hit = m;
		}
	}
	return best;
}

/* Do some of the words stand anywhere in the text? */
static bool
mentions(const char *s, const char *words)
{
	const char	*p;

	for (p = s; p != NULL && *p != '\0'; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (longest(p, words) > 0)
			return true;
	}
	return false;
}

static size_t
count(const struct found *f)
{
	size_t	 i, n = 0;

	for (i = 0; i < METRIC_COUNT; i++)
		n += f->has[i];
	return n;
}

/* All metrics in normalised text, sharpened. Returns how many. */
static size_t
scan(const char *s, struct found *f)
{
	const struct metric	*m;
	const struct refine	*r;
	const char		*p = s;
	size_t			 i, n, k = 0;

	memset(f, 0, sizeof(*f));
	while (*p != '\0') {
		if ((n = match(p, &m, &k)) > 0) {
			f->has[m->id] = true;
			if (m->id == METRIC_MAP && f->k == 0)
				f->k = k;
			p += n;
		}
		p += strcspn(p, " ");
		p += *p == ' ';
	}
	for (i = 0; i < sizeof(refinements) / sizeof(refinements[0]); i++) {
		r = &refinements[i];
		if (f->has[r->from] &&
		    (f->has[r->to] || mentions(s, r->words))) {
			f->has[r->from] = false;
			f->has[r->to] = true;
		}
	}
	/* "Accuracy" is also what people say when they mean quality. */
	if (count(f) > 1)
		f->has[METRIC_ACCURACY] = false;
	return count(f);
}

/* Depth of the Markdown heading in this line, 0: it is none. A line that is
 * the bare word Evaluation or Metric counts as one of depth 2. */
static size_t
heading(const char *s, size_t n)
{
	size_t	 depth = 0;

	while (depth < n && s[depth] == '#')
		depth++;
	if (depth > 0)
		return depth;
	while (n > 0 && strchr(" \t\r:*", s[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(" \t*", s[0]) != NULL)
		n--, s++;
	return (n == 10 && strncasecmp(s, "evaluation", n) == 0) ||
	    (n == 6 && strncasecmp(s, "metric", n) == 0) ? 2 : 0;
}

static bool
about_scores(const char *s, size_t n)
{
	static const char *const words[] = { "evaluat", "metric", "scor",
	    "judged", "graded", "measured by", "ranked by" };
	size_t	 i, j, len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		len = strlen(words[i]);
		for (j = 0; j + len <= n; j++)
			if (strncasecmp(s + j, words[i], len) == 0)
				return true;
	}
	return false;
}

/* The sections whose heading is about scores, normalised. */
static void
sections(struct buf *out, const char *s)
{
	size_t	 n, depth, inside = 0;

	for (; *s != '\0'; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		depth = heading(s, n);
		if (depth > 0 && (inside == 0 || depth <= inside))
			inside = about_scores(s, n) ? depth : 0;
		if (inside == 0)
			continue;
		if (out->len > 0)
			buf_addc(out, ' ');
		metric_normalise(out, s, n);
	}
}

/* The sentences and list items that are about scores, normalised. */
static void
sentences(struct buf *out, const char *s)
{
	const char	*end;

	for (; *s != '\0'; s = end) {
		for (end = s; *end != '\0'; end++)
			if ((strchr(".!?:", *end) != NULL &&
			    isspace((unsigned char)end[1])) ||
			    strncmp(end, "\n\n", 2) == 0 ||
			    strncmp(end, "\n- ", 3) == 0 ||
			    strncmp(end, "\n* ", 3) == 0) {
				end++;
				break;
			}
		if (!about_scores(s, (size_t)(end - s)))
			continue;
		if (out->len > 0)
			buf_addc(out, ' ');
		metric_normalise(out, s, (size_t)(end - s));
	}
}

size_t
metric_recognise(const char *text, struct buf *out)
{
	struct found		 f;
	struct buf		 b = BUF_INIT;
	const struct metric	*m;
	size_t			 i, n;
	bool			 first = true;

	sections(&b, text);
	if ((n = scan(buf_str(&b), &f)) == 0) {
		buf_reset(&b);
		sentences(&b, text);
		n = scan(buf_str(&b), &f);
	}
	if (n == 0) {
		buf_reset(&b);
		metric_normalise(&b, text, strlen(text));
		n = scan(buf_str(&b), &f);
		/* Far from any word about scores it is a mere word. */
		n -= f.has[METRIC_ACCURACY];
		f.has[METRIC_ACCURACY] = false;
	}
	for (i = 0; (m = metric_at(i)) != NULL; i++) {
		if (!f.has[m->id])
			continue;
		buf_adds(out, first ? "" : ", ");
		if (m->id == METRIC_MAP)
			buf_addf(out, "map@%zu", f.k);
		else
			buf_adds(out, m->name);
		first = false;
	}
	buf_release(&b);
	return n;
}
