/*
 * describe.c: make descriptor.txt, which is embedded to find similar tasks.
 */
#include <ctype.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/brain.h"
#include "brain/describe.h"
#include "brain/input.h"
#include "task/journal.h"
#include "task/state.h"

#define DESCRIPTOR_MAX (1u << 20)

static enum hcc_status
ask_brain(const struct task *t, struct script *brain, jv *answer,
    struct hcc_err *e)
{
	struct state	 state;
	enum hcc_status	 st;
	jv		 input;

	if ((st = state_read(t, &state, e)) == HCC_OK &&
	    (st = brain_input(t, &state, &input, e)) == HCC_OK)
		st = script_call(brain, "describe", jv_array_append(
		    jv_array(), input), answer, e);
	state_free(&state);
	return st;
}

/* `event`: what the journal says of it. */
static enum hcc_status
make_descriptor(const struct task *t, const struct places *at,
    const char *wanted, struct buf *out, jv *event, struct hcc_err *e)
{
	struct script	*brain = NULL;
	enum hcc_status	 st;
	jv		 answer = jv_invalid();

	st = brain_of_task(t, at, wanted, &brain, e);
	if (st == HCC_OK && !script_has(brain, "describe"))
		buf_adds(out, t->body);
	else if (st == HCC_OK && (st = ask_brain(t, brain, &answer, e)) ==
	    HCC_OK)
		buf_adds(out, json_str(answer, "text", ""));
	while (out->len > 0 && isspace((unsigned char)out->p[out->len - 1]))
		out->p[--out->len] = '\0';
	if (st == HCC_OK && out->len == 0)
		st = err_set(e, HCC_CONFIG, "describe '%s': the brain returned "
		    "no text", t->path);
	buf_addc(out, '\n');
	*event = brain_event(jv_object(), answer);
	script_close(brain);
	jv_free(answer);
	return st;
}

enum hcc_status
describe_task(const struct task *t, const struct places *at,
    const char *wanted, struct buf *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 event;

	if (fs_exists(t->dir, "descriptor.txt") &&
	    (st = fs_read(t->dir, "descriptor.txt", DESCRIPTOR_MAX, out, e)) !=
	    HCC_OK)
		return st;
	if (out->len > strspn(buf_str(out), " \t\r\n"))
		return HCC_OK;
	buf_reset(out);
	if ((st = make_descriptor(t, at, wanted, out, &event, e)) == HCC_OK)
		st = journal_publish(t, "descriptor.txt", out, "describe",
		    event, e);
	else
		jv_free(event);
	return st;
}
