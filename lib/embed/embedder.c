/*
 * embedder.c: open the configured embedder and embed texts.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "embed/builtin.h"
#include "embed/command.h"
#include "embed/embedder.h"
#include "lua/config.h"

#define BATCH	256		/* texts for one run of a command */

static const struct knob keys[] = {
	{ .name = "command", .type = KNOB_STRING },
	{ .name = "id", .type = KNOB_STRING },
	{ .name = "delta", .type = KNOB_NUMBER, .min = -1, .max = 1 },
	{ .name = "lexicon", .type = KNOB_STRING },
	{ .name = "vectors", .type = KNOB_STRING },
	{ .name = "weight", .type = KNOB_NUMBER, .max = 1000,
	    .dflt = "0.1" },
	{ .name = NULL }
};

struct embedder {
	struct emb	*emb;		/* NULL: it is a command */
	char		*command;
	char		*id;		/* NULL: not learnt yet */
	size_t		 dim;		/* 0: not learnt yet */
	double		 delta;
};

static char *
copy(const char *s)
{
	return s == NULL ? NULL : mem_dup(s);
}

static enum hcc_status
open_built_in(const struct embedder_spec *spec, struct emb **emb,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if ((st = emb_open(spec->lexicon, spec->cache, emb, e)) != HCC_OK ||
	    spec->vectors == NULL)
		return st;
	return emb_add_vectors(*emb, spec->vectors, spec->cache, spec->weight,
	    e);
}

enum hcc_status
embedder_open_spec(const struct embedder_spec *spec, struct embedder **out,
    struct hcc_err *e)
{
	struct embedder	*em = mem_zero(1, sizeof(*em));
	enum hcc_status	 st = HCC_OK;

	*out = NULL;
	em->delta = spec->delta;
	em->command = copy(spec->command);
	if (spec->command != NULL)
		em->id = copy(spec->id);
	else if ((st = open_built_in(spec, &em->emb, e)) == HCC_OK) {
		em->id = copy(emb_id(em->emb));
		em->dim = emb_dim(em->emb);
		if (isnan(em->delta))
			em->delta = emb_delta(em->emb);
	}
	if (st == HCC_OK)
		*out = em;
	else
		embedder_close(em);
	return st;
}

void
embedder_close(struct embedder *em)
{
	if (em == NULL)
		return;
	emb_close(em->emb);
	free(em->command);
	free(em->id);
	free(em);
}

static enum hcc_status
wrong(const struct places *at, const char *what, struct hcc_err *e)
{
	return err_set(e, HCC_CONFIG, "read '%s': embed: %s", at->file, what);
}

/* What the section says, checked as a whole. */
static enum hcc_status
check(const struct places *at, const struct embedder_spec *spec,
    struct hcc_err *e)
{
	if (spec->command == NULL)
		return spec->id == NULL ? HCC_OK : wrong(at, "an id belongs "
		    "to a command; the built-in embedder names itself", e);
	if (spec->lexicon != NULL || spec->vectors != NULL)
		return wrong(at, "a command excludes lexicon and vectors, "
		    "which are of the built-in embedder", e);
	if (*spec->command == '\0' || (spec->id != NULL && *spec->id == '\0'))
		return wrong(at, "command and id must not be empty", e);
	return isnan(spec->delta) ? wrong(at, "a command needs a delta, the "
	    "cosine from which texts count as related", e) : HCC_OK;
}

/* A configured file as an absolute path; NULL: there is none. */
static char *
resolve(const struct places *at, const char *file)
{
	return file == NULL ? NULL : config_path(at, file);
}

enum hcc_status
embedder_open(const struct places *at, struct embedder **out,
    struct hcc_err *e)
{
	struct embedder_spec	 spec;
	enum hcc_status		 st;
	char			*lexicon, *vectors;
	jv			 section;

	*out = NULL;
	if ((st = config_section(at, "embed", keys, &section, e)) != HCC_OK)
		return st;
	spec.command = json_str(section, "command", NULL);
	spec.id = json_str(section, "id", NULL);
	spec.lexicon = json_str(section, "lexicon", NULL);
	spec.delta = json_num(section, "delta", NAN);
	spec.vectors = json_str(section, "vectors", NULL);
	spec.weight = json_num(section, "weight", NAN);
	spec.cache = at->cache;
	st = check(at, &spec, e);
	spec.vectors = vectors = resolve(at, spec.vectors);
	lexicon = resolve(at, spec.lexicon);
	spec.lexicon = lexicon == NULL ? at->lexicon : lexicon;
	if (st == HCC_OK)
		st = embedder_open_spec(&spec, out, e);
	free(lexicon);
	free(vectors);
	jv_free(section);
	return st;
}

static enum hcc_status
built_in(struct embedder *em, const char *const *texts, size_t count,
    float *out, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	for (i = 0; i < count && st == HCC_OK; i++)
		st = emb_text(em->emb, texts[i], strlen(texts[i]),
		    out + i * em->dim, e);
	return st;
}

/* Learn from the first answers; later ones must agree with them. */
static enum hcc_status
agree(struct embedder *em, const struct emb_answers *a, struct hcc_err *e)
{
	if (em->dim != 0 && em->dim != a->dim)
		return err_set(e, HCC_UNAVAILABLE, "run embedder '%s': "
		    "vectors of %zu numbers after some of %zu", em->command,
		    a->dim, em->dim);
	if (em->id != NULL && a->embedder != NULL &&
	    strcmp(em->id, a->embedder) != 0)
		return err_set(e, HCC_CONFIG, "run embedder '%s': its id is "
		    "'%s', but config.lua says '%s'", em->command,
		    a->embedder, em->id);
	em->dim = a->dim;
	if (em->id == NULL)
		em->id = copy(a->embedder != NULL ? a->embedder :
		    em->command);
	return HCC_OK;
}

static enum hcc_status
by_command(struct embedder *em, const char *const *texts, size_t count,
    float **out, struct hcc_err *e)
{
	struct emb_answers	 a;
	enum hcc_status		 st;

	if ((st = emb_command(em->command, texts, count, &a, e)) != HCC_OK)
		return st;
	if ((st = agree(em, &a, e)) == HCC_OK) {
		*out = a.vectors;
		a.vectors = NULL;
	}
	emb_answers_release(&a);
	return st;
}

enum hcc_status
embedder_texts(void *ctx, const char *const *texts, size_t count, float **out,
    size_t *dim, struct hcc_err *e)
{
	struct embedder	*em = ctx;
	enum hcc_status	 st;

	*out = NULL;
	if (em->emb == NULL)
		st = by_command(em, texts, count, out, e);
	else {
		*out = mem_zero(count * em->dim, sizeof(float));
		st = built_in(em, texts, count, *out, e);
	}
	if (st != HCC_OK) {
		free(*out);
		*out = NULL;
	}
	if (dim != NULL)
		*dim = em->dim;
	return st;
}

size_t
embedder_batch(const struct embedder *em)
{
	return em->emb != NULL ? 1 : BATCH;
}

enum hcc_status
embedder_learn(struct embedder *em, struct hcc_err *e)
{
	const char	*text = "a task";
	enum hcc_status	 st;
	float		*v;

	if (em->id != NULL && em->dim != 0)
		return HCC_OK;
	st = embedder_texts(em, &text, 1, &v, NULL, e);
	free(v);
	return st;
}

const char *
embedder_id(const struct embedder *em)
{
	return em->id;
}

size_t
embedder_dim(const struct embedder *em)
{
	return em->dim;
}

double
embedder_delta(const struct embedder *em)
{
	return em->delta;
}
