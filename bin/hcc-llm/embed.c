/*
 * embed.c: JSON lines of texts in, JSON lines of vectors out, as
 * hcc-embed -e expects them.
 *
 * All lines are read and checked before anything is sent. Texts go in
 * batches; a batch that is too much for the server is halved, and the size
 * that was fine is kept for the next. Vectors are printed in the order of
 * the texts, batch by batch.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-llm/llm.h"

/* One line: its id and text, or an error. */
static enum hcc_status
take_line(jv *ids, jv *texts, const char *p, size_t n, long no,
    struct hcc_err *e)
{
	jv		 rec = json_parse(p, n, "standard input", no, e);
	jv		 id, text;
	enum hcc_status	 st = HCC_OK;

	if (!jv_is_valid(rec)) {
		jv_free(rec);
		return HCC_INPUT;
	}
	id = json_get(rec, "id");
	text = json_get(rec, "text");
	if ((jv_get_kind(id) != JV_KIND_STRING &&
	    jv_get_kind(id) != JV_KIND_NUMBER) ||
	    jv_get_kind(text) != JV_KIND_STRING)
		st = err_set(e, HCC_INPUT, "read 'standard input' line %ld: "
		    "needs an \"id\" and a \"text\"", no);
	else {
		*ids = jv_array_append(*ids, jv_copy(id));
		*texts = jv_array_append(*texts, jv_copy(text));
	}
	jv_free(id);
	jv_free(text);
	jv_free(rec);
	return st;
}

static enum hcc_status
take_lines(const struct buf *in, jv *ids, jv *texts, struct hcc_err *e)
{
	const char	*p = buf_str(in), *end = p + in->len, *nl;
	enum hcc_status	 st = HCC_OK;
	long		 no = 0;

	for (; p < end && st == HCC_OK; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		no++;
		if (strspn(p, " \t\r") < (size_t)(nl - p))
			st = take_line(ids, texts, p, (size_t)(nl - p), no, e);
	}
	return st;
}

/* Print the vectors of a batch as they came; hcc-embed scales them. */
static void
print_batch(const struct llm *a, const struct llm_request *r, jv ids, int from)
{
	struct buf	 b = BUF_INIT;
	jv		 id, name = jv_string(a->server.model.model);
	size_t		 i, k;
	const float	*v;

	for (i = 0; i < r->count; i++) {
		v = r->vectors.v + i * r->vectors.dim;
		id = jv_array_get(jv_copy(ids), from + (int)i);
		buf_reset(&b);
		buf_adds(&b, "{\"embedder\":");
		json_dump(&b, name);
		buf_adds(&b, ",\"id\":");
		json_dump(&b, id);
		buf_adds(&b, ",\"vector\":[");
		for (k = 0; k < r->vectors.dim; k++)
			buf_addf(&b, "%s%.9g", k > 0 ? "," : "",
			    (double)v[k]);
		buf_adds(&b, "]}\n");
		fwrite(buf_str(&b), 1, b.len, stdout);
		jv_free(id);
	}
	jv_free(name);
	buf_release(&b);
}

/* Add the usage of a batch to the total. */
static void
add_outcome(struct llm_result *all, const struct llm_result *o)
{
	all->usage.prompt = fmax(all->usage.prompt, 0) +
	    fmax(o->usage.prompt, 0);
	all->usage.completion = 0;
	all->estimated |= o->estimated;
	all->tokens += o->tokens;
	all->cost += o->cost;
	all->attempts += o->attempts;
}

/* Does the server refuse the batch for its size? */
static bool
too_much(const struct llm_result *o)
{
	return o->class == LLM_OVERFLOW || (o->class == LLM_BAD_REQUEST &&
	    (o->status == 400 || o->status == 413));
}

static void
embed_all(struct llm *a, jv ids, jv texts)
{
	struct llm_result	 all = { .usage = LLM_USAGE_INIT };
	struct llm_request	 r = { .embed = true, .prompt = BUF_INIT,
			    .vectors = EMBEDDINGS_INIT };
	int		 n = jv_array_length(jv_copy(texts)), from = 0, size;
	size_t		 dim = 0;

	for (size = a->o.batch; from < n && !ferror(stdout);) {
		r.count = (size_t)(n - from < size ? n - from : size);
		r.body = json_put(jv_object(), "input", jv_array_slice(
		    jv_copy(texts), from, from + (int)r.count));
		r.reserved = false;
		llm_ask(a, &r);
		add_outcome(&all, &a->result);
		jv_free(r.body);
		if (r.count > 1 && too_much(&a->result)) {
			size = (int)(r.count + 1) / 2;
			continue;
		}
		if (a->result.class == LLM_OK && dim != 0 &&
		    dim != r.vectors.dim)
			llm_message(a, LLM_BAD_ANSWER, "%s: vectors of %zu "
			    "numbers after vectors of %zu",
			    buf_str(&a->server.name), r.vectors.dim, dim);
		if (a->result.class != LLM_OK)
			break;
		dim = r.vectors.dim;
		print_batch(a, &r, ids, from);
		from += (int)r.count;
	}
	if (a->result.class != LLM_OK)
		buf_addf(&a->result.message, "; %d of %d texts are embedded",
		    from, n);
	a->result.usage = all.usage;
	a->result.estimated = all.estimated;
	a->result.tokens = all.tokens;
	a->result.cost = all.cost;
	a->result.attempts = all.attempts;
	embeddings_release(&r.vectors);
	buf_release(&r.prompt);
}

enum hcc_status
llm_embed(struct llm *a, const struct buf *in, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 ids = jv_array(), texts = jv_array();

	if (a->server.model.command != NULL ||
	    a->server.model.api == LLM_ANTHROPIC)
		st = err_set(e, HCC_CONFIG, "embed with model '%s': only a "
		    "server with the path /embeddings can; set llm.roles.embed"
		    , a->server.model.name);
	else
		st = take_lines(in, &ids, &texts, e);
	if (st == HCC_OK)
		embed_all(a, ids, texts);
	jv_free(ids);
	jv_free(texts);
	return st;
}
