/*
 * ledger.c: read, sum and append.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "llm/ledger.h"

#define DAYS_BACK	31	/* that a run may last */

/* One pass over lines. */
struct ledger_pass {
	struct ledger_sums	*all;	/* of every line */
	struct ledger_sums	*run;	/* of those of `session`; NULL: none */
	const char		*session, *model, *request;
	struct ledger_view	*view;	/* NULL: sums are enough */
	jv			 open;	/* reservations by id */
	bool			 mine;	/* there were lines of the session */
	bool			 own;	/* requests of others do not count */
};

static double
amount(jv line, const char *key)
{
	double	 d = json_num(line, key, 0);

	return d > 0 ? d : 0;
}

static void
add_entry(struct ledger_pass *p, jv line)
{
	struct ledger_sums	*sums[2] = { p->all, p->run };
	bool			 mine = p->session != NULL &&
		    strcmp(json_str(line, "s", ""), p->session) == 0;
	size_t			 i;

	p->mine |= mine;
	for (i = 0; i < 2; i++) {
		if (sums[i] == NULL || (i == 1 && !mine))
			continue;
		sums[i]->bytes += amount(line, "bytes");
		sums[i]->prefix += amount(line, "prefix");
		sums[i]->tokens += amount(line, "tokens");
		sums[i]->cost += amount(line, "cost");
		sums[i]->calls++;
		sums[i]->answered += json_bool(line, "ok", false);
	}
}

/* An open reservation: what the id has reserved before and this line. */
static void
reserve(struct ledger_pass *p, const char *id, jv line)
{
	jv	 was = json_get(p->open, id);
	double	 calls = amount(was, "calls") + 1;

	if (p->view != NULL && p->request != NULL && calls == 1 &&
	    (!p->own || strcmp(json_str(line, "s", ""), p->session) == 0) &&
	    strcmp(json_str(line, "request", ""), p->request) == 0)
		p->view->same++;
	was = json_put_num(jv_is_valid(was) ? was : jv_object(), "calls",
	    calls);
	was = json_put_num(was, "tokens", amount(was, "tokens") +
	    amount(line, "tokens"));
	was = json_put_num(was, "cost", amount(was, "cost") +
	    amount(line, "cost"));
	was = json_put_str(was, "s", json_str(line, "s", ""));
	p->open = json_put(p->open, id, was);
}

/* Bytes and tokens of a prompt as its server counted them; false when it has
 * not, or when it cut the prompt or counts otherwise. */
static bool
server_counts(jv line, double *bytes, double *prompt)
{
	jv	 u = json_at(line, "usage");

	*bytes = amount(line, "bytes");
	*prompt = amount(u, "prompt");
	return !json_bool(u, "estimated", true) && *prompt > 0 &&
	    *bytes > *prompt && *bytes < 8 * *prompt;
}

/* What a settled call of the model teaches. */
static void
learn(struct ledger_pass *p, jv line)
{
	double	 bytes, prompt;
	jv	 d;

	if (p->view == NULL || p->model == NULL ||
	    strcmp(json_str(line, "model", ""), p->model) != 0)
		return;
	if (server_counts(line, &bytes, &prompt)) {
		p->view->bytes += bytes;
		p->view->prompt += prompt;
	}
	d = json_at(line, "dropped");
	if (jv_get_kind(d) == JV_KIND_ARRAY && p->session != NULL &&
	    strcmp(json_str(line, "s", ""), p->session) == 0)
		p->view->dropped = jv_array_concat(p->view->dropped,
		    jv_copy(d));
}

static void
read_entry(struct ledger_pass *p, jv line)
{
	const char	*ev = json_str(line, "ev", "");
	const char	*id = json_str(line, "id", NULL);

	if (id == NULL)
		return;
	snprintf(p->all->refused, sizeof(p->all->refused), "%s",
	    strcmp(ev, "refuse") == 0 ? json_str(line, "scope", "") : "");
	if (strcmp(ev, "reserve") == 0)
		reserve(p, id, line);
	else if (strcmp(ev, "settle") == 0) {
		add_entry(p, line);
		learn(p, line);
		p->open = jv_object_delete(p->open, jv_string(id));
	}
}

