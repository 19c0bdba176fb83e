/* knobs.c: what each knob of the shipped policies changes. The same question is
 * asked twice: as the policy is shipped, and with a policy of the task that
 * turns this knob alone. What only C asks for is in tests/tools/knobs.t. Run
 * from the root of the tree. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "lua/policy.h"
#include "run/limits.h"
#include "tap.h"

#define TOTAL	"\"time_total\":36000"
#define MATCH(member, similarity) "{\"similarity\":" #similarity "," member \
	"\"tokens\":9,\"wins\":0,\"harms\":0}"
#define MATCHES(member, similarity) "[{\"tokens\":99,\"matches\":[" \
	MATCH(member, similarity) "," MATCH("", 0.8) "]}]"
#define PARTS	"[[{\"kind\":\"code\",\"tokens\":900},{\"kind\":\"log\"," \
	"\"tokens\":900},{\"kind\":\"log\",\"tokens\":900}],1900]"
#define RISE	"[{\"seconds\":80,\"limit\":100,\"best\":0.95,\"curve\":[" \
	"{\"seconds\":60,\"value\":0.8},{\"seconds\":80,\"value\":0.8}]}]"

static const struct turn {
	const char	*policy, *set, *function, *args, *before, *after;
} turns[] = {
	{ "budget", "reserve = 9", "kept", "[{\"time_total\":100}]", "5",
	    "9" },
	{ "budget", "reserve_share = 0.1", "kept", "[{\"time_total\":1000}]",
	    "20", "100" },
	{ "budget", "reserve_starts = 3", "kept", "[{\"time_total\":1000,"
	    "\"start\":12}]", "24", "36" },
	{ "budget", "reserve_most = 0.1", "kept", "[{\"time_total\":1000,"
	    "\"start\":99}]", "50", "100" },

	{ "context", "min_tokens = 50", "pack", PARTS, "[false,200,800]",
	    "[false,100,false]" },
	{ "context", "cut_order = { \"code\", \"log\" }", "pack", PARTS,
	    "[false,200,800]", "[200,800,false]" },

	{ "exec", "longest = \"1h\"", "limit", "[{\"phase\":1,\"rounds\":1}]",
	    "14400", "3600" },
	{ "exec", "longest = 12000", "begin", "[{\"limit\":10,"
	    "\"left\":100000,\"base\":10000,\"timeouts\":0}]", "14400",
	    "12000" },
	{ "exec", "shortest = 4", "limit", "[{\"phase\":1,\"rounds\":9,"
	    "\"time_left\":20," TOTAL "}]", "15", "4" },
	{ "exec", "base_times = 1", "limit", "[{\"phase\":1,\"rounds\":4,"
	    "\"time_left\":1000,\"base\":200}]", "300", "200" },
	{ "exec", "base_times = 2", "begin", "[{\"limit\":10,\"left\":1000,"
	    "\"base\":100,\"timeouts\":0}]", "150", "200" },
	{ "exec", "phase_share = 0.2", "limit", "[{\"phase\":1,\"rounds\":4,"
	    "\"time_left\":36000," TOTAL "}]", "3600", "1800" },
	{ "exec", "finish_below = 0.6", "limit", "[{\"phase\":1,\"rounds\":4,"
	    "\"time_left\":18000," TOTAL "}]", "1800", "4050" },
	{ "exec", "timeouts = 0", "limit", "[{\"phase\":0,\"rounds\":1,"
	    "\"drafts\":1,\"time_left\":3600," TOTAL "}]", "1800", "3600" },
	{ "exec", "timeouts = 2", "begin", "[{\"limit\":100,\"left\":1000,"
	    "\"timeouts\":2}]", "null", "100" },
	{ "exec", "least_time = 1", "begin", "[{\"limit\":1,\"left\":1,"
	    "\"timeouts\":0}]", "null", "1" },
	{ "exec", "least_share = 0.3", "begin", "[{\"limit\":100,\"left\":40,"
	    "\"base\":100,\"timeouts\":0}]", "null", "40" },
	{ "exec", "forecast_doubt = 4", "begin", "[{\"limit\":10,\"left\":100,"
	    "\"timeouts\":0,\"forecast\":300}]", "null", "100" },
	{ "exec", "smoke_time = 20", "smoke", "[{\"limit\":3600,"
	    "\"model\":true}]", "30", "20" },
	{ "exec", "smoke_time = 0", "smoke", "[{\"limit\":3600,"
	    "\"model\":true}]", "30", "null" },
	{ "exec", "smoke_times = 5", "smoke", "[{\"limit\":200,"
	    "\"model\":true}]", "null", "30" },
	{ "exec", "start = 0", "forecast", "[{\"smoke\":5,\"share\":0.1}]",
	    "23", "50" },
	{ "exec", "margin = 0.1", "adopt", "[{\"score\":1.2},{\"score\":1},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false", "true" },
	{ "exec", "blend_margin = 0.25", "adopt", "[{\"score\":0.8,"
	    "\"text\":\"A blend of earlier runs.\"},{\"score\":1},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "true", "false" },
	{ "exec", "jump = 0.6", "too_good", "[{\"score\":0.95},"
	    "{\"score\":0.9},{\"goal\":\"maximize\",\"perfect\":1,"
	    "\"worst\":0}]", "null",
	    "\"score 0.95 leaves all others behind\"" },
	{ "exec", "doubt = 5", "doubts", "[{\"claimed\":0.9,\"audited\":0.8,"
	    "\"folds\":[0.88,0.9,0.92]},null,{\"goal\":\"maximize\"}]",
	    "\"claims 0.9, but 0.8 was measured on training rows that it had "
	    "not seen\"", "null" },
	{ "exec", "doubt_share = 0.02", "doubts", "[{\"claimed\":0.9,"
	    "\"audited\":0.86},null,{\"goal\":\"maximize\"}]", "null",
	    "\"claims 0.9, but 0.86 was measured on training rows that it had "
	    "not seen\"" },
	{ "exec", "idle = 60", "hopeless", "[{\"seconds\":900,\"idle\":100}]",
	    "null", "\"no output and no processor time for 100 s\"" },
	{ "exec", "idle = 0", "hopeless", "[{\"seconds\":900,\"idle\":300}]",
	    "\"no output and no processor time for 300 s\"", "null" },
	{ "exec", "nan_lines = 1", "hopeless", "[{\"seconds\":9,"
	    "\"tail\":\"loss nan\\n\"}]", "null", "\"its loss is NaN\"" },
	{ "exec", "curve_points = 2", "hopeless", RISE, "null",
	    "\"at 0.8 after 80 s, it cannot reach 0.95 within 100 s\"" },

	{ "plan", "m = 5", "shape", "[{}]", "{\"m\":3,\"q\":2}",
	    "{\"m\":5,\"q\":2}" },
	{ "plan", "q = 4", "shape", "[{}]", "{\"m\":3,\"q\":2}",
	    "{\"m\":3,\"q\":4}" },
	{ "plan", "phase_share = 0.8", "shape", "[{\"time_left\":1000,"
	    "\"time_total\":1000,\"base\":{\"seconds\":100},\"slots\":1}]",
	    "{\"m\":2,\"q\":1}", "{\"m\":3,\"q\":1}" },
	{ "plan", "base_times = 0.5", "shape", "[{\"time_left\":1000,"
	    "\"time_total\":1000,\"base\":{\"seconds\":100},\"slots\":1}]",
	    "{\"m\":2,\"q\":1}", "{\"m\":3,\"q\":2}" },
	{ "plan", "control_time = \"3m\"", "control", "[{\"phase\":1,"
	    "\"time_left\":120,\"wisdom\":[{\"status\":\"provisional\"}]}]",
	    "true", "false" },
	{ "plan", "max_similarity = 0.9", "admit", "[{\"text\":\"a\"},"
	    "{\"similarity\":0.95,\"numbers\":0}]", "true", "false" },
	{ "plan", "max_cosine = 0.6", "admit", "[{\"text\":\"a\"},"
	    "{\"similarity\":0.5,\"numbers\":1,\"embedding\":0.7}]", "true",
	    "false" },

	{ "prefetch", "confirmed_bonus = 0", "choose",
	    MATCHES("\"status\":\"confirmed\",", 0.76), "[1,2]", "[2,1]" },
	{ "prefetch", "harm_penalty = 0", "choose",
	    "[{\"tokens\":99,\"matches\":[{\"similarity\":0.85,\"tokens\":9,"
	    "\"wins\":0,\"harms\":1}," MATCH("", 0.8) "]}]", "[2,1]",
	    "[1,2]" },
	{ "prefetch", "curated_penalty = 0", "choose",
	    MATCHES("\"origin\":\"curated\",", 0.84), "[2,1]", "[1,2]" },
	{ "prefetch", "doubt_age = \"1000d\"", "choose",
	    MATCHES("\"age\":63072001,", 0.84), "[2,1]", "[1,2]" },
	{ "prefetch", "doubt_penalty = 0", "choose",
	    MATCHES("\"changed\":[\"sklearn\"],", 0.84), "[2,1]", "[1,2]" },

	{ "promote", "pooled_gain = 2", "verdict", "[{\"wins\":0,\"harms\":0,"
	    "\"pooled\":{\"uses\":2,\"value\":2.5}}]", "null",
	    "\"confirmed\"" },

	{ "watch", "plan_with_judge = false", "next", "[{\"prefetched\":true,"
	    "\"phase\":1,\"promote\":1,\"run\":-1,\"working\":true,"
	    "\"allowed\":true}]", "[\"hcc-promote\",\"-p\"]",
	    "[\"hcc-promote\"]" },
	{ "watch", "blend = false", "next", "[{\"prefetched\":true,"
	    "\"phase\":1,\"promote\":-1,\"run\":-1,\"working\":true,"
	    "\"blended\":false,\"allowed\":false}]", "[\"hcc-exec\",\"-B\"]",
	    "[\"hcc-promote\",\"-t\",\"-w\",\"the budget is spent\"]" },
};

static const struct places at = { .share = "share/hcc",
	.config = "/nonexistent" };

/* The policy with what a task sets; NULL is a failure, which is told. */
static struct script *
turned(const char *task, const char *policy, const char *set)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = NULL;
	char		 path[200], text[300];

	snprintf(path, sizeof(path), "%s/policy/%s.lua", task, policy);
	snprintf(text, sizeof(text), "return { %s }\n", set);
	if (fs_replace(AT_FDCWD, path, text, strlen(text), &e) != HCC_OK ||
	    policy_open(task, &at, policy, &s, &e) != HCC_OK)
		printf("# %s: %s\n", set, e.text);
	unlink(path);
	return s;
}

