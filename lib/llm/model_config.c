/*
 * model_config.c: check the table `llm`, pick a model out of it.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "llm/model_config.h"
#include "lua/config.h"

static const char *const apis[] = { "openai", "anthropic", NULL };
static const char *const auths[] = { "bearer", "api-key", "x-api-key", "none",
	NULL };
static const char *const fields[] = { "max_tokens", "max_completion_tokens",
	NULL };
static const char *const efforts[] = { "none", "minimal", "low", "medium",
	"high", "xhigh", NULL };
static const struct knob price[] = {
	{ .name = "input", .type = KNOB_NUMBER, .max = INFINITY },
	{ .name = "cached", .type = KNOB_NUMBER, .max = INFINITY },
	{ .name = "output", .type = KNOB_NUMBER, .max = INFINITY },
	{ .name = NULL }
};
static const struct knob model[] = {
	{ .name = "url", .type = KNOB_STRING },
	{ .name = "model", .type = KNOB_STRING },
	{ .name = "api", .type = KNOB_STRING, .words = apis },
	{ .name = "auth", .type = KNOB_STRING, .words = auths },
	{ .name = "key_file", .type = KNOB_STRING },
	{ .name = "key_cmd", .type = KNOB_STRING },
	{ .name = "command", .type = KNOB_STRING },
	{ .name = "price", .type = KNOB_TABLE, .of = price },
	{ .name = "context", .type = KNOB_COUNT, .max = INFINITY },
	{ .name = "max_tokens", .type = KNOB_COUNT, .max = INFINITY },
	{ .name = "temperature", .type = KNOB_NUMBER, .max = INFINITY },
	{ .name = "effort", .type = KNOB_STRING, .words = efforts },
	{ .name = "max_field", .type = KNOB_STRING, .words = fields },
	{ .name = "header", .type = KNOB_TABLE },
	{ .name = "extra", .type = KNOB_TABLE },
	{ .name = "stream", .type = KNOB_BOOLEAN },
	{ .name = NULL }
};
static const struct knob roles[] = {
	{ .name = "describe", .type = KNOB_NAMES },
	{ .name = "draft", .type = KNOB_NAMES },
	{ .name = "plan", .type = KNOB_NAMES },
	{ .name = "improve", .type = KNOB_NAMES },
	{ .name = "debug", .type = KNOB_NAMES },
	{ .name = "watch", .type = KNOB_NAMES },
	{ .name = "judge", .type = KNOB_NAMES },
	{ .name = "distil", .type = KNOB_NAMES },
	{ .name = "embed", .type = KNOB_NAMES },
	{ .name = NULL }
};
#define SENT \
	{ .name = "temperature", .type = KNOB_NUMBER, .max = INFINITY }, \
	{ .name = "max_tokens", .type = KNOB_COUNT, .max = INFINITY }, \
	{ .name = "effort", .type = KNOB_STRING, .words = efforts }
static const struct knob sent[] = { SENT, { .name = NULL } };
static const struct knob drafted[] = {
	SENT,
	{ .name = "samples", .type = KNOB_COUNT, .min = 1, .max = 16 },
	{ .name = NULL }
};
static const struct knob settings[] = {
	{ .name = "describe", .type = KNOB_TABLE, .of = sent },
	{ .name = "draft", .type = KNOB_TABLE, .of = drafted },
	{ .name = "plan", .type = KNOB_TABLE, .of = sent },
	{ .name = "improve", .type = KNOB_TABLE, .of = sent },
	{ .name = "debug", .type = KNOB_TABLE, .of = sent },
	{ .name = "watch", .type = KNOB_TABLE, .of = sent },
	{ .name = "judge", .type = KNOB_TABLE, .of = sent },
	{ .name = "distil", .type = KNOB_TABLE, .of = sent },
	{ .name = NULL }
};
static const struct knob amounts[] = {
	{ .name = "tokens", .type = KNOB_COUNT, .max = INFINITY },
	{ .name = "cost", .type = KNOB_NUMBER, .max = INFINITY },
	{ .name = "calls", .type = KNOB_COUNT, .max = INFINITY },
	{ .name = NULL }
};
static const struct knob scopes[] = {
	{ .name = "task", .type = KNOB_TABLE, .of = amounts },
	{ .name = "day", .type = KNOB_TABLE, .of = amounts },
	{ .name = "run", .type = KNOB_TABLE, .of = amounts },
	{ .name = NULL }
};
static const struct knob top[] = {
	{ .name = "model", .type = KNOB_STRING },
	{ .name = "roles", .type = KNOB_TABLE, .of = roles },
	{ .name = "settings", .type = KNOB_TABLE, .of = settings },
	{ .name = "models", .type = KNOB_TABLES, .of = model },
	{ .name = "parallel", .type = KNOB_COUNT, .min = 1,
	    .max = 1000, .dflt = "8" },
	{ .name = "limits", .type = KNOB_TABLE, .of = scopes },
	{ .name = NULL }
};

enum hcc_status
llm_config_read(const struct places *at, jv *llm, struct hcc_err *e)
{
	char		 where[200];
	enum hcc_status	 st;
	jv		 models, names, name, m;
	int		 i;

	if ((st = config_section(at, "llm", top, llm, e)) != HCC_OK)
		return st;
	models = json_at(*llm, "models");
	names = jv_get_kind(models) == JV_KIND_OBJECT ?
	    jv_keys(jv_copy(models)) : jv_array();
	for (i = 0; st == HCC_OK && json_item(names, i, &name); i++) {
		m = json_at(models, jv_string_value(name));
		snprintf(where, sizeof(where), "llm.models.%s",
		    jv_string_value(name));
		if (json_str(m, "url", NULL) == NULL &&
		    json_str(m, "command", NULL) == NULL)
			st = knob_refuse(at->file, where, e, "%s.url is "
			    "missing (or a command)", where);
	}
	jv_free(names);
	if (st == HCC_OK)
		return HCC_OK;
	jv_free(*llm);
	*llm = jv_invalid();
	return st;
}

bool
llm_configured(jv llm)
{
	return json_str(llm, "model", NULL) != NULL ||
	    jv_get_kind(json_at(llm, "models")) == JV_KIND_OBJECT;
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

/* The settings of a role come before those of its model. */
static void
set_numbers(struct llm_model *m, jv role)
{
	jv	 p = json_at(m->spec, "price");

	m->max_field = json_str(m->spec, "max_field", "max_tokens");
	m->max_tokens = json_num(role, "max_tokens", json_num(m->spec,
	    "max_tokens", NAN));
	m->temperature = json_num(role, "temperature", json_num(m->spec,
	    "temperature", NAN));
	m->effort = json_str(role, "effort", json_str(m->spec, "effort", NULL));
	m->context = json_num(m->spec, "context", NAN);
	m->stream = json_bool(m->spec, "stream", true);
	m->input = json_num(p, "input", 0);
	m->cached = json_num(p, "cached", m->input);
	m->output = json_num(p, "output", 0);
}

