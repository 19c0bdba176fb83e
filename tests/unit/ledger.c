/* ledger.c: what models may cost: the configuration, the ledger, the
 * limiter; and exchanges on record. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "llm/model_share.h"
#include "llm/exchange.h"
#include "llm/slots.h"
#include "tap.h"

static char	tmp[] = "/tmp/hcc-unit.XXXXXX";

static int
make_dir(const char *name)
{
	char	 path[200];

	snprintf(path, sizeof(path), "%s/%s", tmp, name);
	fs_mkdirs(AT_FDCWD, path, NULL);
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static enum hcc_status
read_config(const char *text, jv *llm, struct hcc_err *e)
{
	char		 path[200];
	struct places	 at = { .config = tmp, .file = path,
			    .file_given = true };
	char		 all[2000];

	snprintf(path, sizeof(path), "%s/config.lua", tmp);
	snprintf(all, sizeof(all), "return { llm = { %s } }", text);
	fs_publish(AT_FDCWD, path, all, strlen(all), NULL);
	return llm_config_read(&at, llm, e);
}

static void
configuration(void)
{
	static const char *const	 bad[][2] = {
		{ "modle = 'a'", "llm.modle" },
		{ "models = { a = { url = 'u', prize = 1 } }",
		    "llm.models.a.prize" },
		{ "models = { a = { model = 'm' } }", "llm.models.a.url" },
		{ "models = { a = { url = 'u', price = { inn = 1 } } }",
		    "llm.models.a.price.inn" },
		{ "models = { a = { url = 'u', api = 'x' } }", "openai" },
		{ "models = { a = { url = 'u', context = 'long' } }",
		    "llm.models.a.context" },
		{ "limits = { week = {} }", "llm.limits.week" },
		{ "limits = { day = { tokens = '20X' } }",
		    "llm.limits.day.tokens" },
		{ "roles = { cook = 'a' }", "llm.roles.cook" },
	};
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 name[120];
	size_t		 i;
	jv		 llm;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(name, sizeof(name), "{ %s } is refused with %s",
		    bad[i][0], bad[i][1]);
		OK(name, read_config(bad[i][0], &llm, &e) == HCC_CONFIG &&
		    strstr(e.text, bad[i][1]) != NULL &&
		    strstr(e.text, "config.lua") != NULL);
	}
	OK("a valid configuration is read",
	    read_config("parallel = 2, limits = { day = { tokens "
	    "= '20M', cost = 5 } }", &llm, &e) == HCC_OK);
	IS_NUM("the number of parallel requests is read",
	    2, llm_parallel(llm), 0);
	IS_NUM("a limit of tokens is read with its unit",
	    20e6, llm_limit(llm, "day", "tokens"), 0);
	IS_NUM("a limit of cost is read", 5, llm_limit(llm, "day", "cost"), 0);
	OK("a limit that is absent is infinite",
	    isinf(llm_limit(llm, "run", "tokens")));
	jv_free(llm);
}

/* "name model url" of the model for a choice, or the error. */
static const char *
pick(jv llm, struct llm_choice c)
{
	static char		 text[1100];
	struct hcc_err		 e = HCC_ERR_INIT;
	struct llm_model	 m;

	if (llm_model_pick(llm, "config.lua", &c, &m, &e) != HCC_OK)
		snprintf(text, sizeof(text), "%s", e.text);
	else
		snprintf(text, sizeof(text), "%s %s %s%s%s", m.name, m.model,
		    m.url == NULL ? m.command : m.url, m.key_file == NULL ?
		    "" : " ", m.key_file == NULL ? "" : m.key_file);
	llm_model_release(&m);
	return text;
}

