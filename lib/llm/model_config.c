/*
 * model_config.c: check the table `llm`, pick a model out of it.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "llm/model_config.h"
#include "lua/config.h"

#define PARALLEL	8

static const struct config_key top[] = {
	{ "model", JV_KIND_STRING }, { "roles", JV_KIND_OBJECT },
	{ "models", JV_KIND_OBJECT }, { "parallel", JV_KIND_NUMBER },
	{ "limits", JV_KIND_OBJECT }, { NULL, JV_KIND_INVALID }
};
static const struct config_key entry[] = {
	{ "url", JV_KIND_STRING }, { "model", JV_KIND_STRING },
	{ "api", JV_KIND_STRING }, { "auth", JV_KIND_STRING },
	{ "key_file", JV_KIND_STRING }, { "key_cmd", JV_KIND_STRING },
	{ "command", JV_KIND_STRING }, { "price", JV_KIND_OBJECT },
	{ "context", JV_KIND_INVALID }, { "max_tokens", JV_KIND_INVALID },
	{ "temperature", JV_KIND_NUMBER }, { "max_field", JV_KIND_STRING },
	{ "header", JV_KIND_OBJECT }, { "extra", JV_KIND_OBJECT },
	{ "stream", JV_KIND_TRUE }, { NULL, JV_KIND_INVALID }
};
static const struct config_key price[] = {
	{ "input", JV_KIND_NUMBER }, { "cached", JV_KIND_NUMBER },
	{ "output", JV_KIND_NUMBER }, { NULL, JV_KIND_INVALID }
};
static const struct config_key roles[] = {
	{ "describe", JV_KIND_STRING }, { "draft", JV_KIND_STRING },
	{ "plan", JV_KIND_STRING }, { "improve", JV_KIND_STRING },
	{ "debug", JV_KIND_STRING }, { "judge", JV_KIND_STRING },
	{ "distil", JV_KIND_STRING }, { "embed", JV_KIND_STRING },
	{ NULL, JV_KIND_INVALID }
};
static const struct config_key scopes[] = {
	{ "task", JV_KIND_OBJECT }, { "day", JV_KIND_OBJECT },
	{ "run", JV_KIND_OBJECT }, { NULL, JV_KIND_INVALID }
};
static const struct config_key amounts[] = {
	{ "tokens", JV_KIND_INVALID }, { "cost", JV_KIND_INVALID },
	{ "calls", JV_KIND_INVALID }, { NULL, JV_KIND_INVALID }
};

/* A count as a number or as text; NAN when it is none. */
static double
count(jv obj, const char *key)
{
	const char	*s = json_str(obj, key, NULL);
	double		 d = s == NULL ? json_num(obj, key, NAN) :
			    parse_count(s, 1000);

	return d >= 0 ? d : NAN;
}

/* These members, where they are there, are counts. */
static enum hcc_status
check_counts(const struct places *at, jv obj, const char *where,
    const char *const *names, struct hcc_err *e)
{
	for (; *names != NULL; names++)
		if (jv_get_kind(obj) == JV_KIND_OBJECT &&
		    jv_object_has(jv_copy(obj), jv_string(*names)) &&
		    isnan(count(obj, *names)))
			return err_set(e, HCC_CONFIG, "read '%s': %s%s must be"
			    " a count such as 5000 or \"20M\"", at->file,
			    where, *names);
	return HCC_OK;
}

/* A table inside a table: its keys, and which of them are counts. */
static enum hcc_status
check_inner(const struct places *at, jv obj, const char *key,
    const char *where, const struct config_key *keys,
    const char *const *counts, struct hcc_err *e)
{
	char		 path[300];
	jv		 v = json_get(obj, key);
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s%s.", where, key);
	st = config_check(at, v, path, keys, e);
	if (st == HCC_OK)
		st = check_counts(at, v, path, counts, e);
	jv_free(v);
	return st;
}

static enum hcc_status
check_limits(const struct places *at, jv llm, struct hcc_err *e)
{
	static const char *const	 none[] = { NULL };
	static const char *const	 all[] = { "tokens", "cost", "calls",
	    NULL };
	jv				 v = json_get(llm, "limits");
	enum hcc_status			 st;
	const struct config_key		*s;

	st = check_inner(at, llm, "limits", "llm.", scopes, none, e);
	for (s = scopes; s->name != NULL && st == HCC_OK; s++)
		st = check_inner(at, v, s->name, "llm.limits.", amounts, all,
		    e);
	jv_free(v);
	return st;
}

