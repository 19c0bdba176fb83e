/*
 * claim.c: find the score that a program claims in its log.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "run/claim.h"

#define DIGITS	64	/* of a number in a pattern, at most */

struct claims {
	bool		 found;
	bool		 exact;			/* `last` is "metric: VALUE" */
	struct claim	 last;
	double		 folds[CLAIM_FOLDS];	/* since the last one */
	int		 nfolds;
};

/* The number that a line spells behind its word. Another value after it, or a
 * hexadecimal one, is none. */
static bool
claimed_number(const char *s, double *v)
{
	char	*end;

	s += strspn(s, " ");
	*v = strtod(s, &end);
	return end > s && isfinite(*v) && (*end == '\0' || *end == ' ') &&
	    strspn(s, "+-.0123456789eE") >= (size_t)(end - s);
}

/* What numpy and torch put around a number; NULL: not that. */
static const char *
in_brackets(const char *s)
{
	static const char *const words[] = { "np.float64(", "np.float32(",
	    "tensor(", "[" };
	size_t	 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_starts(s, words[i]))
			return s + strlen(words[i]);
	return NULL;
}

/* Does a number end so? `open`: the bracket before it, or another character. */
static bool
ends_number(const char *end, char open)
{
	if (open == '[')
		return *end == ']';
	if (open == '(')
		return *end == ')' || *end == ',';
	return *end == '\0' || strchr(" *_`(", *end) != NULL ||
	    text_starts(end, "\xc2\xb1") || text_starts(end, "+-") ||
	    text_starts(end, "+/-");
}

/* "**Metric**: 0.7", "metric = 0.7", "Metric: accuracy=0.7", "metric:
 * 0.7±0.01", "metric: tensor(0.7)": what can only be the claim of a program
 * that does not keep to the form. */
static bool
loose_number(const char *s, double *v)
{
	static const char	 marks[] = " *_`#>-";
	const char		*name, *inside;
	char			*end;

	s += strspn(s, marks);
	if (strncasecmp(s, "metric", 6) != 0)
		return false;
	s += 6 + strspn(s + 6, "*_` ");
	if (*s != ':' && *s != '=')
		return false;
	s += 1 + strspn(s + 1, "*_` ");
	for (name = s; isalnum((unsigned char)*s) || *s == '_' || *s == '@';
	    s++)
		;
	if (s > name && (*s == '=' || *s == ':') &&
	    !isdigit((unsigned char)*name))
		s += 1 + strspn(s + 1, " ");
	else
		s = name;
	if ((inside = in_brackets(s)) != NULL)
		s = inside;
	*v = strtod(s, &end);
	return end > s && isfinite(*v) && strspn(s, "+-.0123456789eE") >=
	    (size_t)(end - s) && ends_number(end, inside == NULL ? ' ' :
	    inside[-1]);
}

static void
claim_line(void *ctx, const struct log_line *l)
{
	struct claims	*k = ctx;
	struct claim	*c = &k->last;
	const char	*s = l->text + strspn(l->text, " ");
	double		 v;

	if (text_starts(s, "fold:") && claimed_number(s + 5, &v)) {
		if (k->nfolds < CLAIM_FOLDS)
			k->folds[k->nfolds] = v;
		k->nfolds++;
	}
	if (text_starts(s, "metric:") && (claimed_number(s + 7, &v) ||
	    k->exact || !loose_number(s, &v))) {
		k->exact = true;
		k->found = claimed_number(s + 7, &c->value);
	} else if (!k->exact && loose_number(s, &v)) {
		k->found = true;
		c->value = v;
	} else
		return;
	c->line = l->no;
	c->at = l->at;
	c->nfolds = k->nfolds > CLAIM_FOLDS ? 0 : k->nfolds;
	memcpy(c->folds, k->folds, (size_t)c->nfolds * sizeof(*c->folds));
	k->nfolds = 0;
}

bool
claim_find(const char *log, size_t n, struct claim *out)
{
	struct claims	 k = { .found = false };

	log_lines(log, n, claim_line, &k);
	if (k.found)
		*out = k.last;
	return k.found;
}

struct pattern {
	const char	*before, *after;
	size_t		 nbefore, nafter;
};

/* The value at the last place of s[n] that matches. */
static bool
match(const struct pattern *p, const char *s, size_t n, double *value)
{
	const char	*end = s + n;
	char		 text[DIGITS + 1], *stop;
	size_t		 len, used;
	double		 d;
	bool		 found = false;

	while ((s = memmem(s, (size_t)(end - s), p->before, p->nbefore)) !=
	    NULL) {
		s += p->nbefore;
		while (s < end && *s == ' ')
			s++;
		len = (size_t)(end - s) < DIGITS ? (size_t)(end - s) : DIGITS;
		memcpy(text, s, len);
		text[len] = '\0';
		d = strtod(text, &stop);
		used = (size_t)(stop - text);
		if (used > 0 && len - used >= p->nafter &&
		    memcmp(s + used, p->after, p->nafter) == 0) {
			*value = d;
			found = true;
		}
		if (p->nbefore == 0)
			break;
	}
	return found;
}

bool
claim_find_pattern(const char *pattern, const char *log, size_t n,
    struct claim *c)
{
	const char	*v = strstr(pattern, "VALUE"), *s, *nl, *end = log + n;
	struct pattern	 p;
	double		 d;
	long		 no = 0;
	bool		 found = false;

	if (v == NULL)
		return false;
	p = (struct pattern){ pattern, v + 5, (size_t)(v - pattern),
	    strlen(v + 5) };
	while (p.nbefore > 0 && p.before[p.nbefore - 1] == ' ')
		p.nbefore--;
	for (s = log; s < end; s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		no++;
		if (!match(&p, s, (size_t)(nl - s), &d))
			continue;
		found = isfinite(d);
		*c = (struct claim){ .value = d, .line = no,
		    .at = { (size_t)(s - log), (size_t)(nl - log) } };
	}
	return found;
}

/* The number behind a metric's name: `: 1.2', ` = 1.2', `": 1.2', or ` 1.2' if
 * the line ends with it. */
static bool
named_number(const char *s, double *v)
{
	static const char	 marks[] = " \t\"'`*";
	char			*end;
	size_t			 blanks = strspn(s, marks);
	bool			 told;

	s += blanks;
	told = *s == ':' || *s == '=';
	if (!told && blanks == 0)
		return false;
	s += told;
	s += strspn(s, marks);
	*v = strtod(s, &end);
	if (end == s || isalnum((unsigned char)*end) || *end == '_' ||
	    *end == ':' || (isfinite(*v) && strspn(s, "+-.0123456789eE") <
	    (size_t)(end - s)))
		return false;
	return told || end[strspn(end, marks)] == '\0';
}

struct named {
	const char	*name;
	bool		 found;
	struct claim	*last;
};

static void
named_line(void *ctx, const struct log_line *l)
{
	struct named	*k = ctx;
	const char	*s = l->text;
	size_t		 n = strlen(k->name);
	double		 v;

	for (; (s = strstr(s, k->name)) != NULL; s += n) {
		if ((s > l->text && (isalnum((unsigned char)s[-1]) ||
		    s[-1] == '_')) || !named_number(s + n, &v))
			continue;
		k->found = isfinite(v);
		*k->last = (struct claim){ .value = v, .line = l->no,
		    .at = l->at };
	}
}

bool
claim_find_named(const char *name, const char *log, size_t n, struct claim *c)
{
	struct named	 k = { .name = name, .last = c };

	if (*name != '\0')
		log_lines(log, n, named_line, &k);
	return k.found;
}
