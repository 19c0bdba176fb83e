/*
 * embeddings.c: check and order the vectors that a server sent.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "llm/embeddings.h"

/* Bytes of base64 (RFC 4648, padding or not) appended; false: it is none. */
static bool
base64(const char *s, struct buf *out)
{
	static const char	 digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char		*d;
	uint32_t		 bits = 0;
	int			 n = 0;

	for (; *s != '\0' && *s != '='; s++) {
		if ((d = strchr(digits, *s)) == NULL)
			return false;
		bits = bits << 6 | (uint32_t)(d - digits);
		if ((n += 6) >= 8) {
			n -= 8;
			buf_addc(out, (char)(bits >> n & 0xff));
		}
	}
	return s[strspn(s, "=")] == '\0';
}

static bool
from_base64(jv v, struct buf *floats)
{
	struct buf		 b = BUF_INIT;
	const unsigned char	*p;
	uint32_t		 bits;
	float			 f;
	size_t			 i;
	bool			 good;

	good = base64(jv_string_value(v), &b) && b.len % 4 == 0;
	for (i = 0; good && i < b.len; i += 4) {
		p = (const unsigned char *)b.p + i;
		bits = (uint32_t)p[0] | (uint32_t)p[1] << 8 |
		    (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
		memcpy(&f, &bits, sizeof(f));
		buf_add(floats, &f, sizeof(f));
	}
	buf_release(&b);
	return good;
}

static bool
from_array(jv v, struct buf *floats)
{
	double	 d;
	float	 f;
	int	 i;
	jv	 x;

	for (i = 0; json_item(v, i, &x); i++) {
		d = jv_get_kind(x) == JV_KIND_NUMBER ? jv_number_value(x) : NAN;
		if (!(fabs(d) < 1e30))	/* libjq knows no infinity */
			return false;
		f = (float)d;
		buf_add(floats, &f, sizeof(f));
	}
	return true;
}

/* A copy; false when a number is not finite. */
static bool
copy(const float *in, float *out, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++) {
		if (!(fabs((double)in[i]) < 1e30))
			return false;
		out[i] = in[i];
	}
	return true;
}

/* One vector (borrowed) into its place; what is wrong, or NULL. */
static const char *
place_vector(struct embeddings *o, jv embedding, double index, bool *have)
{
	struct buf	 floats = BUF_INIT;
	const char	*why = NULL;
	size_t		 n, at = (size_t)index;
	bool		 good = false;

	if (!(index >= 0) || index >= (double)o->count ||
	    index != floor(index))
		return "an unknown index";
	if (have[at])
		return "two vectors for one text";
	if (jv_get_kind(embedding) == JV_KIND_STRING)
		good = from_base64(embedding, &floats);
	else if (jv_get_kind(embedding) == JV_KIND_ARRAY)
		good = from_array(embedding, &floats);
	n = floats.len / sizeof(float);
	if (!good || n == 0 || n > EMBEDDINGS_DIM_MAX)
		why = "a vector that is not a list of finite numbers";
	else if (o->dim != 0 && n != o->dim)
		why = "vectors of different lengths";
	else if (o->dim == 0) {
		o->dim = n;
		o->v = mem_zero(o->count * n, sizeof(*o->v));
	}
	if (why == NULL && !copy((const float *)(const void *)floats.p,
	    o->v + at * n, n))
		why = "a number that is not finite";
	buf_release(&floats);
	have[at] = true;
	return why;
}

static const char *
place_all(struct embeddings *o, jv data)
{
	bool		*have;
	const char	*why = NULL;
	int		 i;
	jv		 x;

	if ((size_t)json_len(data) != o->count)
		return "not one vector for each text";
	have = mem_zero(o->count, sizeof(*have));
	for (i = 0; why == NULL && json_item(data, i, &x); i++)
		why = place_vector(o, json_at(x, "embedding"),
		    json_num(x, "index", i), have);
	free(have);
	return why;
}

enum llm_error
embeddings_read(struct embeddings *o, const char *p, size_t n, size_t count,
    char *why, size_t why_n)
{
	jv		 v = json_parse(p, n, "vectors", 0, NULL), data;
	const char	*wrong = NULL;
	enum llm_error	 c = LLM_OK;

	o->count = count;
	api_error_read(&o->fault, v);
	data = json_at(v, "data");
	if (o->fault.found) {
		c = llm_error_classify(200, &o->fault);
		wrong = "an error instead of vectors";
	} else if (!jv_is_valid(v)) {
		c = LLM_UNAVAILABLE;
		wrong = n == 0 ? "an empty answer" :
		    "the answer is not JSON, or cut";
	} else if (jv_get_kind(data) != JV_KIND_ARRAY) {
		c = LLM_BAD_ANSWER;
		wrong = "an answer without vectors";
	} else if ((wrong = place_all(o, data)) != NULL)
		c = LLM_BAD_ANSWER;
	llm_usage_read(&o->usage, json_at(v, "usage"));
	jv_free(v);
	snprintf(why, why_n, "%s", wrong == NULL ? "" : wrong);
	return c;
}

void
embeddings_release(struct embeddings *o)
{
	free(o->v);
	api_error_release(&o->fault);
	*o = (struct embeddings)EMBEDDINGS_INIT;
}