/* What the function says, as JSON, or its error; the caller releases. */
static void
ask(struct script *s, const struct turn *t, struct buf *b)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 v;

	buf_reset(b);
	if (s != NULL && script_method(s, t->function, jv_parse(t->args), &v,
	    &e) == HCC_OK) {
		json_dump(b, v);
		jv_free(v);
	} else
		buf_adds(b, e.text);
	script_close(s);
}

static void
turn(const char *task, const struct turn *t)
{
	struct buf	 b = BUF_INIT;
	char		 name[200];

	ask(turned(task, t->policy, ""), t, &b);
	snprintf(name, sizeof(name), "%s.lua as shipped: %s is %s", t->policy,
	    t->function, t->before);
	IS_STR(name, t->before, buf_str(&b));
	ask(turned(task, t->policy, t->set), t, &b);
	snprintf(name, sizeof(name), "%s.lua with %s: %s is %s", t->policy,
	    t->set, t->function, t->after);
	IS_STR(name, t->after, buf_str(&b));
	buf_release(&b);
}

/* The knobs of exec.lua that are limits of a run. */
static void
limits(const char *task)
{
	struct script		*s = turned(task, "exec", "slots = 7, "
				    "tries = 5, cores = 6, memory = \"3M\", "
				    "output = \"2M\", disk = \"1M\", "
				    "processes = 99, grace = 8");
	struct limits_query	 q = { .left = 100, .budget = 100, .runs = 9,
				    .lanes = 9 };
	struct limits		 l = { 0 };

	OK("exec.lua gives all limits of a run", s != NULL &&
	    limits_compute(s, &q, &l, NULL) == HCC_OK);
	IS_NUM("exec.lua with slots = 7: seven runs at once", 7, l.slots, 0);
	IS_NUM("exec.lua with tries = 5: five attempts", 5, l.tries, 0);
	IS_NUM("exec.lua with cores = 6: six cores a run", 6, l.cores, 0);
	IS_NUM("exec.lua with memory = 3M: its bytes", 3 << 20, l.memory, 0);
	IS_NUM("exec.lua with output = 2M: its bytes", 2 << 20, l.output, 0);
	IS_NUM("exec.lua with disk = 1M: its bytes", 1 << 20, l.disk, 0);
	IS_NUM("exec.lua with processes = 99: so many", 99, l.processes, 0);
	IS_NUM("exec.lua with grace = 8: eight seconds", 8, l.grace, 0);
	q.lanes = 2;
	OK("limits are computed for two directions", s != NULL &&
	    limits_compute(s, &q, &l, NULL) == HCC_OK);
	IS_NUM("no more slots than directions", 2, l.slots, 0);
	script_close(s);
	s = turned(task, "exec", "cores = 1000");
	IS_NUM("exec.lua with more cores a run than there are: one at once", 1,
	    s == NULL ? -1 : limits_slots(s, false), 0);
	IS_NUM("runs elsewhere have 64 slots", 64,
	    s == NULL ? -1 : limits_slots(s, true), 0);
	script_close(s);
}