/* A word out of a few; NULL ends them. */
static enum hcc_status
check_word(const struct places *at, jv obj, const char *where,
    const char *key, const char *const *words, struct hcc_err *e)
{
	const char		*s = json_str(obj, key, words[0]);
	const char *const	*w;
	struct buf		 all = BUF_INIT;

	for (w = words; *w != NULL; w++) {
		if (strcmp(s, *w) == 0) {
			buf_release(&all);
			return HCC_OK;
		}
		buf_addf(&all, "%s%s", w == words ? "" : ", ", *w);
	}
	err_set(e, HCC_CONFIG, "read '%s': %s%s '%s' is not known (known: "
	    "%s)", at->file, where, key, s, buf_str(&all));
	buf_release(&all);
	return HCC_CONFIG;
}

static enum hcc_status
check_model(const struct places *at, jv m, const char *where,
    struct hcc_err *e)
{
	static const char *const	 counts[] = { "context", "max_tokens",
	    NULL };
	static const char *const	 none[] = { NULL };
	static const char *const	 apis[] = { "openai", "anthropic",
	    NULL };
	static const char *const	 auths[] = { "bearer", "api-key",
	    "x-api-key", "none", NULL };
	static const char *const	 fields[] = { "max_tokens",
	    "max_completion_tokens", NULL };

	if (config_check(at, m, where, entry, e) != HCC_OK ||
	    check_counts(at, m, where, counts, e) != HCC_OK ||
	    check_inner(at, m, "price", where, price, none, e) != HCC_OK ||
	    check_word(at, m, where, "api", apis, e) != HCC_OK ||
	    check_word(at, m, where, "auth", auths, e) != HCC_OK ||
	    check_word(at, m, where, "max_field", fields, e) != HCC_OK)
		return HCC_CONFIG;
	if (json_str(m, "url", NULL) == NULL &&
	    json_str(m, "command", NULL) == NULL)
		return err_set(e, HCC_CONFIG, "read '%s': %surl is missing "
		    "(or a command)", at->file, where);
	return HCC_OK;
}

static enum hcc_status
check_models(const struct places *at, jv models, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	char		 where[200];
	jv		 m, key;
	int		 i;

	if (jv_get_kind(models) != JV_KIND_OBJECT)
		return HCC_OK;
	for (i = jv_object_iter(models); st == HCC_OK &&
	    jv_object_iter_valid(models, i);
	    i = jv_object_iter_next(models, i)) {
		key = jv_object_iter_key(models, i);
		m = jv_object_iter_value(models, i);
		snprintf(where, sizeof(where), "llm.models.%s.",
		    jv_string_value(key));
		st = jv_get_kind(m) == JV_KIND_OBJECT ?
		    check_model(at, m, where, e) :
		    err_set(e, HCC_CONFIG, "read '%s': llm.models.%s must be "
		    "a table", at->file, jv_string_value(key));
		jv_free(key);
		jv_free(m);
	}
	return st;
}

enum hcc_status
llm_config_read(const struct places *at, jv *llm, struct hcc_err *e)
{
	static const char *const	 none[] = { NULL };
	enum hcc_status			 st;
	jv				 models;

	if ((st = config_section(at, "llm", top, llm, e)) != HCC_OK)
		return st;
	models = json_get(*llm, "models");
	st = check_inner(at, *llm, "roles", "llm.", roles, none, e);
	if (st == HCC_OK)
		st = check_limits(at, *llm, e);
	if (st == HCC_OK)
		st = check_models(at, models, e);
	jv_free(models);
	if (st == HCC_OK)
		return HCC_OK;
	jv_free(*llm);
	*llm = jv_invalid();
	return st;
}

/* The host of a URL ends with this domain. */
static bool
at_domain(const char *url, const char *domain)
{
	const char	*host = strstr(url, "://");
	size_t		 n, k = strlen(domain);

	host = host == NULL ? url : host + 3;
	n = strcspn(host, "/:?#");
	return n >= k && strncasecmp(host + n - k, domain, k) == 0 &&
	    (n == k || host[n - k - 1] == '.');
}

