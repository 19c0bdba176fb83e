/*
 * control.c: when wisdom is told to have won or done harm, and when nothing is
 * told.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "archived.h"
#include "base/json.h"
#include "lua/policy.h"
#include "put.h"
#include "said.h"
#include "tap.h"
#include "wisdom/control.h"

static struct hcc_err	 err;
static struct task	 t;
static struct script	*policy;
static struct control	 last;	/* what told() was told */

/* A run of the phase: its result.json, and its run.json unless it is NULL. */
struct ran {
	const char	*id, *result, *run;
};

static void
put_quoted(const char *id, const char *file, const char *text)
{
	char	 name[80], json[600], *quote;

	snprintf(name, sizeof(name), "l1/%s/%s", id, file);
	snprintf(json, sizeof(json), "%s", text);
	while ((quote = strchr(json, '\'')) != NULL)
		*quote = '"';
	put(name, json);
}

/* Leave the phase to its archive, and to rows of its note without folds. */
static bool
promoted(const struct ran *both)
{
	struct note	 note;
	struct result	 r;
	bool		 good;
	size_t		 i;

	if (!archived(&t, 1))
		return false;
	good = note_read(&t, 1, &note, &err) == HCC_OK;
	for (i = 0; good && i < 2; i++) {
		record_init(&result_record, &r);
		record_set(&r.status, "ok");
		note_add_result(&note, both[i].id, "Title", &r);
		result_free(&r);
	}
	good = good && note_write(&t, &note, &err) == HCC_OK;
	note_free(&note);
	return good;
}

/* What is told of the informed run 01/1.1 and the control's, 01/2.1. */
static const char *
told(const char *informed, const char *informed_run, const char *control,
    const char *control_run, bool archive)
{
	struct ran	 both[] = { { "01/1.1", informed, informed_run },
			    { "01/2.1", control, control_run } };
	struct state	 state;
	struct control	 c;
	size_t		 i;

	fs_remove(t.dir, "l1", NULL);
	fs_remove(t.dir, "l2", NULL);
	fs_remove(t.dir, "archive", NULL);
	put("plan/01.md", "---\nphase: 1\n---\n## 1 A\n### 1.1 B\nFrom: "
	    "0123456789\n## 2 C\nControl: planned without wisdom\n### 2.1 D\n"
	    "x\n");
	for (i = 0; i < 2; i++) {
		put_quoted(both[i].id, "result.json", both[i].result);
		if (both[i].run != NULL)
			put_quoted(both[i].id, "1/run.json", both[i].run);
	}
	if (archive && !promoted(both))
		return "not promoted";
	if (state_read(&t, &state, &err) != HCC_OK ||
	    control_compare(&t, &state, policy, &c, &err) != HCC_OK)
		return err.text;
	state_free(&state);
	control_free(&c);
	last = c;
	return !c.run ? "no control" : c.outcome;
}

#define VALID(score, folds) "{'status':'ok','attempt':1,'score':" score \
	",'folds':" folds "}"
#define LEARNED "{'status':'ok','submission':{'constant':false}}"
#define CONSTANT "{'status':'ok','submission':{'constant':true}}"
#define CUT "{'status':'ok','limit':'time','submission':{'constant':false}}"
#define FAILED "{'status':'failed','attempt':1,'score':null}"
#define NEAR "[0.7,0.8,0.9]"