/* Reservations that were never settled count in full. */
static void
add_open(struct ledger_pass *p)
{
	jv	 r;
	int	 i;

	for (i = jv_object_iter(p->open); jv_object_iter_valid(p->open, i);
	    i = jv_object_iter_next(p->open, i)) {
		r = jv_object_iter_value(p->open, i);
		add_entry(p, r);
		jv_free(r);
	}
	jv_free(p->open);
}

/* All lines of a file; torn ones are left out. With `only`, those that hold
 * this text. */
static enum hcc_status
read_ledger(struct ledger_pass *p, int dir, const char *path, const char *only,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *nl, *end;
	enum hcc_status	 st = HCC_OK;
	jv		 line;

	p->open = jv_object();
	if (fs_exists(dir, path))
		st = fs_read(dir, path, 0, &b, e);
	for (s = buf_str(&b), end = s + b.len; s < end; s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		if (nl == s || (only != NULL && memmem(s, (size_t)(nl - s),
		    only, strlen(only)) == NULL))
			continue;
		line = json_parse(s, (size_t)(nl - s), path, 0, NULL);
		read_entry(p, line);
		jv_free(line);
	}
	add_open(p);
	buf_release(&b);
	return st;
}

enum hcc_status
ledger_read(int dir, const char *path, struct ledger_sums *sums,
    struct hcc_err *e)
{
	struct ledger_pass	 p = { .all = sums };

	memset(sums, 0, sizeof(*sums));
	return read_ledger(&p, dir, path, NULL, e);
}

/* One line more of what each model's server has counted; `role` is the name of
 * the model that the role asked last. */
static jv
count_model(jv models, jv line, const char *role)
{
	const char	*model = json_str(line, "model", "");
	double		 bytes, prompt;
	jv		 m;

	if (strcmp(json_str(line, "ev", ""), "settle") != 0 || *model == '\0' ||
	    !server_counts(line, &bytes, &prompt))
		return models;
	m = json_at(models, model);
	m = jv_get_kind(m) == JV_KIND_OBJECT ? jv_copy(m) : jv_object();
	m = json_put_num(m, "bytes", amount(m, "bytes") + bytes);
	m = json_put_num(m, "prompt", amount(m, "prompt") + prompt);
	models = json_put(models, model, m);
	models = json_put_str(models, " last", model);	/* no model's name */
	if (strcmp(json_str(line, "role", ""), role) == 0)
		models = json_put_str(models, " role", model);
	return models;
}

double
ledger_bytes_per_token(int task, const char *role)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *nl;
	double		 rate = 0;
	jv		 models = jv_object(), line, m;

	if (fs_exists(task, LEDGER_FILE))
		(void)fs_read(task, LEDGER_FILE, 0, &b, NULL);
	for (s = buf_str(&b); (nl = strchr(s, '\n')) != NULL; s = nl + 1) {
		line = json_parse(s, (size_t)(nl - s), LEDGER_FILE, 0, NULL);
		models = count_model(models, line, role);
		jv_free(line);
	}
	m = json_at(models, json_str(models, " role", json_str(models, " last",
	    "")));
	if (amount(m, "prompt") >= 2000)
		rate = amount(m, "bytes") / amount(m, "prompt");
	jv_free(models);
	buf_release(&b);
	return rate;
}

static void
day_name(const struct ledger *l, char out[40], int back)
{
	time_t		 t = time(NULL);
	struct tm	 tm;

	localtime_r(&t, &tm);
	tm.tm_mday -= back;
	tm.tm_hour = 12;	/* far from where clocks change */
	tm.tm_isdst = -1;
	mktime(&tm);
	strftime(out, 40, l->replay ? "replay-%Y-%m-%d.jsonl" :
	    "ledger-%Y-%m-%d.jsonl", &tm);
}

