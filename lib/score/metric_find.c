/*
 * metric_find.c: a metric by its name, or by one of its phrases in a text.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "score/metric.h"

void
metric_normalise(struct buf *out, const char *s, size_t n)
{
	size_t	 i, start = out->len;
	int	 c;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c == '^')
			continue;
		if (c == 0xc2 && i + 1 < n && (unsigned char)s[i + 1] == 0xb2) {
			buf_addc(out, '2');	/* superscript two */
			i++;
		} else if (c < 0x80 && (isalnum(c) || c == '@'))
			buf_addc(out, (char)tolower(c));
		else if (c == '.' && i > 0 && i + 1 < n &&
		    isdigit((unsigned char)s[i - 1]) &&
		    isdigit((unsigned char)s[i + 1]))
			buf_addc(out, '.');
		else if (out->len > start && out->p[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
	while (out->len > start && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
}

/* The length of a decimal number at `s`, and its value; 0: there is none. */
static size_t
number(const char *s, double *value)
{
	char	 copy[16];
	size_t	 n = strspn(s, "0123456789.");

	if (n == 0 || n >= sizeof(copy) || s[0] == '.' || s[n - 1] == '.')
		return 0;
	memcpy(copy, s, n);
	copy[n] = '\0';
	*value = strtod(copy, NULL);
	return n;
}

/* Does the pattern (n bytes) stand at `s`, up to the end of a word? */
static size_t
stands(const char *s, const char *pattern, size_t n, double *value)
{
	size_t	 i, at = 0, len;

	for (i = 0; i < n; i++) {
		if (pattern[i] == '#') {
			if ((len = number(s + at, value)) == 0)
				return 0;
			at += len;
		} else if (s[at++] != pattern[i])
			return 0;
	}
	return s[at] == ' ' || s[at] == '\0' ? at : 0;
}

size_t
metric_phrase(const char *s, const char *phrases, double *value)
{
	size_t	 len, n, best = 0;
	double	 v;

	for (; *phrases != '\0'; phrases += len + (phrases[len] == '|')) {
		len = strcspn(phrases, "|");
		v = NAN;
		if ((n = stands(s, phrases, len, &v)) > best) {
			best = n;
			if (value != NULL)
				*value = v;
		}
	}
	return best;
}

/* Where the argument stands in the name; NULL: there is none. */
static const char *
arg_place(const struct metric *m)
{
	const char	*s, *at = NULL;

	for (s = m->arg == NULL ? "" : m->name; *s != '\0'; s++)
		if (text_starts(s, m->arg))
			at = s;
	return at;
}

/* The name as a pattern of normalised text: `_` is a blank there. */
static void
name_pattern(const struct metric *m, char out[32])
{
	const char	*at = arg_place(m), *s = m->name;
	size_t		 n = 0;

	for (; *s != '\0' && n < 31; s++) {
		if (s == at) {
			out[n++] = '#';
			s += strlen(m->arg) - 1;
		} else
			out[n++] = *s == '_' ? ' ' : *s;
	}
	out[n] = '\0';
}

static bool
sensible(const struct metric *m, double value)
{
	if (m->arg == NULL || isnan(value))
		return true;
	if (*m->arg == 'k')
		return value >= 1 && value == floor(value) && value < 1e6;
	if (*m->arg == 'q')
		return value > 0 && value < 1;
	return value > 0 && value <= 10;
}

size_t
metric_match(const char *s, const struct metric **hit, double *param)
{
	const struct metric	*m;
	char			 name[32];
	size_t			 i, n, k, best = 0;
	double			 v, w;

	for (i = 0; (m = metric_at(i)) != NULL; i++) {
		name_pattern(m, name);
		v = w = NAN;
		n = stands(s, name, strlen(name), &v);
		if ((k = metric_phrase(s, m->phrases, &w)) > n) {
			n = k;
			v = w;
		}
		if (n > best && sensible(m, v)) {
			best = n;
			*hit = m;
			*param = m->arg == NULL ? m->param : v;
		}
	}
	return best;
}

/* "map@k", as the list has it: the number is not said. */
static const struct metric *
open_name(const char *s)
{
	const struct metric	*m;
	struct buf		 b = BUF_INIT;
	size_t			 i;
	bool			 same = false;

	for (i = 0; !same && (m = metric_at(i)) != NULL; i++) {
		buf_reset(&b);
		metric_normalise(&b, m->name, strlen(m->name));
		same = m->arg != NULL && strcmp(buf_str(&b), s) == 0;
	}
	buf_release(&b);
	return same ? metric_at(i - 1) : NULL;
}

/* All of the text, less words that say that columns are averaged, is a name. */
static const struct metric *
find(const char *name, double *param)
{
	static const char	 means[] = "mean columnwise|mean column wise|"
				     "columnwise mean|column wise mean|"
				     "columnwise|column wise";
	const struct metric	*m = NULL;
	struct buf		 b = BUF_INIT;
	const char		*s;
	size_t			 n;

	*param = NAN;
	metric_normalise(&b, name, strlen(name));
	s = buf_str(&b);
	if ((n = metric_match(s, &m, param)) == 0 || s[n] != '\0') {
		n = metric_phrase(s, means, NULL);
		s += n > 0 && s[n] == ' ' ? n + 1 : 0;
		m = NULL;
		if ((n = metric_match(s, &m, param)) == 0 || s[n] != '\0')
			m = open_name(s);
	}
	if (m != NULL && m->arg != NULL && s[n] != '\0')
		*param = NAN;
	buf_release(&b);
	return m;
}

const struct metric *
metric_find(const char *name)
{
	double	 param;

	return find(name, &param);
}

double
metric_param(const struct metric *m, const char *name)
{
	double	 param;

	return find(name, &param) == m ? param : m->param;
}

void
metric_name(const struct metric *m, double param, struct buf *out)
{
	const char	*at = arg_place(m);

	if (at == NULL || isnan(param)) {
		buf_adds(out, m->name);
		return;
	}
	buf_add(out, m->name, (size_t)(at - m->name));
	buf_addf(out, "%g%s", param, at + strlen(m->arg));
}
