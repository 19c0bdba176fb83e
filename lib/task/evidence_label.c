/*
 * evidence_label.c: is a number of a log that of what a sentence says?
 *
 * The words before a number are its label: in "bayes 0.92 trees 0.96" that of
 * 0.96 is "trees". Words at the head of a line, up to a colon or before those
 * of the first number, count for all numbers of it: "bayes" for both in "bayes
 * auc 0.92 loss 0.4". A number is another's where the words of the sentence fit
 * the label of another number strictly better.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "task/evidence_label.h"
#include "task/evidence_words.h"

#define WORDS_MAX 24

struct words {
	struct { const char *s; size_t n; } w[WORDS_MAX];
	size_t	 n;
};

static bool
has(const struct words *all, const char *s, size_t n)
{
	size_t	 i;

	for (i = 0; i < all->n; i++)
		if (all->w[i].n == n && strncasecmp(all->w[i].s, s, n) == 0)
			return true;
	return false;
}

/* Add the words and numbers of a text. */
static void
add(struct words *out, const char *p, const char *end)
{
	const char	*s;

	while (p < end) {
		for (s = p; p < end && (isalnum((unsigned char)*p) ||
		    *p == '_' || (*p == '.' && p > s && p + 1 < end &&
		    isdigit((unsigned char)p[-1]) &&
		    isdigit((unsigned char)p[1]))); p++)
			;
		if (p > s && out->n < WORDS_MAX && !has(out, s,
		    (size_t)(p - s))) {
			out->w[out->n].s = s;
			out->w[out->n++].n = (size_t)(p - s);
		}
		p += p == s;
	}
}

/* Is it a measured number: one with digits behind its point? */
static bool
is_measured(const struct number *n)
{
	return memchr(n->s, '.', (size_t)(n->end - n->s)) != NULL;
}

/* The last measured number of p[0..at), or false. */
static bool
last_before(const char *p, const char *at, struct number *out)
{
	struct number	 m;
	size_t		 i = 0, n = (size_t)(at - p);
	bool		 found = false;

	while (i < n && number_next(p, n, 0, n, &i, &m))
		if (is_measured(&m)) {
			*out = m;
			found = true;
		}
	return found;
}

/* The last word of s[0..*end), which moves before it, is in `word`; "" where a
 * number or nothing stands there. */
static void
word_back(const char *s, const char **end, char *word, size_t size)
{
	const char	*p = *end, *e;

	while (p > s && !isalnum((unsigned char)p[-1]))
		p--;
	for (e = p; p > s && (isalnum((unsigned char)p[-1]) || p[-1] == '_');)
		p--;
	*word = '\0';
	if (p == e || isdigit((unsigned char)*p) || (size_t)(e - p) >= size)
		return;
	memcpy(word, p, (size_t)(e - p));
	word[e - p] = '\0';
	*end = p;
}

/* Has s[0..end) a word that is no name of a score? */
static bool
says_which(const char *s, const char *end, const char *metric)
{
	char	 word[64];

	for (;;) {
		word_back(s, &end, word, sizeof(word));
		if (*word == '\0')
			return false;
		if (!words_of_score(word, metric))
			return true;
	}
}

/* Where the head of a line ends, whose number stands at `at`: behind the last
 * colon before it, or before the words of the first number. Where the number
 * has a name of its own, so has the first, before that of its score. */
static const char *
head_end(const char *line, const char *at, const char *metric)
{
	struct number	 m, before;
	char		 word[64];
	const char	*p;
	size_t		 i = 0, n = (size_t)(at - line);

	for (p = at; p > line; p--)
		if (p[-1] == ':')
			return p;
	for (p = at; i < n && number_next(line, n, 0, n, &i, &m); )
		if (is_measured(&m)) {
			p = m.s;
			break;
		}
	word_back(line, &p, word, sizeof(word));
	if (words_of_score(word, metric) && last_before(line, at, &before) &&
	    says_which(before.end, at, metric))
		word_back(line, &p, word, sizeof(word));
	return p;
}