static void
max_sums(struct ledger_sums *a, const struct ledger_sums *b)
{
	a->tokens = fmax(a->tokens, b->tokens);
	a->cost = fmax(a->cost, b->cost);
	a->calls = fmax(a->calls, b->calls);
}

/* The task's file, the day's, and those of days before on which the run was
 * at work. `base` says what to look for. */
static enum hcc_status
read_all(struct ledger *l, const struct ledger_pass *base, struct hcc_err *e)
{
	struct ledger_view	*v = base->view;
	struct ledger_sums	 run = { 0 }, rest = { 0 };
	struct ledger_pass		 p = *base;
	enum hcc_status		 st = HCC_OK;
	char			 name[40];
	int			 back;

	p.run = &v->run;
	p.all = &v->task;
	if (l->task != -1)
		st = read_ledger(&p, l->task, LEDGER_FILE, NULL, e);
	if (st != HCC_OK || l->state == -1)
		return st;
	/* The task's file has counted these already. */
	if (l->task != -1)
		p.request = NULL;
	p.own = true;
	p.run = &run;
	p.all = &v->day;
	st = read_ledger(&p, l->state, l->day, NULL, e);
	/* A run that began before midnight. */
	p.all = &rest;
	p.view = NULL;
	for (back = 1; st == HCC_OK && back <= DAYS_BACK; back++) {
		p.mine = false;
		day_name(l, name, back);
		st = read_ledger(&p, l->state, name, l->session, e);
		if (!p.mine)
			break;
	}
	max_sums(&v->run, &run);
	return st;
}

static enum hcc_status
lock_file(int dir, const char *path, int *fd, struct hcc_err *e)
{
	*fd = openat(dir, path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd == -1)
		return err_errno(e, "open '%s'", path);
	while (flock(*fd, LOCK_EX) == -1)
		if (errno != EINTR)
			return err_errno(e, "lock '%s'", path);
	return HCC_OK;
}

enum hcc_status
ledger_lock(struct ledger *l, const char *model, const char *request,
    struct ledger_view *v, struct hcc_err *e)
{
	struct ledger_pass	 p = { .session = l->session, .model = model,
			    .request = request, .view = v };
	enum hcc_status	 st = HCC_OK;

	memset(v, 0, sizeof(*v));
	v->dropped = jv_array();
	day_name(l, l->day, 0);
	if (l->task != -1)
		st = lock_file(l->task, LEDGER_FILE, &l->fds[0], e);
	if (st == HCC_OK && l->state != -1)
		st = lock_file(l->state, l->day, &l->fds[1], e);
	if (st == HCC_OK)
		st = read_all(l, &p, e);
	if (st == HCC_OK)
		return HCC_OK;
	ledger_unlock(l);
	jv_free(v->dropped);
	v->dropped = jv_invalid();
	return st;
}

void
ledger_unlock(struct ledger *l)
{
	size_t	 i;

	for (i = 0; i < 2; i++) {
		if (l->fds[i] != -1)
			close(l->fds[i]);
		l->fds[i] = -1;
	}
}

enum hcc_status
ledger_add(const struct ledger *l, jv line, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct timespec	 now;
	enum hcc_status	 st = HCC_OK;

	clock_gettime(CLOCK_REALTIME, &now);
	line = json_put_str(line, "s", l->session);
	line = json_put_num(line, "t", (double)now.tv_sec +
	    (double)(now.tv_nsec / 1000000) / 1000);
	json_dump(&b, line);
	jv_free(line);
	if (l->task != -1)
		st = fs_append_line(l->task, LEDGER_FILE, buf_str(&b), b.len,
		    e);
	if (st == HCC_OK && l->state != -1)
		st = fs_append_line(l->state, l->day, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}
