/*
 * command.c: use a command as the embedder. All of its output is checked.
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/subprocess.h"
#include "embed/command.h"

#define DIM_MAX		65536
#define ANSWER_MAX	(1u << 30)	/* bytes */

struct request {
	const char		*command;
	struct buf		 texts;		/* JSON lines */
	struct emb_answers	*answers;
};

static enum hcc_status
run(const struct request *q, struct buf *answer, struct hcc_err *e)
{
	const char	*argv[] = { "/bin/sh", "-c", q->command, NULL };
	struct subprocess	 f = { .argv = argv, .in = &q->texts,
	    .max = ANSWER_MAX, .stop_fd = -1 };
	int		 status = 0;

	if (subprocess_run(&f, answer, &status, e) != HCC_OK)
		return err_prefix(e, "run embedder '%s'", q->command);
	if (status == 0)
		return HCC_OK;
	return err_set(e, HCC_UNAVAILABLE, "run embedder '%s': %s %d",
	    q->command, status > 128 ? "killed by signal" : "exit status",
	    status > 128 ? status - 128 : status);
}

static enum hcc_status
refuse(const struct request *q, long line, const char *why, struct hcc_err *e)
{
	return err_set(e, HCC_UNAVAILABLE, "read answer %ld of '%s': %s",
	    line, q->command, why);
}

/* The first answer says how long vectors are, and may name the embedder. */
static void
first_answer(struct request *q, jv rec, size_t n)
{
	struct emb_answers	*a = q->answers;
	const char		*name = json_str(rec, "embedder", NULL);

	a->dim = n;
	a->embedder = name == NULL ? NULL : mem_dup(name);
	/* A slot that was not answered yet starts with a NaN. */
	a->vectors = mem_zero(a->count * n, sizeof(*a->vectors));
	for (n = 0; n < a->count; n++)
		a->vectors[n * a->dim] = NAN;
}

/* The n numbers of an array (borrowed), scaled to unit length; false when one
 * is not a finite number. */
static bool
read_vector(jv v, float *out, size_t n)
{
	double	 sum = 0, d;
	size_t	 i;
	jv	 x;

	for (i = 0; json_item(v, (int)i, &x); i++) {
		d = jv_get_kind(x) == JV_KIND_NUMBER ? jv_number_value(x) : NAN;
		/* libjq reads an infinity as the largest double. */
		if (!(fabs(d) < 1e30))
			return false;
		out[i] = (float)d;
		sum += d * d;
	}
	for (i = 0; sum > 0 && i < n; i++)
		out[i] = (float)(out[i] / sqrt(sum));
	return true;
}

/* The id of a record, as a string or as a number; 0: not a number. */
static unsigned long
number_of(jv rec)
{
	const char	*id = json_str(rec, "id", "");
	double		 d = json_num(rec, "id", 0);
	char		*end;
	unsigned long	 no = strtoul(id, &end, 10);

	if (*id != '\0')
		return *end == '\0' ? no : 0;
	return d >= 1 && d <= UINT32_MAX && d == floor(d) ?
	    (unsigned long)d : 0;
}

/* Check one answer (borrowed) and file its vector under its number. */
static enum hcc_status
file_answer(struct request *q, jv rec, long line, struct hcc_err *e)
{
	struct emb_answers	*a = q->answers;
	unsigned long		 no = number_of(rec);
	jv			 v = json_at(rec, "vector");
	size_t			 n = (size_t)json_len(v);
	enum hcc_status		 st = HCC_OK;

	if (no < 1 || no > a->count)
		st = refuse(q, line, "an unknown id", e);
	else if (n == 0 || n > DIM_MAX || (a->dim > 0 && n != a->dim))
		st = refuse(q, line, "vectors must be of one length", e);
	else if (a->dim == 0)
		first_answer(q, rec, n);
	if (st == HCC_OK && !isnan(a->vectors[(no - 1) * n]))
		st = refuse(q, line, "a second vector for the same text", e);
	if (st == HCC_OK && !read_vector(v, a->vectors + (no - 1) * n, n))
		st = refuse(q, line, "a number is missing or not finite", e);
	return st;
}

/* Parse and check all answers. */
static enum hcc_status
file_answers(struct request *q, const struct buf *answer, struct hcc_err *e)
{
	const char	*p = buf_str(answer), *nl;
	enum hcc_status	 st = HCC_OK;
	size_t		 n, count = 0;
	long		 line = 0;
	jv		 rec;

	for (; *p != '\0' && st == HCC_OK; p += n + (nl != NULL)) {
		nl = strchr(p, '\n');
		n = nl == NULL ? strlen(p) : (size_t)(nl - p);
		line++;
		if (strspn(p, " \t\r") >= n)
			continue;
		count++;
		rec = json_parse(p, n, q->command, line, e);
		st = jv_is_valid(rec) ? file_answer(q, rec, line, e) :
		    refuse(q, line, "not JSON", e);
		jv_free(rec);
	}
	if (st == HCC_OK && count != q->answers->count)
		return err_set(e, HCC_UNAVAILABLE, "run embedder '%s': %zu "
		    "answers to %zu texts", q->command, count,
		    q->answers->count);
	return st;
}

static void
put_texts(struct buf *b, const char *const *texts, size_t count)
{
	size_t	 i;
	jv	 rec;

	for (i = 0; i < count; i++) {
		rec = json_put_str(jv_object(), "text", texts[i]);
		rec = json_put(rec, "id", jv_string_fmt("%zu", i + 1));
		json_dump(b, rec);
		buf_addc(b, '\n');
		jv_free(rec);
	}
}

enum hcc_status
emb_command(const char *command, const char *const *texts, size_t count,
    struct emb_answers *out, struct hcc_err *e)
{
	struct request	 q = { command, BUF_INIT, out };
	struct buf	 answer = BUF_INIT;
	enum hcc_status	 st;

	*out = (struct emb_answers){ count, 0, NULL, NULL };
	put_texts(&q.texts, texts, count);
	if ((st = run(&q, &answer, e)) == HCC_OK)
		st = file_answers(&q, &answer, e);
	buf_release(&q.texts);
	buf_release(&answer);
	if (st != HCC_OK)
		emb_answers_release(out);
	return st;
}

void
emb_answers_release(struct emb_answers *a)
{
	free(a->vectors);
	free(a->embedder);
	*a = (struct emb_answers){ 0, 0, NULL, NULL };
}