static void
set_dialect(struct llm_model *m, const char *api)
{
	const char	*auth = json_str(m->spec, "auth", NULL);

	if (api == NULL)
		api = json_str(m->spec, "api", at_domain(m->url,
		    "anthropic.com") ? "anthropic" : "openai");
	m->api = strcmp(api, "anthropic") == 0 ? LLM_ANTHROPIC : LLM_OPENAI;
	if (auth == NULL)
		auth = m->api == LLM_ANTHROPIC ? "x-api-key" :
		    at_domain(m->url, "azure.com") ? "api-key" : "bearer";
	m->auth = strcmp(auth, "bearer") == 0 ? LLM_BEARER :
	    strcmp(auth, "api-key") == 0 ? LLM_API_KEY :
	    strcmp(auth, "x-api-key") == 0 ? LLM_X_API_KEY : LLM_NO_AUTH;
}

static void
set_numbers(struct llm_model *m)
{
	jv	 p = json_get(m->spec, "price");

	m->max_field = json_str(m->spec, "max_field", "max_tokens");
	m->max_tokens = count(m->spec, "max_tokens");
	m->temperature = json_num(m->spec, "temperature", NAN);
	m->context = count(m->spec, "context");
	m->stream = json_bool(m->spec, "stream", true);
	m->input = json_num(p, "input", 0);
	m->cached = json_num(p, "cached", m->input);
	m->output = json_num(p, "output", 0);
	jv_free(p);
}

/* The name of the entry, or of the model, that was chosen. */
static const char *
chosen(jv llm, const struct llm_choice *c)
{
	const char	*name = c->model;
	jv		 r;

	if (name == NULL && c->role != NULL) {
		r = json_get(llm, "roles");
		name = json_str(r, c->role, NULL);
		jv_free(r);		/* llm keeps it */
	}
	return name != NULL ? name : json_str(llm, "model", NULL);
}

enum hcc_status
llm_model_pick(jv llm, const char *file, const struct llm_choice *c,
    struct llm_model *m, struct hcc_err *e)
{
	jv		 models = json_get(llm, "models");
	const char	*url;

	memset(m, 0, sizeof(*m));
	m->name = chosen(llm, c);
	m->spec = m->name == NULL ? jv_object() : json_get(models, m->name);
	jv_free(models);
	if (jv_get_kind(m->spec) != JV_KIND_OBJECT) {
		jv_free(m->spec);
		m->spec = jv_object();
	}
	m->model = json_str(m->spec, "model", m->name);
	url = json_str(m->spec, "url", NULL);
	m->url = c->url != NULL ? c->url : url;
	m->command = c->url != NULL ? NULL : c->command != NULL ? c->command :
	    json_str(m->spec, "command", NULL);
	if (m->url == NULL || url == NULL || strcmp(m->url, url) == 0) {
		m->key_file = json_str(m->spec, "key_file", NULL);
		m->key_cmd = json_str(m->spec, "key_cmd", NULL);
	}
	if (c->replay && m->url == NULL && m->command == NULL)
		m->command = "";
	if (m->command != NULL && m->model == NULL)
		m->name = m->model = "command";
	set_numbers(m);
	if (m->model == NULL)
		return err_set(e, HCC_CONFIG, "choose a model: none is "
		    "configured; set HCC_LLM_URL and HCC_LLM_MODEL, or "
		    "llm.model in '%s'", file);
	if (m->url == NULL && m->command == NULL)
		return err_set(e, HCC_CONFIG, "choose a model: '%s' is no "
		    "entry of llm.models in '%s', and there is no URL; set "
		    "HCC_LLM_URL or give -u", m->name, file);
	if (m->command != NULL)
		m->url = NULL;
	else
		set_dialect(m, c->api);
	return HCC_OK;
}

void
llm_model_release(struct llm_model *m)
{
	jv_free(m->spec);
	memset(m, 0, sizeof(*m));
	m->spec = jv_null();
}

double
llm_limit(jv llm, const char *scope, const char *what)
{
	jv	 limits = json_get(llm, "limits"), s = json_get(limits, scope);
	double	 d = count(s, what);

	jv_free(s);
	jv_free(limits);
	return isnan(d) ? INFINITY : d;
}

double
llm_task_limit(jv llm, const struct task *t, const char *what)
{
	double	 d = llm_limit(llm, "task", what);

	return t == NULL ? d : fmin(d, task_budget(t, what));
}

int
llm_parallel(jv llm)
{
	double	 d = json_num(llm, "parallel", PARALLEL);

	return d < 1 ? 1 : d > 1000 ? 1000 : (int)d;
}

double
llm_cost(const struct llm_model *m, double prompt, double cached,
    double completion)
{
	prompt = fmax(prompt, 0);
	cached = fmin(fmax(cached, 0), prompt);
	return ((prompt - cached) * m->input + cached * m->cached +
	    fmax(completion, 0) * m->output) / 1e6;
}