static void
label(struct words *out, const struct buf *b, const struct number *n,
    const char *metric)
{
	const char	*line = n->s, *from;
	struct number	 before;

	out->n = 0;
	while (line > b->p && line[-1] != '\n' && line[-1] != '\r')
		line--;
	from = head_end(line, n->s, metric);
	add(out, line, from);
	if (last_before(from, n->s, &before))
		from = before.end;
	add(out, from, n->s);
}

/* Does a word stand here that joins two parts of a sentence? */
static bool
joins(const char *text, const char *p)
{
	static const char *const	 list[] = { "and", "while", "against",
					    "whereas", "but", "to", "than",
					    "that", "when", "above",
					    "below" };
	size_t				 i, n;

	for (i = 0; (p == text || p[-1] == ' ') && i < sizeof(list) /
	    sizeof(list[0]); i++) {
		n = strlen(list[i]);
		if (strncasecmp(p, list[i], n) == 0 && p[n] == ' ')
			return true;
	}
	return false;
}

/* Where the part of a sentence begins in which the number stands: behind the
 * stop or the "and" before it. */
static const char *
part_of(const char *text, const struct number *n)
{
	const char	*from = text, *p;

	for (p = from; p < n->s; p++)
		if (strchr(",;:(", *p) != NULL || joins(text, p))
			from = p + 1;
	return from;
}

/* Does the text from `from` to the number stand before that of the log, too? */
static bool
stands_before(const char *from, const struct number *n, const struct buf *b,
    const struct number *found)
{
	size_t	 len = from < n->s ? (size_t)(n->s - from) : 0;

	return len > 1 && isalpha((unsigned char)*from) &&
	    (size_t)(found->s - b->p) >= len &&
	    memcmp(found->s - len, from, len) == 0;
}

/* Stands all that the part says before its number before that of the log, too?
 * Then it is quoted. What a rule begins with, as "Keep", is no part of it if
 * several words follow. */
static bool
is_quoted(const char *text, const struct number *n, const struct buf *b,
    const struct number *found)
{
	const char	*from = part_of(text, n), *second;

	while (*from == ' ')
		from++;
	if (stands_before(from, n, b, found))
		return true;
	second = from + strcspn(from, " ");
	second += strspn(second, " ");
	return second < n->s && strcspn(second, " ") + 1 <
	    (size_t)(n->s - second) && stands_before(second, n, b, found);
}

/* What the sentence says of its number: the words around it, from where its
 * part begins to the next stop, or to a number. */
static void
said_of(struct words *out, const char *text, const struct number *n)
{
	const char	*from = part_of(text, n), *end = n->end;

	while (*end != '\0' && strchr(",;.:()[", *end) == NULL &&
	    !isdigit((unsigned char)*end) && !joins(text, end))
		end++;
	out->n = 0;
	add(out, from, n->s);
	add(out, n->end, end);
}

bool
label_is_anothers(const char *text, const char *metric, const struct number *n,
    const struct buf *b, size_t from, size_t to, const struct number *found)
{
	struct words	 said, own, other;
	struct number	 m;
	size_t		 at = from, i, more;
	char		 word[64];
	bool		 fits;

	if (!is_measured(n) || is_quoted(text, n, b, found))
		return false;
	said_of(&said, text, n);
	label(&own, b, found, metric);
	while (at < to && number_next(b->p, b->len, from, to, &at, &m)) {
		if (!is_measured(&m) || number_is(n, m.value))
			continue;
		label(&other, b, &m, metric);
		for (more = i = 0, fits = true; fits && i < said.n; i++) {
			if (said.w[i].n >= sizeof(word))
				continue;
			memcpy(word, said.w[i].s, said.w[i].n);
			word[said.w[i].n] = '\0';
			if (words_neutral(word, metric))
				continue;
			fits = !has(&own, word, said.w[i].n) ||
			    has(&other, word, said.w[i].n);
			more += !has(&own, word, said.w[i].n) &&
			    has(&other, word, said.w[i].n);
		}
		if (fits && more > 0)
			return true;
	}
	return false;
}
