/*
 * turns.c: a counting semaphore that outlives whoever holds it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/turns.h"

enum hcc_status
turns_open(struct turns *t, int slots, size_t lanes, struct hcc_err *e)
{
	int	 i;

	*t = (struct turns)TURNS_NONE;
	if (pipe2(t->fds, O_CLOEXEC | O_NONBLOCK) == -1)
		return err_errno(e, "make a pipe");
	t->held = mmap(NULL, lanes, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t->held == MAP_FAILED) {
		t->held = NULL;
		return err_nomem(e);
	}
	t->n = lanes;
	for (i = 0; i < slots; i++)
		if (fs_write(t->fds[1], "", 1) != 0)
			return err_errno(e, "fill a pipe");
	return HCC_OK;
}

void
turns_close(struct turns *t)
{
	if (t->held != NULL)
		munmap(t->held, t->n);
	if (t->fds[0] != -1) {
		close(t->fds[0]);
		close(t->fds[1]);
	}
	*t = (struct turns)TURNS_NONE;
}

enum hcc_status
turns_take(struct turns *t, size_t lane, int stop_fd, struct hcc_err *e)
{
	struct pollfd	 p[2] = { { t->fds[0], POLLIN, 0 },
			    { stop_fd, POLLIN, 0 } };
	ssize_t		 n;
	char		 c;

	for (;;) {
		if (poll(p, 2, -1) == -1 && errno != EINTR)
			return err_errno(e, "wait for a slot");
		if (p[1].revents != 0)
			return err_set(e, HCC_AGAIN, "wait for a slot: "
			    "stopped");
		/* Another may have been faster. */
		if ((n = read(t->fds[0], &c, 1)) == 1) {
			t->held[lane] = true;
			return HCC_OK;
		}
		if (n == -1 && errno != EAGAIN && errno != EINTR)
			return err_errno(e, "wait for a slot");
	}
}

void
turns_give(struct turns *t, size_t lane)
{
	if (!t->held[lane])
		return;
	t->held[lane] = false;
	(void)fs_write(t->fds[1], "", 1);
}