/* What a knob may be at most and at least: each set is allowed as a whole, and
 * with one value more or less it is refused. */
static const struct edge {
	const char	*policy, *set;
	bool		 allowed;
} edges[] = {
	{ "exec", "slots = 0, warm = 0, asks = 0, ahead = 0, cores = 0, "
	    "memory = 0, grace = 0, smoke_time = 0, audit = 0, idle = 0, "
	    "nan_lines = 0, curve_points = 0, noise_runs = 0, timeouts = 0, "
	    "start = 0, margin = 0, doubt = 0, jump = 0, phase_share = 0",
	    true },
	{ "exec", "tries = 1, output = 1, disk = 1, processes = 1, "
	    "shortest = 1, longest = 1, smoke_times = 1, smoke_rows = 1, "
	    "forecast_doubt = 1", true },
	{ "exec", "tries = 20, slots = 1024, asks = 1024, ahead = 16, "
	    "cores = 1024, grace = 3600, timeouts = 20, smoke_time = 3600, "
	    "phase_share = 1, finish_below = 1, audit = 0.9, audit_share = 1, "
	    "jump = 1, noise_runs = 16, noise_share = 1, curve_points = 64",
	    true },
	{ "exec", "tries = 0", false }, { "exec", "tries = 21", false },
	{ "exec", "slots = 1025", false }, { "exec", "ahead = 17", false },
	{ "exec", "processes = 0", false }, { "exec", "shortest = 0", false },
	{ "exec", "longest = 0.5", false }, { "exec", "output = 0", false },
	{ "exec", "audit = 0.91", false }, { "exec", "jump = 1.1", false },
	{ "exec", "timeouts = 21", false }, { "exec", "margin = -1", false },
	{ "exec", "noise_runs = 17", false }, { "exec", "tries = 2.5", false },
	{ "exec", "curve_points = 65", false }, { "exec", "idle = -1", false },
	{ "exec", "phase_share = 1.1", false },
	{ "exec", "smoke_times = 0.5", false },
	{ "budget", "reserve = 0, reserve_share = 0", true },
	{ "budget", "reserve_share = 1", true },
	{ "budget", "reserve_share = 1.1", false },
	{ "budget", "reserve = -1", false },
	{ "context", "budget = 100, reserve_tokens = 0, max_log_tokens = 50, "
	    "min_tokens = 0", true },
	{ "context", "budget = 99", false },
	{ "context", "max_log_tokens = 49", false },
	{ "context", "cut_order = { \"logs\" }", false },
	{ "plan", "m = 1, q = 1, max_drafts = 1, max_similarity = 0, "
	    "max_cosine = -1, control_time = 0, base_times = 0.1", true },
	{ "plan", "m = 99, q = 99, max_drafts = 99, max_similarity = 2, "
	    "max_cosine = 2, phase_share = 1", true },
	{ "plan", "m = 0", false }, { "plan", "q = 0", false },
	{ "plan", "m = 100", false }, { "plan", "max_drafts = 0", false },
	{ "plan", "max_cosine = 2.1", false },
	{ "plan", "base_times = 0", false },
	{ "prefetch", "delta = -1, max_matches = 0, tokens = 0, "
	    "confirmed_bonus = 0, harm_penalty = 0, curated_penalty = 0, "
	    "doubt_age = 0, doubt_penalty = 0", true },
	{ "prefetch", "delta = 1, confirmed_bonus = 2, harm_penalty = 2, "
	    "curated_penalty = 2, doubt_penalty = 2", true },
	{ "prefetch", "delta = 1.1", false },
	{ "prefetch", "harm_penalty = 2.1", false },
	{ "prefetch", "confirmed_bonus = 2.1", false },
	{ "prefetch", "curated_penalty = 2.1", false },
	{ "prefetch", "doubt_penalty = 2.1", false },
	{ "promote", "max_file_size = 0, phase_tokens = 0, keep_size = 0, "
	    "unknown_noise = 0", true },
	{ "promote", "unknown_noise = 1", true },
	{ "promote", "unknown_noise = 1.1", false },
	{ "promote", "pooled_gain = 0", true },
	{ "promote", "pooled_gain = -0.1", false },
	{ "promote", "phase_tokens = -1", false },
	{ "watch", "timer = 1, retry = 0.1, max_retry = 0.1, max_failures = 1",
	    true },
	{ "watch", "timer = 0.5", false },
	{ "watch", "max_failures = 0", false },
	{ "watch", "blend = 1", false },
};

