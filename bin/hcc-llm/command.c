/*
 * command.c: a model that is a command. It reads the prompt and prints
 * the answer; its standard error is ours. The deadline holds, the idle clock
 * does not, since many print nothing until they are done.
 */
#include <stdio.h>
#include <string.h>

#include "base/subprocess.h"
#include "hcc-llm/llm.h"

static enum llm_error
class_of(int status)
{
	if (status == err_exit_code(HCC_INPUT))
		return LLM_BAD_REQUEST;
	if (status == err_exit_code(HCC_PERMISSION))
		return LLM_AUTH;
	if (status == err_exit_code(HCC_UNAVAILABLE))
		return LLM_UNREACHABLE;
	return status == err_exit_code(HCC_CONFIG) || status == 126 ||
	    status == 127 ? LLM_CONFIG : LLM_UNAVAILABLE;
}

static void
judge(struct llm *a, int status)
{
	const char	*name = a->server.model.command;
	struct buf	*text = &a->result.text;

	if (status > 128)
		llm_message(a, LLM_UNAVAILABLE, "'%s': killed by signal %d",
		    name, status - 128);
	else if (status != 0)
		llm_message(a, class_of(status), "'%s': exit status %d", name,
		    status);
	else if (strspn(buf_str(text), " \t\r\n") == text->len)
		llm_message(a, LLM_EMPTY, "'%s': printed nothing", name);
	else {
		llm_message(a, LLM_OK, "%s", "");
		snprintf(a->result.finish, sizeof(a->result.finish), "stop");
	}
}

void
attempt_command(struct llm *a, struct llm_request *r, struct llm_attempt *x)
{
	const char	*name = a->server.model.command;
	const char	*argv[] = { "/bin/sh", "-c", name, NULL };
	struct subprocess s = { .argv = argv, .in = &r->prompt,
	    .max = ANSWER_TEXT_MAX, .stop_fd = a->clock.sigfd,
	    .deadline = a->clock.end, .group = true };
	struct hcc_err	 e = HCC_ERR_INIT;
	enum hcc_status	 st;
	int		 status = 0;

	*x = (struct llm_attempt){ .error = x->error, .hint = BACKOFF_HINT_INIT,
	    .sent = true };
	a->result.status = 0;
	a->result.usage = (struct llm_usage)LLM_USAGE_INIT;
	buf_reset(&a->result.text);
	st = subprocess_run(&s, &a->result.text, &status, &e);
	if (st == HCC_OK)
		judge(a, status);
	else if (st == HCC_UNAVAILABLE)
		llm_message(a, LLM_BAD_ANSWER, "'%s': the answer is too "
		    "large", name);
	else if (st != HCC_AGAIN) {
		a->result.err = e;
		llm_message(a, LLM_LOCAL, "%s", e.text);
		x->sent = false;
	} else if (signal_came(&a->clock))
		llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	else if (a->result.text.len > 0)
		llm_message(a, LLM_BAD_ANSWER, "'%s': the answer had no end "
		    "within %g s (-d)", name, a->o.deadline);
	else
		llm_message(a, LLM_DEADLINE, "'%s': no answer within %g s "
		    "(-d); try again later", name, a->o.deadline);
}
