/*
 * outcome.c: what came of a run: the score that it claims, its submission, and
 * why it failed.
 *
 * The log is mapped and read once. What the program says about itself is a
 * claim; the submission is checked against the sample before anything else
 * looks at it.
 */
#include <ctype.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/attempt_internal.h"
#include "run/failure.h"
#include "run/limits.h"
#include "run/sealed.h"
#include "score/metric.h"
#include "task/change.h"

/* The log of a run, mapped; n is 0 for an empty or absent one. */
struct log {
	char	*p;
	size_t	 n;
};

static struct log
map_log(int dir)
{
	struct log	 l = { NULL, 0 };
	struct stat	 sb;
	int		 fd;

	fd = openat(dir, "log", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return l;
	if (fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode) && sb.st_size > 0) {
		l.n = (size_t)sb.st_size;
		l.p = mmap(NULL, l.n, PROT_READ, MAP_PRIVATE, fd, 0);
		if (l.p == MAP_FAILED)
			l = (struct log){ NULL, 0 };
	}
	close(fd);
	return l;
}

static void
unmap_log(struct log l)
{
	if (l.p != NULL)
		munmap(l.p, l.n);
}

/* The class of a failure without a line in the log: by the limit. */
static const char *
limit_class(const char *limit)
{
	if (strcmp(limit, "time") == 0 || strcmp(limit, "cpu") == 0)
		return "timeout";
	if (strcmp(limit, "memory") == 0)
		return "memory";
	return "killed";
}

struct cause *
attempt_cause(const char *class, const char *message, const char *frame)
{
	struct cause	*c = record_new(&cause_record);

	record_set(&c->class, class);
	record_set(&c->message, message);
	record_set(&c->frame, frame == NULL || *frame == '\0' ? NULL : frame);
	return c;
}

/* Bytes of the log as evidence.h writes them. */
static void
set_reference(char **to, const struct attempt *a, struct span at)
{
	char	 text[96];

	snprintf(text, sizeof(text), "%s:%zu-%zu", a->id, at.from, at.to);
	record_set(to, text);
}

/* The last line with a word in it; empty: there is none. */
static struct span
last_line(struct log log)
{
	struct span	 at;

	for (at.to = log.n; at.to > 0 && isspace((unsigned char)
	    log.p[at.to - 1]); at.to--)
		;
	for (at.from = at.to; at.from > 0 && log.p[at.from - 1] != '\n' &&
	    log.p[at.from - 1] != '\r'; at.from--)
		;
	return at;
}

/* A cause whose message names the last line of the log, and where that is. */
static struct cause *
cause_at_end(const struct attempt *a, struct log log, const char *class,
    const char *message)
{
	struct span	 at = last_line(log);
	struct cause	*c;
	char		 msg[600];

	if (at.to == at.from)
		return attempt_cause(class, message, NULL);
	snprintf(msg, sizeof(msg), "%s; its last line: %.*s", message,
	    (int)(at.to - at.from > 200 ? 200 : at.to - at.from),
	    log.p + at.from);
	c = attempt_cause(class, msg, NULL);
	set_reference(&c->at, a, at);
	return c;
}

/* Why the program itself ended badly, or NULL. */
static struct cause *
find_exit_cause(const struct attempt *a, struct log log,
    const struct run_end *end)
{
	struct failure	 f;
	struct cause	*c;
	char		 msg[400];

	if (end->exit != 0 && failure_find(log.p, log.n, &f)) {
		c = attempt_cause(failure_name(f.class), f.message, f.frame);
		set_reference(&c->at, a, f.at);
		return c;
	}
	if (end->signal != 0) {
		snprintf(msg, sizeof(msg), "killed by signal %d (%s)",
		    end->signal, strsignal(end->signal));
		return attempt_cause("killed", msg, NULL);
	}
	if (end->exit == 0)
		return NULL;
	snprintf(msg, sizeof(msg), "ended with exit status %d", end->exit);
	return cause_at_end(a, log, "other", msg);
}

/* What a program says of its score: a line "metric: VALUE", or one as the
 * task's pattern has it; that of a project may name its metric instead. */
static bool
find_claim(const struct attempt *a, const char *log, size_t n,
    struct claim *c)
{
	if (a->t->pattern != NULL)
		return claim_find_pattern(a->t->pattern, log, n, c);
	return claim_find(log, n, c) || (a->t->command != NULL &&
	    claim_find_named(a->t->metric, log, n, c));
}