static void
edge(const char *task, const struct edge *x)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = NULL;
	char		 path[100], name[400], text[400];

	snprintf(path, sizeof(path), "%s/policy/%s.lua", task, x->policy);
	snprintf(text, sizeof(text), "return { %s }", x->set);
	(void)fs_publish(AT_FDCWD, path, text, strlen(text), NULL);
	snprintf(name, sizeof(name), "%s.lua %s %s", x->policy, x->allowed ?
	    "allows" : "refuses", x->set);
	if (!OK(name, (policy_open(task, &at, x->policy, &s, &e) == HCC_OK) ==
	    x->allowed))
		printf("# %s\n", e.text);
	script_close(s);
	(void)fs_remove(AT_FDCWD, path, NULL);
}

/* The defaults that hcc-policy(5) gives the knobs of a policy, as Lua. */
static void
in_manual(const char *manual, const char *policy, struct buf *b)
{
	static const char	 item[] = "\n.It Va ";
	const char		*p, *end;
	char			 title[40];

	snprintf(title, sizeof(title), "\n.Ss %s.lua\n", policy);
	if ((p = strstr(manual, title)) == NULL)
		return;
	end = strstr(p + 1, "\n.S");
	while ((p = strstr(p, item)) != NULL && p < end) {
		p += strlen(item);
		if (strncmp(p + strcspn(p, " \n"), " No ", 4) != 0)
			continue;
		for (; *p != '\n'; p++) {
			if (strncmp(p, "\\(dq", 4) == 0) {
				buf_adds(b, "\"");
				p += 3;
			} else if (strncmp(p, " No ", 4) == 0)
				p += 3;
			else
				buf_add(b, p, 1);
		}
		buf_addc(b, ',');
	}
}

