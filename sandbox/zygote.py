# The zygote: a Python interpreter that forks a child per run.
#
# It runs as the first process of a run of its own, behind all its layers, and
# is told what to do over a socket, descriptor 3. The children run a stranger's
# code; nothing here is secret, and the verdict is formed elsewhere.
#
# A fork costs by what is mapped, and every page that is written after it is
# copied, in a child and here. So this imports little: the parts in C of socket,
# signal and io in place of the whole; no threading, which does much in every
# child; no json. What is rarely done stands apart from what each run does.
import _signal
import _socket
import atexit
import ctypes
import gc
import io
import os
import resource
import select
import struct
import sys
import time

_libc = ctypes.CDLL(None)
_prctl = _libc.prctl
_syscall = _libc.syscall
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_LANDLOCK_CREATE = 444
_LANDLOCK_ADD = 445
_LANDLOCK_RESTRICT = 446
_INLINE = 65537  # the longest packet
_FDS = _socket.CMSG_SPACE(8 * 4)  # room for the descriptors of one packet

# What begins a job: limits of processor and wall time in seconds, _LIMITS, the
# descriptor that the first one sent becomes, the numbers of arguments, variables
# and files, and the length of all their names, each of which a NUL byte ends.
# Size and mode of each file follow, then the names, then the files.
_JOB = struct.Struct("<dd4q5I")
_FILE = struct.Struct("<QI")
_LIMITS = (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_DATA, resource.RLIMIT_AS)

# An outcome: its mark, the status that wait4 gave, processor and wall time in
# seconds, nanoseconds of waiting for a core, peak of memory in KiB, why the run
# was stopped, and whether nothing is left of it. A question: its mark, a
# process, and for how many seconds it has run.
_OUTCOME = struct.Struct("<ciddqqc?")
_QUESTION = struct.Struct("<cid")

# Where a control group bounds memory, descriptors that tell how much of it is
# used, and for what; and how much may become more from run to run.
_USED, _STAT = 4, 5
_LEFT_BEHIND = 4 << 20

# A child is not to signal the zygote, nor to reach abstract sockets of others:
# struct landlock_ruleset_attr with its third field set. One right is handled
# so that, on older kernels too, the layer keeps the child from tracing the
# zygote; and moving files between directories, which any layer that does not
# allow it forbids.
_MAKE_CHAR = 1 << 6
_REFER = 1 << 13
_ATTRS = (
    struct.pack("=QQQ", _MAKE_CHAR | _REFER, 0, 3),
    struct.pack("=Q", _MAKE_CHAR | _REFER),
    struct.pack("=Q", _MAKE_CHAR),
)


def _ruleset():
    for attr in _ATTRS:
        fd = _syscall(_LANDLOCK_CREATE, attr, len(attr), 0)
        if fd >= 0:
            root = os.open("/", os.O_PATH)
            rule = struct.pack("=Qi", _REFER, root)
            _syscall(_LANDLOCK_ADD, fd, 1, rule, 0)
            os.close(root)
            return fd
    return -1


def _content(packet, fds):
    """Returns the message of a packet; one that is too long for a packet lies
    in a memory file."""
    if packet[:1] != b"m":
        return packet[1:]
    mem = fds.pop(0)
    size = os.fstat(mem).st_size
    message = bytearray(size)
    at = 0
    while at < size:
        at += os.preadv(mem, [memoryview(message)[at:]], at)
    os.close(mem)
    return memoryview(message)


def _words(path):
    """Returns the words of a file, after the name in parentheses if there is
    one."""
    with open(path) as f:
        return f.read().rpartition(")")[2].split()