static void
choice(void)
{
	struct hcc_err		 e = HCC_ERR_INIT;
	struct llm_model	 m;
	struct llm_choice	 c = { .model = "a" };
	jv			 llm;

	read_config("model = 'a', roles = { judge = 'b', draft = 'c' }, "
	    "models = { a = { url = 'http://a', model = 'am', key_file = 'k', "
	    "price = { input = 2, cached = 1, output = 4 } }, "
	    "b = { url = 'https://api.anthropic.com/v1' }, "
	    "c = { command = 'cat' } }", &llm, &e);
	IS_STR("without a role the default model is picked", "a am http://a k",
	    pick(llm, (struct llm_choice){ 0 }));
	IS_STR("the model of a role is picked",
	    "b b https://api.anthropic.com/v1",
	    pick(llm, (struct llm_choice){ .role = "judge" }));
	IS_STR("a model may be a command", "c c cat",
	    pick(llm, (struct llm_choice){ .role = "draft" }));
	IS_STR("a model given by name goes before the role's",
	    "a am http://a k",
	    pick(llm, (struct llm_choice){ .role = "judge", .model = "a" }));
	IS_STR("a key is not used for another URL", "a am http://x",
	    pick(llm, (struct llm_choice){ .model = "a", .url = "http://x" }));
	IS_STR("an unknown model is asked for by its name", "z z http://x",
	    pick(llm, (struct llm_choice){ .model = "z", .url = "http://x" }));
	OK("a model without a URL is refused with the remedy",
	    strstr(pick(llm, (struct llm_choice){ .model = "z" }),
	    "HCC_LLM_URL") != NULL);
	OK("a URL without a model is refused with the remedy",
	    strstr(pick(jv_null(), (struct llm_choice){
	    .url = "http://x" }), "HCC_LLM_MODEL") != NULL);
	llm_model_pick(llm, "config.lua", &c, &m, &e);
	IS_NUM("a cost counts cached input at its price",
	    0.0019, llm_cost(&m, 1000, 500, 100), 1e-12);
	IS_NUM("a cost without cached input is full",
	    0.002, llm_cost(&m, 1000, -1, 0),
	    1e-12);
	llm_model_release(&m);
	c.model = "b";
	llm_model_pick(llm, "config.lua", &c, &m, &e);
	OK("the dialect is derived from the host", m.api == LLM_ANTHROPIC &&
	    m.auth == LLM_X_API_KEY);
	llm_model_release(&m);
	jv_free(llm);
}

static jv
line(const char *text)
{
	return jv_parse(text);
}

/* Lock, read, unlock. */
static struct ledger_view
look(struct ledger *l)
{
	struct ledger_view	 v;

	ledger_lock(l, "m", "r", &v, NULL);
	ledger_unlock(l);
	jv_free(v.dropped);
	return v;
}

static void
sums(void)
{
	int			 task = make_dir("task"), st = make_dir("st");
	struct ledger		 l = LEDGER_INIT(task, st, "s1", false);
	struct ledger		 other = LEDGER_INIT(-1, st, "s2", false);
	struct ledger		 again = LEDGER_INIT(task, st, "s1", true);
	struct ledger_view	 v = look(&l);
	struct ledger_sums	 s;
	int			 fd;

	OK("a new ledger has sums of zero",
	    v.task.tokens == 0 && v.day.calls == 0);
	ledger_add(&l, line("{\"ev\":\"reserve\",\"id\":\"1\",\"tokens\":100,"
	    "\"cost\":1,\"model\":\"m\",\"request\":\"r\"}"), NULL);
	v = look(&l);
	OK("a reservation counts in full", v.task.tokens == 100 &&
	    v.day.tokens == 100 && v.run.cost == 1 && v.run.calls == 1);
	OK("a reservation is one request", v.same == 1);
	ledger_add(&l, line("{\"ev\":\"reserve\",\"id\":\"1\",\"tokens\":100,"
	    "\"cost\":1,\"model\":\"m\",\"request\":\"r\"}"), NULL);
	v = look(&l);
	OK("a second attempt adds tokens to the same call",
	    v.task.tokens == 200 &&
	    v.task.calls == 1 && v.same == 1);
	ledger_add(&l, line("{\"ev\":\"settle\",\"id\":\"1\",\"tokens\":70,"
	    "\"cost\":0.5,\"model\":\"m\",\"bytes\":400,\"usage\":{\"prompt\":"
	    "100,\"estimated\":false},\"dropped\":[\"temperature\"]}"), NULL);
	v = look(&l);
	OK("a settled call counts what it took", v.task.tokens == 70 &&
	    v.task.cost == 0.5 && v.task.calls == 1);
	OK("a settled call gives the bytes of a token",
	    v.bytes == 4 * v.prompt &&
	    v.prompt > 0);
	ledger_lock(&l, "m", NULL, &v, NULL);
	ledger_unlock(&l);
	OK("a settled call gives the fields that a server refuses",
	    jv_array_length(v.dropped) > 0);
	fd = open("/dev/null", O_RDONLY);
	ledger_unlock(&l);
	OK("what is unlocked twice closes nothing of others",
	    fd != -1 && close(fd) == 0);
	fs_append_line(task, LEDGER_FILE, "{\"torn", 6, NULL);
	fs_append_line(task, LEDGER_FILE, "{\"ev\":\"settle\",\"id\":\"9\","
	    "\"tokens\":-5}", 37, NULL);
	OK("broken lines and negative tokens are ignored",
	    look(&l).task.tokens == 70);
	(void)look(&other);
	ledger_add(&other, line("{\"ev\":\"settle\",\"id\":\"2\",\"tokens\":"
	    "7}"), NULL);
	v = look(&other);
	OK("runs of one day share its sum", v.day.tokens == 77 &&
	    v.run.tokens == 7 && v.task.tokens == 0);
	OK("a run without a task does not count for a task",
	    look(&l).task.tokens == 70);
	v = look(&again);
	OK("a replay does not count for the day", v.day.tokens == 0 &&
	    v.task.tokens == 70);
	OK("sums are read without a lock",
	    ledger_read(task, LEDGER_FILE, &s, NULL) ==
	    HCC_OK && s.tokens == 70);
	OK("an absent ledger has sums of zero",
	    ledger_read(task, "none", &s, NULL) == HCC_OK &&
	    s.calls == 0);
	close(task);
	close(st);
}