/* The knobs of a policy whose defaults are others than in the manual. */
static void
defaults(const char *task, const char *policy, const char *manual)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 set = BUF_INIT, other = BUF_INIT;
	jv		 shipped = jv_null(), told = jv_null(), a, b;
	char		 path[200], name[100];
	int		 i;

	snprintf(path, sizeof(path), "%s/policy/%s.lua", task, policy);
	buf_adds(&set, "return { ");
	in_manual(manual, policy, &set);
	buf_adds(&set, "}\n");
	if (policy_describe(task, &at, policy, &shipped, &e) != HCC_OK ||
	    fs_replace(AT_FDCWD, path, set.p, set.len, &e) != HCC_OK ||
	    policy_describe(task, &at, policy, &told, &e) != HCC_OK)
		buf_adds(&other, e.text);
	for (i = 0; json_item(shipped, i, &a) && json_item(told, i, &b); i++)
		if (!jv_equal(jv_copy(json_at(a, "value")),
		    jv_copy(json_at(b, "value"))))
			buf_addf(&other, "%s ", json_str(a, "name", ""));
	snprintf(name, sizeof(name), "%s.lua has the defaults of "
	    "hcc-policy(5)", policy);
	IS_STR(name, "", buf_str(&other));
	unlink(path);
	buf_release(&set);
	buf_release(&other);
	jv_free(shipped);
	jv_free(told);
}

int
main(void)
{
	static const char *const policies[] = { "budget", "context", "exec",
	    "plan", "prefetch", "promote", "watch" };
	struct buf	 manual = BUF_INIT;
	char		 task[] = "/tmp/hcc-knobs.XXXXXX", path[64];
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 i;

	if (mkdtemp(task) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/policy", task);
	if (fs_mkdirs(AT_FDCWD, path, &e) != HCC_OK)
		return 1;
	for (i = 0; i < sizeof(turns) / sizeof(turns[0]); i++)
		turn(task, &turns[i]);
	limits(task);
	for (i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		edge(task, &edges[i]);
	OK("hcc-policy(5) can be read", fs_read(AT_FDCWD, "man/hcc-policy.5",
	    1 << 20, &manual, &e) == HCC_OK);
	for (i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		defaults(task, policies[i], buf_str(&manual));
	buf_release(&manual);
	(void)fs_remove(AT_FDCWD, task, NULL);
	return tap_done();
}