def _waited(pid, elapsed):
    """Returns how long a process and its descendants have waited for a core,
    in nanoseconds, and whether they do now; None: that may not be read here.
    The kernel counts a wait only when it is over. While a thread is ready to
    run, and all together had a core for less than half of the time, the rest
    of the time is taken for a wait."""
    try:
        _words("/proc/%d/schedstat" % pid)
    except OSError:
        return None
    delay, cpu, waits = 0, 0.0, False
    tree = [pid]
    for p in tree:
        try:
            stat = _words("/proc/%d/stat" % p)
            cpu += time.clock_gettime(~p << 3 | 2) + (int(stat[13]) + int(stat[14])) / 100
            task = "/proc/%d/task/" % p
            for tid in os.listdir(task):
                delay = max(delay, int(_words(task + tid + "/schedstat")[1]))
                waits = waits or _words(task + tid + "/stat")[0] == "R"
                if len(tree) < 512:
                    tree += map(int, _words(task + tid + "/children"))
        except (OSError, IndexError, ValueError):
            continue
    waits = waits and cpu < elapsed / 2
    if waits:
        delay = max(delay, int((elapsed - cpu) * 1e9))
    return delay, waits


def _children_time():
    """Returns the processor time of all children that were waited for."""
    u = resource.getrusage(resource.RUSAGE_CHILDREN)
    return u.ru_utime + u.ru_stime


def _empty(path):
    """Removes what a run left in a directory. False: something stayed."""
    try:
        with os.scandir(path) as it:
            for e in it:
                if e.is_dir(follow_symlinks=False):
                    if not _empty(e.path):
                        return False
                    os.rmdir(e.path)
                else:
                    os.unlink(e.path)
        return True
    except (OSError, RecursionError):
        return False


