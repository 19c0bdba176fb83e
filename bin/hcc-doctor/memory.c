/*
 * memory.c: the model, the embedder, the wisdom base, the policies.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/subprocess.h"
#include "brain/brain.h"
#include "embed/embedder.h"
#include "hcc-doctor/doctor.h"
#include "llm/model_config.h"
#include "wisdom/wisdom.h"

#define QUESTION	"Answer with the word ok.\n"
#define DEADLINE	"30s"
#define ANSWER_MAX	100000

/* One question through hcc-llm, which says itself what goes wrong. */
static void
ask_model(struct doctor *d, const char *brain)
{
	char		 path[4200];
	const char	*argv[] = { path, "-q", "-a", "1", "-d", DEADLINE,
			    "-r", "plan", NULL };
	struct buf	 in = BUF_INIT, out = BUF_INIT;
	struct subprocess s = { .argv = argv, .in = &in,
			    .max = ANSWER_MAX, .stop_fd = -1 };
	struct hcc_err	 e = HCC_ERR_INIT;
	double		 began = clock_steady();
	int		 status = 0;

	snprintf(path, sizeof(path), "%s/hcc-llm", tool_bindir());
	buf_adds(&in, QUESTION);
	if (subprocess_run(&s, &out, &status, &e) == HCC_OK && status != 0)
		err_set(&e, err_from_exit_code(status), "brain %s: the model "
		    "does not answer: hcc-llm ended with status %d", brain,
		    status);
	if (e.status != HCC_OK)
		doctor_fail(d, "model", &e);
	else
		doctor_say(d, DOCTOR_OK, "model", "brain %s; the model "
		    "answered after %.1f s", brain, clock_steady() - began);
	buf_release(&in);
	buf_release(&out);
}

void
doctor_model(struct doctor *d)
{
	const struct places	*at = tool_places();
	struct task		 none = TASK_NONE;
	struct hcc_err		 e = HCC_ERR_INIT;
	const char		*brain;
	bool			 has = fs_exists(AT_FDCWD, at->file);
	jv			 llm = jv_invalid();

	if (llm_config_read(at, &llm, &e) != HCC_OK)
		doctor_fail(d, "config", &e);
	else
		doctor_say(d, has ? DOCTOR_OK : DOCTOR_NONE, "config", has ?
		    "'%s' is read" : "there is no '%s': defaults", at->file);
	if (e.status == HCC_OK && brain_name(d->t == NULL ? &none : d->t, at,
	    NULL, &brain, &e) != HCC_OK)
		doctor_fail(d, "model", &e);
	else if (e.status == HCC_OK && !llm_configured(llm) && !at->model)
		doctor_say(d, DOCTOR_NONE, "model", "brain %s; no model is "
		    "configured", brain);
	else if (e.status == HCC_OK && d->ask)
		ask_model(d, brain);
	else if (e.status == HCC_OK)
		doctor_say(d, DOCTOR_OK, "model", "brain %s; a model is "
		    "configured, -m asks it", brain);
	jv_free(llm);
}

void
doctor_embedder(struct doctor *d)
{
	struct embedder	*em = NULL;
	struct hcc_err	 e = HCC_ERR_INIT;

	if (embedder_open(tool_places(), &em, &e) != HCC_OK ||
	    (d->ask && embedder_learn(em, &e) != HCC_OK))
		doctor_fail(d, "embedder", &e);
	else if (embedder_id(em) == NULL)
		doctor_say(d, DOCTOR_OK, "embedder", "a command, -m asks it");
	else
		doctor_say(d, DOCTOR_OK, "embedder", "%s, %zu dimensions",
		    embedder_id(em), embedder_dim(em));
	embedder_close(em);
}

static enum hcc_status
count_entry(void *ctx, jv entry, struct hcc_err *e)
{
	int		*n = ctx;
	const char	*status = json_str(entry, "status", "");

	(void)e;
	n[0]++;
	n[1] += strcmp(status, "provisional") == 0;
	n[2] += strcmp(status, "confirmed") == 0;
	n[3] += strcmp(status, "demoted") == 0;
	jv_free(entry);
	return HCC_OK;
}

void
doctor_wisdom(struct doctor *d)
{
	const char	*path = tool_wisdom(NULL);
	struct wis	*w = NULL;
	struct hcc_err	 e = HCC_ERR_INIT;
	struct stat	 sb;
	int		 n[4] = { 0 };
	enum hcc_status	 st = wis_open(path, WIS_READ, &w, &e);

	if (st == HCC_MISSING)
		doctor_say(d, DOCTOR_NONE, "wisdom", "there is no '%s' yet; "
		    "hcc-wisdom import -s makes one of general practice", path);
	else if (st != HCC_OK || wis_list(w, count_entry, n, &e) != HCC_OK)
		doctor_fail(d, "wisdom", &e);
	else
		doctor_say(d, DOCTOR_OK, "wisdom", "%d entries in '%s' (%.1f "
		    "MB): %d provisional, %d confirmed, %d demoted", n[0], path,
		    stat(path, &sb) == 0 ? (double)sb.st_size / 1e6 : 0, n[1],
		    n[2], n[3]);
	wis_close(w);
}

/* Append the lines of one policy: what is not as shipped, or all. */
static void
add_policy(const struct doctor *d, const char *name, jv list, struct buf *b,
    int *changed)
{
	struct buf	 value = BUF_INIT;
	jv		 one;
	int		 i;
	bool		 set;

	for (i = 0; json_item(list, i, &one); i++) {
		set = json_str(one, "from", NULL) != NULL;
		*changed += set;
		if (!set && !d->knobs)
			continue;
		buf_reset(&value);
		json_dump(&value, json_at(one, "value"));
		buf_addf(b, "\n%s.%s = %s", name, json_str(one, "name", ""),
		    buf_str(&value));
		if (set)
			buf_addf(b, " ('%s')", json_str(one, "from", ""));
	}
	buf_release(&value);
}

void
doctor_policies(struct doctor *d)
{
	char		 path[4200], **names;
	struct buf	 b = BUF_INIT;
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 i, n, good = 0;
	int		 changed = 0;
	jv		 list;

	snprintf(path, sizeof(path), "%s/policy", tool_share());
	if (fs_names(AT_FDCWD, path, &names, &n, &e) != HCC_OK) {
		doctor_fail(d, "policies", &e);
		return;
	}
	for (i = 0; i < n; i++) {
		names[i][strcspn(names[i], ".")] = '\0';
		if (policy_describe(d->t == NULL ? NULL : d->t->path,
		    tool_places(), names[i], &list, &e) != HCC_OK)
			doctor_fail(d, "policies", &e);
		else
			good++;
		add_policy(d, names[i], list, &b, &changed);
		jv_free(list);
	}
	fs_names_free(names, n);
	if (good > 0)
		doctor_say(d, DOCTOR_OK, "policies", "%zu read, %d values are "
		    "not the shipped ones%s", good, changed, buf_str(&b));
	buf_release(&b);
}
