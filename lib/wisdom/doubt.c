/*
 * doubt.c: an entry's age, and what has become of its libraries.
 *
 * A task that makes an entry leaves the versions of its libraries in the
 * provenance; a task that is shown it compares them with its own.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "wisdom/doubt.h"

#define HEAD "Python "		/* of the line in preview.md */
#define WITH " with "

/* "numpy 1.24.2, scipy 1.10.1. No other ..", up to the end of the sentence. */
static jv
read_list(const char *s, size_t n)
{
	const char	*end = s + n, *blank, *q;
	jv		 out = jv_object();

	while (s < end && (blank = memchr(s, ' ', (size_t)(end - s))) != NULL) {
		for (q = blank + 1; q < end && *q != ',' && *q != ' '; q++)
			;
		n = (size_t)(q - blank) - 1;
		if (n > 0 && blank[n] == '.')	/* of the sentence */
			n--;
		if (n == 0 || blank[1] < '0' || blank[1] > '9')
			break;
		out = jv_object_set(out, jv_string_sized(s, (int)(blank - s)),
		    jv_string_sized(blank + 1, (int)n));
		if (q == end || *q == ' ')
			break;
		s = q + 1 + (q + 1 < end && q[1] == ' ');
	}
	return out;
}

jv
doubt_libraries(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	const char	*at, *s, *with;
	size_t		 n;
	jv		 out = jv_object();

	(void)fs_read(t->dir, "preview.md", 8u << 20, &b, NULL);
	at = buf_str(&b);
	while (text_line(&at, buf_str(&b) + b.len, &s, &n)) {
		if (n < sizeof(HEAD) || memcmp(s, HEAD, sizeof(HEAD) - 1) !=
		    0 || (with = memmem(s, n, WITH, sizeof(WITH) - 1)) == NULL)
			continue;
		jv_free(out);
		out = read_list(with + sizeof(WITH) - 1,
		    (size_t)(s + n - with) - (sizeof(WITH) - 1));
		s += sizeof(HEAD) - 1;
		out = jv_object_set(out, jv_string("Python"),
		    jv_string_sized(s, (int)(with - s)));
		break;
	}
	buf_release(&b);
	return out;
}

double
doubt_age(jv entry, double now)
{
	struct tm	 tm = { 0 };
	const char	*end = strptime(json_str(entry, "created", ""),
			    "%Y-%m-%dT%H:%M:%S", &tm);

	return end == NULL ? NAN : now - (double)timegm(&tm);
}

/* Does a program that was written for one version run with the other? */
static bool
compatible(const char *then, const char *now)
{
	char	*a, *b;
	long	 x = strtol(then, &a, 10), y = strtol(now, &b, 10);

	if (x != y || x > 0 || *a != '.' || *b != '.')
		return x == y;
	return strtol(a + 1, NULL, 10) == strtol(b + 1, NULL, 10);
}

/* What of the libraries of one origin is another version here. */
static jv
compare(jv origin, jv libraries, jv out)
{
	jv		 then = json_at(origin, "libraries"), key;
	const char	*name, *was, *is;
	char		 line[200];
	int		 i;

	if (jv_get_kind(then) != JV_KIND_OBJECT)
		return out;
	for (i = jv_object_iter(then); jv_object_iter_valid(then, i);
	    i = jv_object_iter_next(then, i)) {
		key = jv_object_iter_key(then, i);
		name = jv_string_value(key);
		was = json_str(then, name, "");
		is = json_str(libraries, name, NULL);
		snprintf(line, sizeof(line), "%.60s %.60s then, %.60s now",
		    name, was, is == NULL ? "" : is);
		if (is != NULL && *was != '\0' && !compatible(was, is) &&
		    !json_has(out, line))
			out = jv_array_append(out, jv_string(line));
		jv_free(key);
	}
	return out;
}

jv
doubt_changed(jv entry, jv libraries)
{
	jv	 out = jv_array(), origin;
	int	 i;

	for (i = 0; json_item(json_at(entry, "provenance"), i, &origin); i++)
		out = compare(origin, libraries, out);
	return out;
}