/* The name of the entry, or of the model, that was chosen. The models of a role
 * take turns: the first has the draft and phase 1. */
static const char *
chosen(jv llm, const struct llm_choice *c)
{
	const char	*name = c->model;
	jv		 list, one;

	if (name == NULL && c->role != NULL) {
		list = json_at(json_at(llm, "roles"), c->role);
		if (json_len(list) > 0 && json_item(list, c->phase < 1 ? 0 :
		    (c->phase - 1) % json_len(list), &one))
			name = jv_string_value(one);
	}
	return name != NULL ? name : json_str(llm, "model", NULL);
}

bool
llm_same_model(jv llm, const struct llm_choice *a, const struct llm_choice *b)
{
	const char	*x = chosen(llm, a), *y = chosen(llm, b);

	return x == y || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

enum hcc_status
llm_model_pick(jv llm, const char *file, const struct llm_choice *c,
    struct llm_model *m, struct hcc_err *e)
{
	const char	*url;

	memset(m, 0, sizeof(*m));
	m->name = chosen(llm, c);
	m->spec = m->name == NULL ? jv_object() :
	    json_get(json_at(llm, "models"), m->name);
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
	set_numbers(m, c->role == NULL ? jv_null() :
	    json_at(json_at(llm, "settings"), c->role));
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
	double	 d = json_num(json_at(json_at(llm, "limits"), scope), what,
		    NAN);

	return isnan(d) ? INFINITY : d;
}

double
llm_task_limit(jv llm, const struct task *t, const char *what)
{
	const struct task_budget	*b = &t->budget;

	return fmin(llm_limit(llm, "task", what), strcmp(what, "calls") == 0 ?
	    b->calls : strcmp(what, "tokens") == 0 ? b->tokens : b->cost);
}

int
llm_samples(jv llm, const char *role)
{
	return (int)json_num(json_at(json_at(llm, "settings"), role),
	    "samples", 1);
}

int
llm_parallel(jv llm)
{
	return (int)json_num(llm, "parallel", 1);
}

double
llm_room(jv llm, const char *given, const char *role)
{
	struct llm_choice	 c = { .model = given, .role = role,
	    .phase = 1 };
	struct llm_model	 m = { 0 };
	double			 room = INFINITY;
	const char		*name;
	int			 n = json_len(json_at(json_at(llm, "roles"),
				    role));

	for (; c.phase == 1 || c.phase <= n; c.phase++) {
		name = chosen(llm, &c);
		m.spec = json_at(json_at(llm, "models"), name == NULL ? "" :
		    name);
		set_numbers(&m, json_at(json_at(llm, "settings"), role));
		if (!isnan(m.context))
			room = fmin(room, m.context - fmin(m.max_tokens,
			    m.context / 4));
	}
	return room;
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