bool
attempt_claim(const struct attempt *a, const char *log, size_t n,
    struct claim *c)
{
	return find_claim(a, log, n, c) &&
	    metric_in_range(metric_find(a->t->metric), c->value);
}

static struct cause *
no_metric(const struct attempt *a, struct log log)
{
	char	 msg[400];

	if (a->t->pattern != NULL)
		snprintf(msg, sizeof(msg), "printed no line like '%.200s' with "
		    "a finite number", a->t->pattern);
	else if (a->t->command != NULL)
		snprintf(msg, sizeof(msg), "printed no line 'metric: VALUE' or "
		    "'%.100s: VALUE' with a finite number; 'pattern' of "
		    "task.md names another form", a->t->metric);
	else
		snprintf(msg, sizeof(msg), "printed no line 'metric: VALUE' "
		    "with a finite number");
	return cause_at_end(a, log, "no_metric", msg);
}

/* exec.lua has ended it. */
static struct cause *
stopped(const struct attempt *a)
{
	char	 msg[300];

	snprintf(msg, sizeof(msg), "stopped as hopeless: %s",
	    a->progress->why);
	return attempt_cause("killed", msg, NULL);
}

/* The claim is outside of the range of the metric, which models do not know. */
static struct cause *
impossible(const struct attempt *a, double value)
{
	const struct metric	*m = metric_find(a->t->metric);
	char			 msg[400], range[64] = "";

	if (m != NULL && isfinite(m->low) && isfinite(m->high))
		snprintf(range, sizeof(range), " (%g to %g)", m->low, m->high);
	snprintf(msg, sizeof(msg), "printed 'metric: %g', which is no value "
	    "of %s%s", value, a->t->metric, range);
	return attempt_cause("no_metric", msg, NULL);
}

static struct cause *
find_cause(const struct attempt *a, struct log log, const struct run_end *end,
    jv submission)
{
	struct cause	*c;
	char		 msg[400];
	struct claim	 claim;
	jv		 first;

	if (end->limit != NULL && strcmp(end->limit, "hopeless") == 0)
		return stopped(a);
	if (end->limit != NULL) {
		snprintf(msg, sizeof(msg), LIMITS_STOPPED "%s", end->limit);
		return attempt_cause(limit_class(end->limit), msg, NULL);
	}
	if ((c = find_exit_cause(a, log, end)) != NULL)
		return c;
	if ((a->t->no_submission || json_bool(submission, "valid", true)) &&
	    log.p != NULL && find_claim(a, log.p, log.n, &claim))
		return impossible(a, claim.value);
	if (a->t->no_submission || json_bool(submission, "valid", true))
		return no_metric(a, log);
	if (!json_bool(submission, "exists", true)) {
		snprintf(msg, sizeof(msg), "wrote no './%.200s'",
		    a->t->submission);
		return attempt_cause("submission", msg, NULL);
	}
	return attempt_cause("submission", json_item(json_at(submission,
	    "problems"), 0, &first) && jv_get_kind(first) == JV_KIND_STRING ?
	    jv_string_value(first) : "the submission is not valid", NULL);
}

/* A report that says no more than why the submission does not count. */
static jv
put_problem(jv report, const char *why)
{
	report = json_put(report, "valid", jv_false());
	return json_put(report, "problems", jv_array_append(jv_array(),
	    jv_string(why)));
}

/* Check the submission and, when labels are sealed, measure it. Returns the
 * report; *measured stays NAN without labels. */
