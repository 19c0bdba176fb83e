"""Time and processors of this run: what its environment grants.

HCC_SEED, HCC_CORES, HCC_TIME_LIMIT and HCC_MEMORY come from hcc-exec. Import
this module before numpy, so that its libraries start no more threads than
there are cores.
"""
import contextlib
import os
import signal
import threading
import time

BEGAN, USED = time.monotonic(), time.process_time()
CORES = max(1, int(os.environ.get("HCC_CORES", "1")))
SEED = int(os.environ.get("HCC_SEED", "0")) % 1000000
MEMORY = int(os.environ.get("HCC_MEMORY", "0"))      # bytes; 0: not told
GRANTED = float(os.environ.get("HCC_TIME_LIMIT", "600"))
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = str(CORES)
# threads that spin while they wait take seven times as long on a busy machine
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

_limit = 0.85 * GRANTED
_started = False        # whether this process is a program, and no more


class OutOfTime(Exception):
    """A part of the program took longer than its share."""


def start(seconds=None):
    """Take at most `seconds` in all, and 85 % of what is granted."""
    global _limit, _started
    _started = True
    _limit = min(0.85 * GRANTED, seconds or GRANTED)


def left():
    """Seconds that this program still grants itself."""
    return _limit - (time.monotonic() - BEGAN)


def left_at_all():
    """Seconds until this run is ended, with some in reserve."""
    return 0.85 * GRANTED - (time.monotonic() - BEGAN)


def granted():
    """The share of a processor that this run has had so far, at most 1:
    little on a machine that is too busy."""
    passed = time.monotonic() - BEGAN
    return min(1.0, max(0.05, (time.process_time() - USED) / max(
        passed, 1e-3)))


def _ring(signum, frame):
    raise OutOfTime("out of time")


@contextlib.contextmanager
def at_most(seconds):
    """Raise OutOfTime in the body when it runs longer than `seconds`, or than
    what is left of an at_most around this one, which then rings too. A library
    that is struck may raise an error of its own: that is OutOfTime, too."""
    signal.signal(signal.SIGALRM, _ring)
    began = time.monotonic()
    around = signal.getitimer(signal.ITIMER_REAL)[0]
    seconds = max(0.001, min(seconds, around or seconds))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Exception as error:
        if isinstance(error, OutOfTime) or (
                time.monotonic() - began < seconds):
            raise
        raise OutOfTime("out of time") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0 if not around else max(
            0.001, around - (time.monotonic() - began)))


@contextlib.contextmanager
def in_the_end(finish):
    """When this run has taken all its time and some more, call finish(False),
    and finish(True) when it has taken half of what it is granted; if that is
    true, end the process as a success, whatever the body is at: a signal
    would wait for a library to return. Without start() nothing ends."""
    done = threading.Event()

    def watch():
        for late, end in ((False, 1.05 * _limit + 1), (True, GRANTED / 2)):
            if done.wait(max(0.1, end - (time.monotonic() - BEGAN))):
                return
            if finish(late):
                print("out of time: the best so far is handed in", flush=True)
                os._exit(0)
    if _started:
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