/* What each model planned, and what came of it. */
static void
shares(void)
{
	struct task		 t = { .dir = make_dir("shares") };
	struct model_share	*v = NULL;
	struct hcc_err		 e = HCC_ERR_INIT;
	char			 path[200];
	size_t			 n = 9;
	static const char	 ledger[] =
	    "{\"ev\":\"reserve\",\"model\":\"r\",\"tokens\":9}\n"
	    "{\"ev\":\"settle\",\"model\":\"a\",\"role\":\"plan\","
	    "\"phase\":1,\"ok\":true,\"tokens\":10,\"cost\":1}\n"
	    "{\"ev\":\"settle\",\"model\":\"b\",\"role\":\"plan\","
	    "\"phase\":2,\"ok\":false,\"tokens\":20,\"cost\":2}\n"
	    "{\"ev\":\"settle\",\"model\":\"a\",\"role\":\"debug\","
	    "\"phase\":2,\"ok\":true,\"tokens\":5}\n"
	    "{\"ev\":\"settle\",\"model\":\"c\",\"role\":\"plan\","
	    "\"phase\":2,\"ok\":true,\"tokens\":3}\n"
	    "{\"ev\":\"settle\",\"role\":\"plan\",\"tokens\":3}\nbroken\n"
	    "{\"ev\":\"settle\",\"model\":\"d\",\"role\":\"plan\","
	    "\"phase\":3,\"ok\":true,\"tokens\":3}\n"
	    "{\"ev\":\"settle\",\"model\":\"e\",\"role\":\"judge\","
	    "\"phase\":3,\"ok\":true}\n"
	    "{\"ev\":\"settle\",\"model\":\"f\",\"role\":\"judge\","
	    "\"phase\":2147483647,\"ok\":true}\n";
	static const char	 journal[] =
	    "{\"ev\":\"result\",\"id\":\"00/1.1\",\"adopted\":true}\n"
	    "{\"ev\":\"result\",\"id\":\"01/1.1\",\"adopted\":true}\n"
	    "{\"ev\":\"result\",\"id\":\"01/1.2\",\"adopted\":false}\n"
	    "{\"ev\":\"phase\",\"id\":\"01\"}\n"
	    "{\"ev\":\"result\",\"id\":\"02/1.1\",\"adopted\":false}\n"
	    "{\"ev\":\"result\",\"id\":\"04/1.1\",\"adopted\":true}\n";

	snprintf(path, sizeof(path), "%s/shares", tmp);
	t.path = path;
	OK("a task without calls has no models", model_shares(&t, &v, &n,
	    &e) == HCC_OK && n == 0);
	model_shares_free(v, n);
	fs_publish(t.dir, LEDGER_FILE, ledger, strlen(ledger), NULL);
	fs_publish(t.dir, "journal.jsonl", journal, strlen(journal), NULL);
	OK("models that planned what has results are listed",
	    model_shares(&t, &v, &n, &e) == HCC_OK && n == 3);
	if (n == 3) {
		OK("a model has what it planned, and what was adopted",
		    strcmp(v[0].name, "a") == 0 && v[0].planned == 2 &&
		    v[0].adopted == 1);
		OK("its tokens and cost are those of all its calls",
		    v[0].tokens == 15 && v[0].cost == 1);
		OK("a phase is that of the model whose plan came",
		    strcmp(v[1].name, "c") == 0 && v[1].planned == 1 &&
		    v[1].adopted == 0 && v[1].tokens == 3 && v[1].cost == 0);
		OK("a judge's model has the next phase, unless it is planned",
		    strcmp(v[2].name, "e") == 0 && v[2].planned == 1 &&
		    v[2].adopted == 1);
	}
	model_shares_free(v, n);
	close(t.dir);
}