static void
by_folds(void)
{
	IS_STR("folds that are all better by as much are a win", "win",
	    told(VALID("0.81", "[0.71,0.811,0.909]"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, false));
	IS_STR("folds that are all worse by as much are harm", "harm",
	    told(VALID("0.79", "[0.69,0.789,0.891]"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, false));
	IS_STR("a larger gain of folds that differ is neutral", "neutral",
	    told(VALID("0.85", "[0.95,0.7,0.9]"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, false));
	IS_STR("folds are read out of the archive", "win",
	    told(VALID("0.801", "[0.701,0.801,0.901]"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, true));
	IS_STR("other numbers of folds are no pairs", "win",
	    told(VALID("0.85", "[0.95,0.75]"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, false));
	IS_STR("a score without folds is not compared with one of folds",
	    "neutral", told(VALID("0.9", "null"), LEARNED,
	    VALID("0.8", NEAR), LEARNED, false));
}

/* The gain of the informed run. */
static double
gain(const char *informed, const char *control)
{
	told(informed, LEARNED, control, LEARNED, false);
	return last.gain;
}

static void
gains(void)
{
	char	 id[65];

	IS_NUM("a gain is as improbable as the t statistic", 1.78,
	    gain(VALID("0.8127", "[0.715,0.815,0.908]"),
	    VALID("0.8", NEAR)), 0.01);
	strcpy(id, last.id);
	IS_NUM("harm has a gain below 0", -2.154,
	    gain(VALID("0.79", "[0.69,0.79,0.89]"), VALID("0.8", NEAR)), 0.01);
	OK("another comparison has another id", strlen(id) == 64 &&
	    strlen(last.id) == 64 && strcmp(id, last.id) != 0);
	gain(VALID("0.8127", "[0.715,0.815,0.908]"), VALID("0.8", NEAR));
	IS_STR("the same comparison has the same", id, last.id);
	IS_NUM("equal folds have a gain of 0", 0,
	    gain(VALID("0.8", NEAR), VALID("0.8", NEAR)), 0);
	OK("one fold has none", isnan(gain(VALID("0.9", "[0.9]"),
	    VALID("0.8", "[0.8]"))));
	OK("nor have other numbers of folds", isnan(gain(VALID("0.85",
	    "[0.95,0.75]"), VALID("0.8", NEAR))));
	told(VALID("0.85", "[0.8,0.85,0.9]"), LEARNED, VALID("0.8", NEAR), CUT,
	    false);
	OK("nor has a run that a limit ended", isnan(last.gain) &&
	    last.id[0] == '\0');
	put("task.md", "---\nid: demo\nmetric: rmse\n---\nDescription.\n");
	task_close(&t);
	OK("a metric that is minimised", task_open(&t, tmp, "s1", &err) ==
	    HCC_OK);
	IS_NUM("lower scores are gains there", 2.154,
	    gain(VALID("0.79", "[0.69,0.79,0.89]"), VALID("0.8", NEAR)), 0.01);
	put("task.md", "---\nid: demo\nmetric: auc\n---\nDescription.\n");
	task_close(&t);
	OK("one that is maximised", task_open(&t, tmp, "s1", &err) == HCC_OK);
}

static void
by_noise(void)
{
	IS_STR("without folds and noise a hundredth of the score is no win",
	    "neutral", told(VALID("0.807", "null"), LEARNED,
	    VALID("0.8", "null"), LEARNED, false));
	IS_STR("without folds and noise more than that is", "win",
	    told(VALID("0.809", "null"), LEARNED,
	    VALID("0.8", "null"), LEARNED, false));
	put("best/result.json", "{\"status\":\"ok\",\"score\":0.9,"
	    "\"noise\":0.01}");
	IS_STR("a difference within the noise of the best is neutral",
	    "neutral", told(VALID("0.84", "null"), LEARNED,
	    VALID("0.8", "null"), LEARNED, false));
	IS_STR("a difference beyond it is harm", "harm",
	    told(VALID("0.75", "null"), LEARNED,
	    VALID("0.8", "null"), LEARNED, false));
	fs_remove(t.dir, "best", NULL);
}

static void
no_evidence(void)
{
	IS_STR("an answer that is the same for all rows is beaten by nobody",
	    "neutral", told(VALID("0.8", "null"), LEARNED,
	    VALID("0.5", "null"), CONSTANT, false));
	IS_STR("nor does it show harm", "neutral",
	    told(VALID("0.5", "null"), CONSTANT,
	    VALID("0.8", "null"), LEARNED, false));
	IS_STR("what it is stands in the archive", "neutral",
	    told(VALID("0.5", "null"), CONSTANT,
	    VALID("0.8", "null"), LEARNED, true));
	IS_STR("a run that a limit ended shows nothing", "neutral",
	    told(VALID("0.7", NEAR), CUT, VALID("0.8", NEAR), LEARNED,
	    false));
	IS_STR("wisdom whose runs fail has shown nothing", "neutral",
	    told(FAILED, NULL, VALID("0.8", "null"), LEARNED, false));
	IS_STR("a control that fails has shown nothing", "neutral",
	    told(VALID("0.8", "null"), LEARNED, FAILED, NULL, false));
}

/* Of suggestions whose runs are not there any more. */
static const char *
remembered(const char *suggestions)
{
	char		 text[600], *quote;
	struct state	 state;
	struct control	 c;
	jv		 record;

	snprintf(text, sizeof(text), "{'phases':[{'suggestions':[%s]}]}",
	    suggestions);
	while ((quote = strchr(text, '\'')) != NULL)
		*quote = '"';
	record = jv_parse(text);
	record_read(&state_record, record, &state);
	jv_free(record);
	OK("what is remembered is compared", control_compare(&t, &state,
	    policy, &c, &err) == HCC_OK);
	state_free(&state);
	control_free(&c);
	return !c.run ? "no control" : c.outcome;
}

static void
sides(void)
{
#define CITING(direction, score) "{'direction':" direction \
	",'text':'From: 0123456789\\n','result':{'status':'ok'," \
	"'score':" score "}}"
#define RAN(direction, control, score) "{'direction':" direction \
	",'control':" control ",'result':{'status':'ok','score':" score "}}"
	IS_STR("the best of each side counts", "win", remembered(
	    RAN("1", "false", "0.7") "," RAN("1", "false", "0.9") ","
	    RAN("2", "true", "0.8") "," RAN("2", "true", "0.6")));
	IS_STR("of more runs the first count, as many as the control has",
	    "harm", remembered(RAN("1", "false", "0.7") ","
	    RAN("1", "false", "0.6") "," RAN("1", "false", "0.9") ","
	    RAN("2", "true", "0.8") "," RAN("2", "true", "0.5")));
	IS_STR("the control has no more runs either", "win", remembered(
	    RAN("1", "false", "0.7") "," RAN("2", "true", "0.6") ","
	    RAN("2", "true", "0.8")));
	IS_STR("those that cite wisdom count where there are some", "win",
	    remembered(RAN("1", "false", "0.6") ","
	    CITING("1", "0.9") "," RAN("2", "true", "0.7")));
	IS_STR("a run that a person recorded is no side", "harm", remembered(
	    RAN("0", "false", "0.9") "," RAN("1", "false", "0.4") ","
	    RAN("2", "true", "0.5")));
	IS_STR("without a control nothing is compared", "no control",
	    remembered(RAN("1", "false", "0.9")));
}

int
main(void)
{
	struct places	 places = { .share = "share/hcc", .file = "none" };
	jv		 ids;

	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nid: demo\nmetric: auc\n---\nDescription.\n");
	if (task_open(&t, tmp, "s1", &err) != HCC_OK || policy_open(NULL,
	    &places, "promote", &policy, &err) != HCC_OK)
		return 1;
	by_folds();
	gains();
	by_noise();
	no_evidence();
	sides();
	ids = control_named("Do it.\nFrom: 0123456789ab, 12 deadbeef\nx",
	    jv_array());
	IS_STR("ids of eight digits and more are names",
	    "['0123456789ab','deadbeef']", said(ids));
	script_close(policy);
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
