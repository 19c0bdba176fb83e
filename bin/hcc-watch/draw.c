/*
 * draw.c: a line a task on the terminal: what runs, the best score, the
 * time left. Drawn over itself, cut to the width, one write.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "hcc-watch/watch.h"
#include "task/state.h"

static int
width(void)
{
	struct winsize	 ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 20)
		return ws.ws_col;
	return 80;
}

/* Attempts that have started and not ended: no run.json yet. */
static void
running(struct job *j, jv phase, struct buf *b)
{
	jv	 list = json_get(phase, "suggestions"), s;
	char	 path[96];
	int	 i, k;

	for (i = 0; json_item(list, i, &s); i++) {
		k = (int)json_num(s, "attempts", 0);
		snprintf(path, sizeof(path), "l1/%s/%d/run.json",
		    json_str(s, "id", ""), k);
		if (k > 0 && !json_bool(s, "done", false) &&
		    !fs_exists(j->t.dir, path))
			buf_addf(b, " %s/%d", json_str(s, "id", ""), k);
	}
	jv_free(list);
}

static void
line(struct job *j, jv state, struct buf *b)
{
	jv		 best = json_get(state, "best"), phase;
	char		 left[40], spent[40];
	double		 used = json_num(state, "spent", 0), extra = 0;
	struct timespec	 now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (j->pid != 0 && json_num(state, "last", 0) > 0)
		extra = fmax(0, (double)now.tv_sec -
		    json_num(state, "last", 0));
	format_seconds(used + extra, spent, sizeof(spent));
	format_seconds(fmax(0, json_num(state, "left", INFINITY) - extra), left,
	    sizeof(left));
	buf_addf(b, "%s  ", json_str(state, "id", "?"));
	if (j->over)
		buf_addf(b, "%s", j->failed ? "given up" : "ended");
	else if (j->pid != 0)
		buf_addf(b, "%s", j->step + 4);
	else
		buf_adds(b, "waiting");
	phase = state_phase(state, state_due_run(state));
	if (jv_is_valid(phase))
		running(j, phase, b);
	jv_free(phase);
	if (jv_get_kind(best) == JV_KIND_OBJECT)
		buf_addf(b, "  best %.6g (%s)", json_num(best, "score", NAN),
		    json_str(best, "id", ""));
	buf_addf(b, "  %s used, %s left", spent, left);
	jv_free(best);
}

int
watch_draw(struct job *jobs, size_t n, int lines)
{
	struct buf	 out = BUF_INIT, b = BUF_INIT;
	size_t		 i, max = (size_t)width() - 1;
	jv		 state;

	if (lines > 0)
		buf_addf(&out, "\033[%dA", lines);
	for (i = 0; i < n; i++) {
		buf_reset(&b);
		if (state_read(&jobs[i].t, &state, NULL) == HCC_OK) {
			line(&jobs[i], state, &b);
			jv_free(state);
		} else
			buf_adds(&b, jobs[i].t.path);
		buf_add(&out, buf_str(&b), b.len < max ? b.len : max);
		buf_adds(&out, "\033[K\n");
	}
	(void)fs_write(STDERR_FILENO, buf_str(&out), out.len);
	buf_release(&out);
	buf_release(&b);
	return (int)n;
}