static void
limiter(void)
{
	int	 dir = make_dir("limits"), a, b, c;

	OK("two slots can be acquired",
	    slots_acquire(dir, 2, &a, NULL) == HCC_OK &&
	    slots_acquire(dir, 2, &b, NULL) == HCC_OK);
	OK("a third slot of two is refused",
	    slots_acquire(dir, 2, &c, NULL) == HCC_AGAIN);
	close(a);
	OK("a released slot can be acquired", slots_acquire(dir, 2, &c, NULL) ==
	    HCC_OK);
	close(b);
	close(c);
	IS_NUM("a server is not paused at first",
	    0, slots_paused(dir, "http://a:1/v1"), 0);
	slots_pause(dir, "http://a:1/v1", 50);
	slots_pause(dir, "http://a:1/v1", 10);
	IS_NUM("the longer pause holds for all URLs of a server", 50,
	    slots_paused(dir, "http://a:1/v2?x"), 5);
	IS_NUM("a pause does not hold for another server",
	    0, slots_paused(dir, "http://a:2/v1"),
	    0);
	slots_pause(dir, "http://b", 1e9);
	IS_NUM("a pause has a maximum", SLOTS_PAUSE_MAX,
	    slots_paused(dir, "http://b"), 5);
	close(dir);
}

static jv
answer_of(const char *dir, const char *request, int n, struct hcc_err *e)
{
	jv	 r = line(request), a;

	if ((exchange_get(dir, r, n, &a, e) == HCC_OK) != jv_is_valid(a))
		OK("there is an answer or an error", false);
	jv_free(r);
	return a;
}

static void
records(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 dir[200], key[65], path[300];
	jv		 a;

	snprintf(dir, sizeof(dir), "%s/tape", tmp);
	OK("a replay without a record fails",
	    !jv_is_valid(answer_of(dir, "{\"a\":1}", 0, &e)) &&
	    e.status == HCC_UNAVAILABLE);
	exchange_add(dir, line("{\"a\":1,\"b\":2}"), jv_string("x"), &e);
	exchange_add(dir, line("{\"b\":2,\"a\":1}"), jv_string("y"), &e);
	a = answer_of(dir, "{\"a\":1,\"b\":2}", 0, &e);
	IS_STR("a replay gives the first answer first",
	    "x", jv_string_value(a));
	jv_free(a);
	a = answer_of(dir, "{\"a\":1,\"b\":2}", 7, &e);
	IS_STR("a replay repeats the last answer", "y", jv_string_value(a));
	jv_free(a);
	a = answer_of(dir, "{\"a\":1,\"b\":2}", 1, &e);
	IS_STR("a replay gives the second answer next", "y",
	    jv_string_value(a));
	jv_free(a);
	OK("a replay of another request fails",
	    !jv_is_valid(answer_of(dir, "{\"a\":1,\"b\":3}",
	    0, &e)));
	OK("the error names the nearest request",
	    strstr(e.text, "differs at byte 11") != NULL);
	OK("and how they differ", strstr(e.text,
	    "'{\"a\":1,\"b\":2}' is recorded, '{\"a\":1,\"b\":3}' is asked") !=
	    NULL);
	exchange_key(a = line("{\"long\":\"0123456789012345678901234567890\"}"),
	    key);
	jv_free(a);
	exchange_add(dir, line("{\"long\":\"012345678901234567890123456789x"
	    "\"}"), jv_string("z"), &e);
	OK("a replay of a long request fails", !jv_is_valid(answer_of(dir,
	    "{\"long\":\"0123456789012345678901234567890\"}", 0, &e)));
	OK("of long requests what is near the difference is quoted",
	    strstr(e.text, "differs at byte 39: '01234567890123456789x\"}' is "
	    "recorded, '012345678901234567890\"}' is asked") != NULL &&
	    strncmp(strstr(e.text, "request ") + 8, key, 16) == 0);
	snprintf(path, sizeof(path), "%s/%s.json", dir, key);
	fs_publish(AT_FDCWD, path, "{", 1, NULL);
	OK("a record that is broken is an error", !jv_is_valid(answer_of(dir,
	    "{\"long\":\"0123456789012345678901234567890\"}", 0, &e)) &&
	    e.status == HCC_INPUT && strstr(e.text, "not JSON") != NULL);
	OK("nothing is added to it", exchange_add(dir,
	    line("{\"long\":\"0123456789012345678901234567890\"}"),
	    jv_string("z"), &e) == HCC_INPUT);
	OK("nothing is recorded where no directory can be", exchange_add(
	    "/dev/null/x", line("{}"), jv_string("z"), &e) != HCC_OK);
}

int
main(void)
{
	int	 dir;

	if (mkdtemp(tmp) == NULL)
		return 1;
	configuration();
	choice();
	sums();
	shares();
	limiter();
	records();
	dir = open(tmp, O_RDONLY | O_DIRECTORY);
	fs_remove(AT_FDCWD, tmp, NULL);
	close(dir);
	return tap_done();
}
