/*
 * draw.c: the tasks on a terminal: what runs, the best score, the time left.
 *
 * A line a task and one a running attempt, drawn over what was drawn before in
 * one write, cut to the width and to the height: what is at work comes first,
 * and the last line counts what has no room. A terminal that cannot move its
 * cursor (TERM=dumb) has a line whenever something else runs.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "hcc-watch/watch.h"
#include "task/live.h"
#include "task/state.h"

#define INDENT	2	/* of the lines of attempts */

struct screen {
	size_t		 width, height;
	size_t		 left;		/* rows that are free */
	struct buf	 out;
	struct drawn	*d;
};

static void
measure(struct screen *s)
{
	struct winsize	 ws = { 0 };

	(void)ioctl(s->d->tty, TIOCGWINSZ, &ws);
	/* The last column stays free: some terminals wrap there. */
	s->width = ws.ws_col > 1 ? ws.ws_col - 1u : 79;
	s->height = ws.ws_row > 0 ? ws.ws_row : 24;
	s->left = s->height > 1 ? s->height - 1 : 1;
}

static const char *
doing(const struct watched *j)
{
	if (j->over)
		return j->failed ? "given up" : "ended";
	return j->pid != 0 ? j->step + 4 : "waiting";
}

/* The line of a task. It begins with what changes seldom: what is up to *key
 * makes a new line on a dumb terminal. */
static void
add_task(const struct watched *j, const struct live_list *live, struct buf *b,
    size_t *key)
{
	char		 left[40], spent[40];
	struct state	 s;
	double		 extra = 0;
	size_t		 i;

	if (state_read(&j->t, &s, NULL) != HCC_OK) {
		buf_adds(b, j->t.path);
		*key = b->len;
		state_free(&s);
		return;
	}
	buf_addf(b, "%s  %s", s.id, doing(j));
	for (i = 0; i < live->n; i++)
		buf_addf(b, " %s", live->v[i].id);
	if (s.best != NULL)
		buf_addf(b, "  best %.6g (%s)", s.best->score,
		    s.best->id == NULL ? "?" : s.best->id);
	*key = b->len;
	if (j->pid != 0 && s.last > 0)
		extra = fmax(0, floor(clock_now()) - s.last);
	format_seconds(s.spent + extra, spent, sizeof(spent));
	format_seconds(fmax(0, s.left - extra), left, sizeof(left));
	buf_addf(b, "  %s used, %s left", spent, left);
	state_free(&s);
}

static void
put_line(struct screen *s, const struct buf *b)
{
	struct buf	 plain = BUF_INIT;
	size_t		 n;

	utf8_add_plain(&plain, buf_str(b), b->len);
	n = utf8_cut(buf_str(&plain), plain.len, s->width);
	buf_add(&s->out, buf_str(&plain), n);
	buf_adds(&s->out, "\033[K\n");
	if (s->d->lines < DRAWN_MAX)
		s->d->widths[s->d->lines++] = (unsigned short)n;
	s->left--;
	buf_release(&plain);
}

/* Up to the first line that was drawn, which may have been folded since. */
static void
go_back(struct screen *s)
{
	size_t	 i, rows = 0;

	for (i = 0; i < s->d->lines; i++)
		rows += 1 + (s->d->widths[i] == 0 ? 0u :
		    (s->d->widths[i] - 1u) / (s->width + 1));
	if (rows >= s->height)
		rows = s->height - 1;
	if (rows > 0)
		buf_addf(&s->out, "\r\033[%zuA", rows);
	buf_adds(&s->out, "\033[J");
	s->d->lines = 0;
}

static void
put_task(struct screen *s, struct watched *j, size_t keep)
{
	struct live_list	 live;
	struct buf		 b = BUF_INIT;
	size_t			 i, key;

	live_read(&j->t, &live);
	add_task(j, &live, &b, &key);
	put_line(s, &b);
	for (i = 0; i < live.n && s->left > keep && s->width > INDENT; i++) {
		buf_reset(&b);
		buf_addf(&b, "%*s", INDENT, "");
		live_text(&live.v[i], clock_now(), s->width - INDENT, &b);
		put_line(s, &b);
	}
	buf_release(&b);
	live_free(&live);
}

