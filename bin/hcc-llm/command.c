/*
 * command.c: a model that is a command. It reads the prompt and prints
 * the answer; its standard error is ours. The deadline holds, the idle clock
 * does not, since many print nothing until they are done.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "hcc-llm/child.h"
#include "hcc-llm/llm.h"
#include "llm/redact.h"

/* Its output until it ends; false: a clock or a signal was first. */
static bool
gather(struct llm *a, int out, struct buf *text)
{
	struct pollfd	 p[2] = { { .fd = out, .events = POLLIN },
			    { .fd = a->clock.sigfd, .events = POLLIN } };
	double		 left;
	ssize_t		 n = 1;
	char		*to;

	while (n > 0 && text->len <= ANSWER_TEXT_MAX) {
		left = a->clock.end - clock_steady();
		if (left <= 0 || poll(p, 2, (int)ceil(fmin(left, 1e5) *
		    1000)) == 0) {
			llm_message(a, LLM_DEADLINE, "'%s': no answer within "
			    "%g s (-d); try again later", a->server.model.command,
			    a->o.deadline);
			return false;
		}
		if (p[1].revents != 0) {
			llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
			return false;
		}
		if ((to = buf_reserve(text, 65536)) == NULL)
			break;
		if ((n = read(out, to, 65536)) > 0) {
			text->len += (size_t)n;
			text->p[text->len] = '\0';
		} else if (n == -1 && errno == EINTR)
			n = 1;
	}
	return true;
}

static void
judge(struct llm *a, int status)
{
	const char	*name = a->server.model.command;
	int		 code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	enum llm_error	 c = LLM_UNAVAILABLE;

	if (a->result.text.failed || a->result.text.len > ANSWER_TEXT_MAX)
		llm_message(a, LLM_BAD_ANSWER, "'%s': the answer is too "
		    "large", name);
	else if (code == -1)
		llm_message(a, c, "'%s': killed by signal %d", name,
		    WTERMSIG(status));
	else if (code != 0) {
		if (code == err_exit_code(HCC_INPUT))
			c = LLM_BAD_REQUEST;
		else if (code == err_exit_code(HCC_PERMISSION))
			c = LLM_AUTH;
		else if (code == err_exit_code(HCC_UNAVAILABLE))
			c = LLM_UNREACHABLE;
		else if (code == err_exit_code(HCC_CONFIG) || code == 126 ||
		    code == 127)
			c = LLM_CONFIG;
		llm_message(a, c, "'%s': exit status %d", name, code);
	} else if (strspn(buf_str(&a->result.text), " \t\r\n") ==
	    a->result.text.len)
		llm_message(a, c, "'%s': printed nothing", name);
	else {
		llm_message(a, LLM_OK, "%s", "");
		snprintf(a->result.finish, sizeof(a->result.finish), "stop");
	}
}

void
attempt_command(struct llm *a, struct llm_request *r, struct llm_attempt *x)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 in, out = -1, status = 0;
	pid_t		 pid = -1;

	*x = (struct llm_attempt){ .error = x->error, .hint = BACKOFF_HINT_INIT,
	    .sent = true };
	a->result.status = 0;
	a->result.usage = (struct llm_usage)LLM_USAGE_INIT;
	buf_reset(&a->result.text);
	in = memfd_create("prompt", MFD_CLOEXEC);
	if (in == -1 || fs_write(in, buf_str(&r->prompt), r->prompt.len) != 0 ||
	    lseek(in, 0, SEEK_SET) != 0 ||
	    llm_spawn(a->server.model.command, in, &pid, &out, &e) != HCC_OK) {
		if (e.status == HCC_OK)
			(void)err_errno(&e, "run '%s'", a->server.model.command);
		a->result.err = e;
		llm_message(a, LLM_LOCAL, "%s", e.text);
		x->sent = false;
	}
	if (in != -1)
		close(in);
	if (pid == -1)
		return;
	if (gather(a, out, &a->result.text)) {
		close(out);
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			;
		judge(a, status);
		return;
	}
	close(out);
	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
}
