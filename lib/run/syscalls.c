/*
 * syscalls.c: the seccomp filter of the sandbox, made by libseccomp.
 *
 * A call that programs try and can do without says ENOSYS, as a kernel would
 * that has not got it; the others say EPERM. Names that the library or this
 * machine does not know are passed over.
 */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run/syscalls.h"

#define N(a)		(sizeof(a) / sizeof(*(a)))

static const char *const refused[] = {
	/* other namespaces, other roots */
	"unshare", "setns", "mount", "umount", "umount2", "pivot_root",
	"chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount",
	"fspick", "mount_setattr", "open_by_handle_at", "quotactl",
	"quotactl_fd",
	/* keys of the user */
	"add_key", "request_key", "keyctl",
	/* other processes */
	"ptrace", "process_vm_readv", "process_vm_writev", "kcmp",
	"pidfd_getfd", "process_madvise",
	/* the kernel */
	"bpf", "perf_event_open", "userfaultfd", "fanotify_init",
	"lookup_dcookie", "syslog", "acct", "swapon", "swapoff", "reboot",
	"kexec_load", "kexec_file_load", "init_module", "finit_module",
	"delete_module", "iopl", "ioperm", "vhangup", "nfsservctl",
	"settimeofday", "stime", "clock_settime", "sethostname",
	"setdomainname",
};

/* clone3 hides its flags behind a pointer; glibc falls back to clone. What
 * io_uring, secret memory and System V objects hold is in no process. */
static const char *const absent[] = {
	"clone3", "io_uring_setup", "io_uring_enter", "io_uring_register",
	"memfd_secret", "shmget", "msgget", "semget",
};

static const unsigned long namespaces[] = {
	CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
	CLONE_NEWNET, CLONE_NEWCGROUP,
};

static int
refuse(scmp_filter_ctx c, const char *const *names, size_t n, int no)
{
	size_t	 i;
	int	 call, r = 0;

	for (i = 0; r == 0 && i < n; i++)
		if ((call = seccomp_syscall_resolve_name(names[i])) !=
		    __NR_SCMP_ERROR)
			r = seccomp_rule_add(c, SCMP_ACT_ERRNO(no), call, 0);
	return r;
}

/* One value of a call's first argument, of which the kernel reads the low
 * half: what stands above must not hide it. */
static int
refuse_first(scmp_filter_ctx c, int call, int no, unsigned mask,
    unsigned value)
{
	return seccomp_rule_add(c, SCMP_ACT_ERRNO(no), call, 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, mask, value));
}

static int
refuse_namespaces(scmp_filter_ctx c)
{
	size_t	 i;
	int	 r = 0;

	for (i = 0; r == 0 && i < N(namespaces); i++)
		r = seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM),
		    SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ,
		    namespaces[i], namespaces[i]));
	return r;
}

/* Sockets within the machine, those of the internet (which ends at the
 * namespace of the network) and questions about its interfaces
 * (getifaddrs) are allowed; no other family, such as those of hypervisors
 * and ciphers. */
static int
refuse_families(scmp_filter_ctx c)
{
	/* All numbers but 1, 2, 10 and 16 in few rules, which take a third of
	 * a millisecond less than one for each. */
	static const struct {
		unsigned	 mask, value;
	} others[] = {
		{ ~0u, 0 }, { ~0u, 3 },			/* 0, 3 */
		{ ~3u, 4 },				/* 4 to 7 */
		{ ~1u, 8 }, { ~0u, 11 },		/* 8, 9, 11 */
		{ ~3u, 12 },				/* 12 to 15 */
		{ 17, 17 }, { 18, 18 }, { 20, 20 },	/* 17 to 31 */
		{ 24, 24 },
		{ 32, 32 },				/* 32 to 63 */
	};
	size_t		 i;
	int		 r = 0;

	for (i = 0; r == 0 && i < N(others); i++)
		r = refuse_first(c, SCMP_SYS(socket), EAFNOSUPPORT,
		    others[i].mask, others[i].value);
	if (r == 0)
		r = seccomp_rule_add(c, SCMP_ACT_ERRNO(EAFNOSUPPORT),
		    SCMP_SYS(socket), 2, SCMP_A0(SCMP_CMP_MASKED_EQ,
		    0xffffffff, AF_NETLINK), SCMP_A2(SCMP_CMP_NE, 0));
	return r;
}

static int
add_rules(scmp_filter_ctx c)
{
	int	 r;

	/* Whose numbers of calls are others gets nowhere. */
	if ((r = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS)) != 0 ||
	    /* A tree, so that the allowed calls cost little. */
	    (r = seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2)) != 0 ||
	    (r = refuse(c, refused, N(refused), EPERM)) != 0 ||
	    (r = refuse(c, absent, N(absent), ENOSYS)) != 0 ||
	    (r = refuse_namespaces(c)) != 0 ||
	    (r = refuse_families(c)) != 0)
		return r;
	/* Its memory and descriptors stay readable for the monitor. */
	return refuse_first(c, SCMP_SYS(prctl), EPERM, ~0u, PR_SET_DUMPABLE);
}

int
syscalls_filter(void)
{
	scmp_filter_ctx	 c = seccomp_init(SCMP_ACT_ALLOW);
	int		 fd, r;

	if (c == NULL) {
		errno = ENOMEM;
		return -1;
	}
	if ((fd = memfd_create("hcc", MFD_CLOEXEC)) == -1)
		r = -errno;
	else if ((r = add_rules(c)) == 0 &&
	    (r = seccomp_export_bpf(c, fd)) == 0 &&
	    lseek(fd, 0, SEEK_SET) == -1)
		r = -errno;
	seccomp_release(c);
	if (r == 0)
		return fd;
	if (fd != -1)
		close(fd);
	errno = -r;
	return -1;
}