class _Zygote:
    def __init__(self, kill_all, metered):
        self.sock = _socket.socket(fileno=3)
        self.poll = select.poll()
        self.poll.register(self.sock, select.POLLIN)
        self.packet = memoryview(bytearray(_INLINE))
        self.hard = [resource.getrlimit(which)[1] for which in _LIMITS]
        self.work = os.getcwd()
        self.tmp = os.environ.get("TMPDIR", self.work)
        self.shm = os.path.join(os.path.dirname(self.work), "shm")
        self.places = [p for p in (self.work, self.tmp, self.shm) if os.path.isdir(p)]
        self.base = os.path.dirname(self.work)
        self.was = self.look()
        self.own = os.path.ismount(self.base)  # the runs' file system is theirs alone
        self.free = self.room()
        self.dated = [p for p in [self.base] + self.places if self.date(p)]
        self.kill_all = kill_all
        self.metered = metered
        self.used = self.needed = 0  # memory: of all kinds, and but for cached files
        self.rules = _ruleset()
        self.env = dict(os.environ)
        self.setup = type(sys)("verireward_setup")
        self.spent = 0.0  # by earlier runs

    def look(self):
        """Describes the directories that the runs share, in which a run may
        in some tiers do as it likes: they must stay as they are."""
        seen = []
        try:
            seen.append(sorted(os.listdir(self.base)))
        except PermissionError:  # a run can do nothing there either
            pass
        for p in [self.base] + self.places:
            st = os.lstat(p)
            seen.append((st.st_ino, st.st_mode, st.st_uid, os.listxattr(p)))
        return seen

    def room(self):
        """Returns how much room and how many files are left to the runs."""
        if self.own:
            st = os.statvfs(self.base)
            return st.f_bfree, st.f_ffree

    def date(self, path):
        """Sets a directory's times, which runs may have set to what they would
        tell the next. False: only another user may."""
        try:
            os.utime(path, (0, 0))
            return True
        except OSError:
            return False

    def lean(self):
        """Says whether the memory used is about what it was: a run can have
        the kernel hold some a while longer, for the next to miss."""
        if not self.metered:
            return True
        used = int(os.pread(_USED, 32, 0))
        if used <= self.used + _LEFT_BEHIND:
            return True
        needed = used
        for line in os.pread(_STAT, 8192, 0).splitlines():
            name, value = line.split()
            if name in (b"active_file", b"inactive_file"):
                needed -= int(value)
        if self.used and needed > self.needed + _LEFT_BEHIND:
            return False
        self.used, self.needed = used, needed
        return True

    def prepare(self, source):
        sys.modules["verireward_setup"] = self.setup
        exec(compile(source, "<setup>", "exec"), self.setup.__dict__)
        if not callable(self.setup.__dict__.get("job_main")):
            raise RuntimeError("the setup defines no job_main")

    def receive(self):
        """Receives a packet; returns its length and its descriptors."""
        n, found, _, _ = self.sock.recvmsg_into([self.packet], _FDS)
        fds = []
        for _, _, data in found:
            fds += struct.unpack("%di" % (len(data) // 4), data)
        return n, fds

    def serve(self):
        """Serves runs; returns in each child, when it is the run."""
        _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        _prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        gc.collect()
        gc.freeze()
        self.spent = _children_time()
        self.lean()
        self.sock.send(b"i")
        while True:
            n, fds = self.receive()
            if n < 2 and not fds:
                if n == 0:
                    os._exit(0)
                continue  # asked to stop a run that had ended by itself
            if n < 2:  # the message lies in a memory file
                cpu, wall = struct.unpack("<dd", os.pread(fds[0], 16, 0))
            else:
                cpu, wall = struct.unpack_from("<dd", self.packet, 1)
            began = time.monotonic()
            pid = os.fork()
            if pid == 0:
                self.become(_content(self.packet[:n], fds), fds)
                return
            for fd in fds:
                os.close(fd)
            self.packet[:n] = bytes(n)  # what one run was told, the next does not find
            self.sock.send(b"i" + self.watch(pid, cpu, wall, began))

    def ask(self, pid, elapsed):
        """Asks the caller, who may read what landlock hides here, how long a
        process has waited for a core, and whether it does now. The caller's
        word to stop may be on its way meanwhile."""
        self.sock.send(b"i" + _QUESTION.pack(b"q", pid, elapsed))
        aborted = False
        while True:
            data = self.sock.recv(64)
            if not data:
                os._exit(0)
            if data[:1] == b"i":
                delay, waits = map(int, data[1:].split())
                return delay, waits, aborted
            aborted = True

    def watch(self, pid, cpu, wall, began):
        """Waits for the child, within its limits, and for all it started;
        returns the outcome."""
        fd = os.pidfd_open(pid)
        self.poll.register(fd, select.POLLIN)
        stop = b"-"
        waited = 0  # nanoseconds in which the child waited for a core
        ready = self.poll.poll(min(cpu, wall) * 1000 + 1)
        if len(ready) != 1 or ready[0][0] != fd:
            stop, waited = self.hold(pid, fd, cpu, wall, began)
        self.poll.unregister(fd)
        _, status, usage = os.wait4(pid, 0)
        ended = time.monotonic()
        os.close(fd)
        clean = self.sweep()
        spent, self.spent = self.spent, _children_time()  # that of orphans too
        return _OUTCOME.pack(b"r", status, self.spent - spent, ended - began, waited, usage.ru_maxrss, stop, clean)

    def hold(self, pid, fd, cpu, wall, began):
        """Waits for a child that did not end at once, and kills it at a limit;
        returns why, and how long it waited for a core."""
        stop = b"-"
        clock = ~pid << 3 | 2  # the number of another process's clock
        used = 0.0
        waited = 0
        deadline = wall
        while stop == b"-":
            elapsed = time.monotonic() - began
            if elapsed >= deadline and not self.poll.poll(0):
                # What it only waited for a core is no fault of its own.
                found = _waited(pid, elapsed)
                if found:
                    waited, waits = found
                else:
                    waited, waits, aborted = self.ask(pid, elapsed)
                    if aborted:
                        stop = b"a"
                        break
                deadline = min(wall + waited / 1e9, 4 * wall)
                if waits:  # how long is known when it is over
                    deadline = min(deadline, elapsed + max(wall / 8, 0.01))
                if elapsed >= deadline:
                    stop = b"w"
                    break
            try:
                used = time.clock_gettime(clock)
            except OSError:  # it is ending, which the next look shows
                pass
            if used > cpu:
                stop = b"c"
                break
            left = max(deadline - elapsed, 0)
            ready = self.poll.poll(min(left, max(cpu - used, 0.001)) * 1000 + 1)
            if any(f == fd for f, _ in ready):
                return stop, waited
            if ready:
                stop = b"a"
                self.sock.recv(1)
        os.kill(pid, _signal.SIGKILL)
        return stop, waited

    def sweep(self):
        """Ends and removes what the child left. False: not all of it."""
        try:
            # Orphans become the zygote's children, so this sees all.
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            if not self.kill_all:
                return False
            try:
                os.kill(-1, _signal.SIGKILL)
            except ProcessLookupError:
                pass
            while True:
                os.waitpid(-1, 0)
        except ChildProcessError:
            pass
        try:
            if self.look() != self.was:
                return False
        except OSError:
            return False
        clean = True
        for p in self.places:
            clean = _empty(p) and clean
        for p in self.dated:
            clean = self.date(p) and clean
        return clean and self.room() == self.free and self.lean()

    def become(self, data, fds):
        """Turns the child into the run."""
        if self.rules >= 0 and _syscall(_LANDLOCK_RESTRICT, self.rules, 0):
            os._exit(125)
        self.sock.detach()
        job = _JOB.unpack_from(data)
        limits = job[2:6]
        first, args, env, files, names = job[6:]  # first is 1 where there is no input but /dev/null
        for i, fd in enumerate(fds):
            os.dup2(fd, first + i)
        os.closerange(first + len(fds), 1024)
        about = _JOB.size
        text = about + _FILE.size * files
        at = text + names
        names = str(data[text:at], "utf-8", "surrogateescape").split("\0")
        for path in names[args + env : -1]:
            size, mode = _FILE.unpack_from(data, about)
            about += _FILE.size
            head = os.path.dirname(path)
            if head:
                os.makedirs(head, 0o700, exist_ok=True)
            out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            while size:
                n = os.write(out, data[at : at + size])
                at += n
                size -= n
            os.close(out)
        for pair in names[args : args + env]:
            name, _, value = pair.partition("=")
            value = value.replace("{work}", self.work)
            if self.env.get(name) != value:
                os.environ[name] = value
        sys.argv = [a.replace("{work}", self.work) for a in names[:args]]
        if self.kill_all:
            os.setsid()
            _prctl(_PR_SET_PDEATHSIG, _signal.SIGKILL, 0, 0, 0)
        _prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        for which, value, hard in zip(_LIMITS, limits, self.hard):
            if value >= 0:
                if hard != resource.RLIM_INFINITY:
                    value = min(value, hard)
                resource.setrlimit(which, (value, value))


_IOBase = io.IOBase.__base__  # of C, and so quick to tell


def _flush():
    """Writes out what the run left in buffers of its own making."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass
    main = sys.modules.get("__main__")
    if main is not None:
        main.__dict__.clear()
    for obj in gc.get_objects():
        if issubclass(type(obj), _IOBase):
            try:
                if not obj.closed:
                    obj.flush()
            except Exception:
                pass


def _finish(code):
    """Ends the process as the interpreter would, but quickly."""
    try:
        threading = sys.modules.get("threading")
        if threading is not None:
            threading._shutdown()
    except BaseException:
        pass
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass
    try:
        sys.stdout.flush()
    except BaseException:
        code = code or 120
    _flush()
    os._exit(code)


def _run(main):
    code = 0
    try:
        main()
    except SystemExit as e:
        if e.code is None:
            code = 0
        elif isinstance(e.code, int):
            code = e.code & 0xFF
        else:
            print(e.code, file=sys.stderr)
            code = 1
    except KeyboardInterrupt:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        os.kill(os.getpid(), _signal.SIGINT)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    _finish(code)


def _main():
    z = _Zygote(kill_all=sys.argv[1] == "kill-all", metered=sys.argv[2] == "metered")
    app = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [z.work if p == app else p for p in sys.path]
    n, fds = z.receive()
    if n == 0:
        os._exit(0)
    z.prepare(str(_content(z.packet[:n], fds), "utf-8"))
    z.serve()
    job_main = z.setup.job_main
    sys.modules["__main__"] = type(sys)("__main__")
    return job_main


_run(_main())
