/*
 * draw.c: a line a task on the terminal: what runs, the best score, the
 * time left. Drawn over itself, cut to the width, one write.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "hcc-watch/watch.h"
#include "task/state.h"

static int
terminal_width(void)
{
	struct winsize	 ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 20)
		return ws.ws_col;
	return 80;
}

/* Attempts that have started and not ended: no run.json yet. */
static void
add_running(const struct job *j, const struct phase *p, struct buf *b)
{
	const struct suggestion	*s;
	char			 path[96];

	for (s = p->suggestions; s < p->suggestions + p->count; s++) {
		snprintf(path, sizeof(path), "l1/%s/%d/run.json", s->id,
		    s->attempts);
		if (s->attempts > 0 && !s->done && !fs_exists(j->t.dir, path))
			buf_addf(b, " %s/%d", s->id, s->attempts);
	}
}

static void
add_line(const struct job *j, const struct state *state, struct buf *b)
{
	const struct phase	*p = state_phase(state, state_due_run(state));
	char			 left[40], spent[40];
	double			 extra = 0;

	if (j->pid != 0 && state->last > 0)
		extra = fmax(0, floor(clock_now()) - state->last);
	format_seconds(state->spent + extra, spent, sizeof(spent));
	format_seconds(fmax(0, state->left - extra), left, sizeof(left));
	buf_addf(b, "%s  ", state->id);
	if (j->over)
		buf_addf(b, "%s", j->failed ? "given up" : "ended");
	else if (j->pid != 0)
		buf_addf(b, "%s", j->step + 4);
	else
		buf_adds(b, "waiting");
	if (p != NULL)
		add_running(j, p, b);
	if (state->best != NULL)
		buf_addf(b, "  best %.6g (%s)", state->best->score,
		    state->best->id == NULL ? "?" : state->best->id);
	buf_addf(b, "  %s used, %s left", spent, left);
}

int
watch_draw(struct job *jobs, size_t n, int lines)
{
	struct buf	 out = BUF_INIT, b = BUF_INIT;
	size_t		 i, max = (size_t)terminal_width() - 1;
	struct state	 state;

	if (lines > 0)
		buf_addf(&out, "\033[%dA", lines);
	for (i = 0; i < n; i++) {
		buf_reset(&b);
		if (state_read(&jobs[i].t, &state, NULL) == HCC_OK)
			add_line(&jobs[i], &state, &b);
		else
			buf_adds(&b, jobs[i].t.path);
		state_free(&state);
		buf_add(&out, buf_str(&b), b.len < max ? b.len : max);
		buf_adds(&out, "\033[K\n");
	}
	(void)fs_write(STDERR_FILENO, buf_str(&out), out.len);
	buf_release(&out);
	buf_release(&b);
	return (int)n;
}
