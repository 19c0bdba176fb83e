# A Python that has imported what programs import, and forks a child for each
# run of one (lib/run/warm.h). It reads this file from its standard input, and
# descriptors from its socket, number 3. It runs no program: a child does, once
# it has joined the namespaces of that run's sandbox and given up all that a
# program does not have there. A child reads its orders itself, so that nothing
# of one run comes to another by way of the server.


def _server():
    import ctypes
    import gc
    import importlib
    import json
    import os
    import resource
    import signal
    import socket
    import sys

    modules = """
        numpy numpy.random pandas scipy.linalg scipy.optimize scipy.sparse
        scipy.special scipy.stats sklearn sklearn.calibration sklearn.compose
        sklearn.decomposition sklearn.discriminant_analysis sklearn.ensemble
        sklearn.feature_extraction.text sklearn.gaussian_process
        sklearn.impute sklearn.linear_model sklearn.metrics
        sklearn.model_selection sklearn.naive_bayes sklearn.neighbors
        sklearn.neural_network sklearn.pipeline sklearn.preprocessing
        sklearn.svm sklearn.tree PIL.Image
        argparse collections csv datetime glob itertools math pathlib random
        re subprocess tempfile time traceback typing warnings
    """.split()
    namespaces = 0x7e020000     # cgroup, uts, ipc, user, pid, net, mnt
    libc = ctypes.CDLL(None, use_errno=True)

    class FilterProgram(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    def check(result):
        if result == -1:
            no = ctypes.get_errno()
            raise OSError(no, os.strerror(no))

    def prctl(option, value, more=0):
        check(libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(more),
                         ctypes.c_ulong(0), ctypes.c_ulong(0)))

    def hide_mounts(cwd):
        """As lib/run/inside/enter.c does."""
        root = os.open("/", os.O_PATH)
        try:
            check(libc.unshare(ctypes.c_int(0x20000)))      # CLONE_NEWNS
            os.fchdir(root)
            os.chroot(".")
        except OSError:
            pass
        os.close(root)
        os.chdir(cwd)

    def open_log(order, log):
        """By its name inside, which /proc/PID/fd shows."""
        try:
            return os.open(order["log"], os.O_WRONLY | os.O_APPEND)
        except OSError:
            return log

    def read_all(fd):
        with open(fd, "rb", closefd=False) as f:
            return f.read()

    def drop_rights(code):
        """What bwrap and the kernel do to a program there: no capability, no
        way to gain any, and the filter of system calls."""
        last = 0
        while libc.prctl(24, ctypes.c_ulong(last), ctypes.c_ulong(0),
                         ctypes.c_ulong(0), ctypes.c_ulong(0)) == 0:
            last += 1           # PR_CAPBSET_DROP
        if last < 38:
            raise OSError("capabilities stay")
        prctl(47, 4)            # PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL
        prctl(38, 1)            # PR_SET_NO_NEW_PRIVS
        head = (ctypes.c_uint32 * 2)(0x20080522, 0)
        none = (ctypes.c_uint32 * 6)()
        check(libc.capset(head, none))
        prctl(4, 1)             # PR_SET_DUMPABLE: the monitor looks at it
        text = ctypes.create_string_buffer(code, len(code))
        program = FilterProgram(len(code) // 8, ctypes.addressof(text))
        check(libc.prctl(22, ctypes.c_ulong(2), ctypes.byref(program),
                         ctypes.c_ulong(0), ctypes.c_ulong(0)))

    def lower(what, soft, hard):
        _, most = resource.getrlimit(what)
        if most != resource.RLIM_INFINITY:
            hard = min(most, hard)
        resource.setrlimit(what, (min(soft, hard), hard))

    def limit(limits):
        lower(resource.RLIMIT_CORE, 0, 0)
        for name, what, more in (("address", resource.RLIMIT_AS, 0),
                                 ("file", resource.RLIMIT_FSIZE, 0),
                                 ("cpu", resource.RLIMIT_CPU, 1),
                                 ("tasks", resource.RLIMIT_NPROC, 0)):
            if limits[name] > 0:
                lower(what, limits[name], limits[name] + more)

    def fresh(order):
        """As if the interpreter had just been started on the program."""
        os.environ.clear()
        for one in order["env"]:
            name, _, value = one.partition("=")
            os.environ[name] = value
        os.environ["PWD"] = os.getcwd()
        sys.argv[:] = order["argv"]
        sys.orig_argv[:] = [order["interpreter"], "-u", *order["argv"]]
        sys.path[:] = [os.getcwd(), *filter(None, os.environ.get(
            "PYTHONPATH", "").split(":"))] + order["path"]
        sys.path_importer_cache.clear()
        importlib.invalidate_caches()
        if "random" in sys.modules:
            sys.modules["random"].seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        if "tempfile" in sys.modules:
            sys.modules["tempfile"].tempdir = None
            sys.modules["tempfile"]._name_sequence = None
        if "multiprocessing.process" in sys.modules:
            process = sys.modules["multiprocessing.process"]
            process.current_process().authkey = os.urandom(32)

    def become(order, fds, connection):
        """In the child of the child, a process of the sandbox."""
        null, code = fds["null"], read_all(fds["filter"])
        os.setsid()
        log = open_log(order, fds["log"])
        hide_mounts(order["cwd"])
        limit(order["limits"])
        os.dup2(null, 0, inheritable=True)
        os.dup2(log, 1, inheritable=True)
        os.dup2(log, 2, inheritable=True)
        if os.getuid() != 65534 or os.getpid() == order["pid"]:
            raise OSError("this is not the sandbox")
        drop_rights(code)
        connection.send(b"started")
        connection.close()
        os.closerange(3, 1 << 20)

    def serve_one(connection):
        """In a child: read the orders, enter the sandbox, run the program in a
        child of its own, say how it ended."""
        for number in range(1, signal.NSIG):
            if number not in (signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE,
                              signal.SIGXFSZ, signal.SIGINT, 32, 33):
                signal.signal(number, signal.SIG_DFL)
        connection.send(b"pid %d" % os.getpid())
        text, numbers, _, _ = socket.recv_fds(connection, 1 << 18, 16)
        if not text:
            os._exit(0)
        order = json.loads(text)
        fds = dict(zip(order["fds"], numbers))
        order["pid"] = os.getpid()
        for fd in numbers[len(order["fds"]):]:
            try:
                os.write(fd, b"0")
            except OSError:
                pass            # as without a server: the monitor counts
        libc.syscall(ctypes.c_long(order["keyctl"]), ctypes.c_long(1), None)
        check(libc.setns(fds["sandbox"], namespaces))
        pid = os.fork()
        if pid == 0:
            try:
                become(order, fds, connection)
            except BaseException as e:
                connection.send(b"cannot: %r" % str(e).encode())
                os._exit(127)
            return order
        _, status, used = os.wait4(pid, 0)
        connection.send(b"end %d %d %d" % (int(used.ru_utime * 1e6),
                        int(used.ru_stime * 1e6), used.ru_maxrss))
        code = os.waitstatus_to_exitcode(status)
        os.write(fds["status"], b"%d\n" % (code if code >= 0 else 128 - code))
        os._exit(0)

    def load():
        for name in modules:
            try:
                importlib.import_module(name)
            except Exception:   # what is not installed is not needed
                pass

    def accept(server):
        """The next child; None: there will be no more."""
        while True:
            _, numbers, _, _ = socket.recv_fds(server, 1, 1)
            while True:
                try:
                    if os.waitpid(-1, os.WNOHANG)[0] == 0:
                        break
                except ChildProcessError:
                    break
            if not numbers:
                os._exit(0)
            if os.fork() == 0:
                server.close()
                return socket.socket(fileno=numbers[0])
            os.close(numbers[0])

    path = [p for p in sys.path if p not in ("", "/hcc/python")]
    load()
    gc.collect()
    gc.freeze()
    connection = accept(socket.socket(fileno=3))
    try:
        order = serve_one(connection)
    except BaseException as e:
        connection.send(b"cannot: " + repr(e).encode())
        os._exit(127)
    order["path"] = path
    fresh(order)
    return order["argv"][0]


def _run(name):
    import os
    import sys
    main = sys.modules["__main__"].__dict__
    for one in ("_server", "_run"):
        main.pop(one, None)
    main["__file__"] = os.path.abspath(name)
    try:
        with open(name, "rb") as f:
            text = f.read()
    except OSError as e:
        print("%s: can't open file %r: [Errno %d] %s" % (
            sys.executable, os.path.abspath(name), e.errno, e.strerror),
            file=sys.stderr)
        os._exit(2)
    try:
        exec(compile(text, main["__file__"], "exec"), main)
    except SystemExit:
        raise
    except BaseException as e:
        e.__traceback__ = e.__traceback__.tb_next
        sys.excepthook(type(e), e, e.__traceback__)
        sys.exit(1)


_run(_server())