static void
put_rest(struct screen *s, const struct watched *tasks, size_t n,
    const bool *seen)
{
	struct buf	 b = BUF_INIT;
	size_t		 i, all = 0, work = 0, over = 0;

	for (i = 0; i < n; i++) {
		all += !seen[i];
		over += !seen[i] && tasks[i].over;
		work += !seen[i] && tasks[i].pid != 0;
	}
	buf_addf(&b, "and %zu more: %zu at work, %zu waiting, %zu ended", all,
	    work, all - work - over, over);
	put_line(s, &b);
	buf_release(&b);
}

/* At work, waiting, over. */
static int
rank(const struct watched *j)
{
	return j->over ? 2 : j->pid != 0 ? 0 : 1;
}

static void
draw_over(struct screen *s, struct watched *tasks, size_t n)
{
	bool	*seen = mem_zero(n, sizeof(*seen));
	size_t	 i, shown = 0, rest = n;
	int	 r;

	for (r = 0; r < 3; r++)
		for (i = 0; i < n; i++) {
			/* One row is for what has no room. */
			if (rank(&tasks[i]) != r || s->left == 0 ||
			    (s->left == 1 && rest > 1))
				continue;
			seen[i] = true;
			shown++;
			rest--;
			put_task(s, &tasks[i], rest > 0);
		}
	if (shown < n && s->left > 0)
		put_rest(s, tasks, n, seen);
	free(seen);
}

static void
draw_below(struct screen *s, struct watched *tasks, size_t n)
{
	struct live_list	 live;
	struct buf		 b = BUF_INIT;
	char			 sum[65];
	size_t			 i, key;

	for (i = 0; i < n; i++) {
		buf_reset(&b);
		live_read(&tasks[i].t, &live);
		add_task(&tasks[i], &live, &b, &key);
		live_free(&live);
		fs_sha256_mem(buf_str(&b), key, sum);
		if (strcmp(sum, tasks[i].told) == 0)
			continue;
		snprintf(tasks[i].told, sizeof(tasks[i].told), "%s", sum);
		utf8_add_plain(&s->out, buf_str(&b), b.len);
		buf_addc(&s->out, '\n');
	}
	buf_release(&b);
}

/* Above the tasks, what was said since: by this tool and by those that it
 * runs. */
static void
put_messages(struct screen *s)
{
	char	 b[4096];
	ssize_t	 n;

	while ((n = read(s->d->said, b, sizeof(b))) > 0)
		buf_add(&s->out, b, (size_t)n);
}

int
watch_draw_open(struct drawn *d)
{
	const char	*term = getenv("TERM");
	int		 said[2];

	d->dumb = term == NULL || strcmp(term, "dumb") == 0;
	d->tty = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (d->tty == -1 || pipe2(said, O_CLOEXEC) == -1)
		return -1;
	(void)fcntl(said[0], F_SETFL, O_NONBLOCK);
	d->said = said[0];
	if (dup2(said[1], STDERR_FILENO) == -1)
		return -1;
	close(said[1]);
	return 0;
}

void
watch_draw_close(struct drawn *d)
{
	struct screen	 s = { .out = BUF_INIT, .d = d };

	if (d->said == -1)
		return;
	(void)dup2(d->tty, STDERR_FILENO);
	put_messages(&s);
	(void)fs_write(d->tty, buf_str(&s.out), s.out.len);
	buf_release(&s.out);
}

void
watch_draw(struct watched *tasks, size_t n, struct drawn *d)
{
	struct screen	 s = { .out = BUF_INIT, .d = d };

	measure(&s);
	if (!d->dumb)
		go_back(&s);
	put_messages(&s);
	if (d->dumb)
		draw_below(&s, tasks, n);
	else
		draw_over(&s, tasks, n);
	(void)fs_write(d->tty, buf_str(&s.out), s.out.len);
	buf_release(&s.out);
}