static jv
look_at_submission(const struct attempt *a, int dir, double *measured)
{
	const struct task	*t = a->t;
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 path[256], sample[512], labels[256], sum[65];
	enum hcc_status	 st;
	jv		 r;

	snprintf(path, sizeof(path), "l1/%s/%s", a->id, t->submission);
	snprintf(sample, sizeof(sample), "%s%s%s", a->audit == NULL ? "" :
	    a->audit, a->audit == NULL ? "" : "/", t->sample);
	/* Nothing there, or a link or a device, is no submission. */
	if (sealed_check(t, sample, path, &r, &e) != HCC_OK) {
		jv_free(r);
		return put_problem(jv_object(), e.text);
	}
	if (json_bool(r, "exists", false) && fs_sha256(dir, t->submission,
	    sum, NULL) == HCC_OK)
		r = json_put_str(r, "sha256", sum);
	if (!json_bool(r, "valid", false) || a->smoke || (a->audit == NULL &&
	    !sealed_present(t)))
		return r;
	snprintf(labels, sizeof(labels), "%s/labels.csv", a->audit == NULL ?
	    "sealed" : a->audit);
	st = a->audit != NULL ? sealed_score_by(t, labels, path, measured,
	    &e) : sealed_score(t, path, SEALED_SECONDS, measured, NULL, &e);
	if (st == HCC_OK)
		return r;
	*measured = NAN;
	if (st == HCC_INPUT)		/* the metric cannot take it */
		r = put_problem(r, e.text);
	return json_put_str(r, "not_measured", e.text);
}

/* What is known of a run without looking at what it made. */
static void
describe(const struct attempt *a, const struct run_end *end, struct run *r)
{
	char	 host[256] = "";

	gethostname(host, sizeof(host) - 1);
	record_set(&r->id, a->id);
	record_set(&r->hcc, a->t->version);
	record_set(&r->host, host);
	record_set(&r->runner, a->finished != NULL ? "hand" :
	    a->job != NULL ? "slurm" : "local");
	record_set(&r->job, a->job);
	record_set(&r->command, a->command);
	if (a->base != NULL) {
		r->built_on = record_new(&base_record);
		base_of_result(r->built_on, &a->base->result);
	}
	r->sandbox = a->sandbox;
	r->smoke = a->smoke;
	r->smoke_seconds = a->smoke_seconds > 0 ? a->smoke_seconds : NAN;
	r->seed = a->seed;
	r->cores = a->limits.cores;
	r->time_limit = a->limits.time;
	run_end_put(end, r);
	if (a->finished != NULL)	/* nobody has looked at a clock */
		r->seconds = NAN;
}

/* A command that a person recorded needs neither metric nor submission, nor
 * does what only measures. */
static bool
succeeded(const struct attempt *a, const struct run_end *end,
    const struct run *r)
{
	bool	 timed = end->limit != NULL && strcmp(end->limit, "time") == 0;

	if (a->command != NULL || a->measure)
		return end->exit == 0 && end->limit == NULL;
	/* What was complete before the time ran out counts. */
	return (timed || (end->exit == 0 && end->limit == NULL)) &&
	    isfinite(r->claimed) && (a->t->no_submission ||
	    json_bool(r->submission, "valid", false));
}

/* What the program says of its score. */
static void
take_claim(const struct attempt *a, struct log log, struct run *r)
{
	struct claim	 c;
	int		 i;

	if (log.p == NULL || !attempt_claim(a, log.p, log.n, &c))
		return;
	r->claimed = c.value;
	r->claimed_line = c.line;
	set_reference(&r->claimed_at, a, c.at);
	for (i = 0; i < c.nfolds; i++) {
		if (i == 0)
			r->folds = jv_array();
		r->folds = jv_array_append(r->folds, jv_number(c.folds[i]));
	}
}

static void
tell_smoke(const struct attempt *a, struct cause *c)
{
	char	 msg[500];

	snprintf(msg, sizeof(msg), "when it was tried out%s: %.400s",
	    a->audit != NULL ? " on a sample of the training rows" : "",
	    c->message);
	record_set(&c->message, msg);
}

void
attempt_outcome(const struct attempt *a, int dir, const struct run_end *end,
    struct run *r)
{
	struct log	 log = map_log(dir);
	bool		 good, timeout;

	describe(a, end, r);
	if (!a->measure)
		take_claim(a, log, r);
	if (!a->measure && !a->t->no_submission && (a->command == NULL ||
	    faccessat(dir, a->t->submission, F_OK, AT_SYMLINK_NOFOLLOW) == 0))
		r->submission = look_at_submission(a, dir, &r->measured);
	good = succeeded(a, end, r);
	timeout = end->limit != NULL && strcmp(limit_class(end->limit),
	    "timeout") == 0;
	record_set(&r->status, good && a->measure ? "measured" : good ? "ok" :
	    timeout ? "timeout" : "failed");
	if (!good)
		r->cause = find_cause(a, log, end, r->submission);
	if (!good && a->smoke)
		tell_smoke(a, r->cause);
	unmap_log(log);
}
