# Stand-ins for what needs /dev/shm, where a run has none (tier C): the locks of
# multiprocessing lie in memory that forked processes share, or in files of the
# run's own temporary directory, as does shared memory. The modules are mended as
# they are imported. SOURCE is this text, for interpreters that are spawned.
import os
import sys


class MendingLoader:
    def __init__(self, loader, mend):
        self.loader, self.mend = loader, mend

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.mend(module)


class MendingFinder:
    def __init__(self, mends):
        self.mends = mends

    def find_spec(self, name, path=None, target=None):
        mend = self.mends.pop(name, None)
        if mend is None:
            return None
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = MendingLoader(spec.loader, mend)
        return spec


def place(kind, name):
    """Returns the file that stands for a name below /dev/shm."""
    import tempfile

    name = name.lstrip("/")
    if not name or "/" in name or "\0" in name:
        raise OSError(22, "Invalid argument")
    return os.path.join(tempfile.gettempdir(), kind + "." + name)


def mend_heap(module):
    module.Arena._dir_candidates = []


def mend_shared_memory(module):
    def shm_open(path, flags, mode=0o777):
        return os.open(place("shm", path), flags | os.O_NOFOLLOW | os.O_CLOEXEC, mode)

    def shm_unlink(path):
        os.unlink(place("shm", path))

    module.shm_open, module.shm_unlink = shm_open, shm_unlink


def mend_spawning(module):
    """Has interpreters that multiprocessing starts load the stand-ins too."""
    spawn = module.spawnv_passfds
    load = "exec(compile(%r, '<stand-ins>', 'exec'), {'SOURCE': %r})\n" % (SOURCE, SOURCE)

    def spawnv_passfds(path, args, passfds):
        args = list(args)
        if "-c" in args:
            args[args.index("-c") + 1] = load + args[args.index("-c") + 1]
        return spawn(path, args, passfds)

    module.spawnv_passfds = spawnv_passfds


def mend_forkserver(module):
    """The server listens on a socket, which cannot be had: its processes are
    spawned instead."""
    from multiprocessing.popen_spawn_posix import Popen

    class SpawningPopen(Popen):
        method = "forkserver"

    module.Popen = SpawningPopen


def mend_locks(module):
    try:
        import ctypes
        import errno
        import mmap
        import threading
        import time

        waiting = ctypes.CDLL(None, use_errno=True)
        quick = ctypes.PyDLL(None, use_errno=True)  # these keep the interpreter's lock
        sem_init, sem_post, sem_trywait, sem_getvalue = (
            quick.sem_init, quick.sem_post, quick.sem_trywait, quick.sem_getvalue)
        sem_wait, sem_timedwait = waiting.sem_wait, waiting.sem_timedwait
    except (ImportError, AttributeError, OSError):
        return
    for f in (sem_post, sem_trywait, sem_wait):
        f.argtypes = [ctypes.c_void_p]
    sem_init.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint]
    sem_getvalue.argtypes = sem_timedwait.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    real = module.SemLock
    recursive = 0

    def memory(name=None, flags=0):
        """Returns what a semaphore lies in, shared by name or by forking."""
        if name is None:
            return mmap.mmap(-1, mmap.PAGESIZE)
        fd = os.open(place("sem", name), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | flags, 0o600)
        try:
            if flags:
                os.ftruncate(fd, mmap.PAGESIZE)
            return mmap.mmap(fd, mmap.PAGESIZE)
        finally:
            os.close(fd)

    class SemLock:
        SEM_VALUE_MAX = real.SEM_VALUE_MAX

        def __new__(cls, kind, value, maxvalue, name, unlink):
            if unlink:  # only forked processes will have it
                name = None
            self = cls._in(memory(name, os.O_CREAT | os.O_EXCL), kind, maxvalue, name)
            if sem_init(self.handle, 1, value):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            return self

        @classmethod
        def _rebuild(cls, handle, kind, maxvalue, name):
            return cls._in(memory(name), kind, maxvalue, name)

        @classmethod
        def _in(cls, shared, kind, maxvalue, name):
            self = object.__new__(cls)
            self._memory = (ctypes.c_char * 64).from_buffer(shared)
            self.handle = ctypes.addressof(self._memory)
            self.kind, self.maxvalue, self.name = kind, maxvalue, name
            self._held, self._owner = 0, 0
            return self

        def acquire(self, block=True, timeout=None):
            if self.kind == recursive and self._is_mine():
                self._held += 1
                return True
            if sem_trywait(self.handle):
                if not block:
                    return False
                end = None
                if timeout is not None:
                    at = time.time_ns() + int(max(timeout, 0) * 1e9)
                    end = (ctypes.c_long * 2)(at // 10**9, at % 10**9)
                while sem_timedwait(self.handle, end) if end else sem_wait(self.handle):
                    e = ctypes.get_errno()
                    if e == errno.ETIMEDOUT:
                        return False
                    if e != errno.EINTR:
                        raise OSError(e, os.strerror(e))
            self._held += 1
            self._owner = threading.get_ident()
            return True

        def release(self):
            if self.kind == recursive:
                if not self._is_mine():
                    raise AssertionError("attempt to release recursive lock not owned by thread")
                if self._held > 1:
                    self._held -= 1
                    return
            elif self._get_value() >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            self._held -= 1
            sem_post(self.handle)

        def __enter__(self):
            return self.acquire()

        def __exit__(self, *args):
            self.release()

        def _count(self):
            return self._held

        def _is_mine(self):
            return self._held > 0 and self._owner == threading.get_ident()

        def _get_value(self):
            value = ctypes.c_int()
            sem_getvalue(self.handle, ctypes.addressof(value))
            return value.value

        def _is_zero(self):
            return self._get_value() == 0

        def _after_fork(self):
            self._held = 0

    def sem_unlink(name):
        os.unlink(place("sem", name))

    module.SemLock, module.sem_unlink = SemLock, sem_unlink


def install():
    mends = {
        "_multiprocessing": mend_locks,
        "_posixshmem": mend_shared_memory,
        "multiprocessing.heap": mend_heap,
        "multiprocessing.util": mend_spawning,
        "multiprocessing.popen_forkserver": mend_forkserver,
    }
    for name in list(mends):
        if name in sys.modules:
            mends.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, MendingFinder(mends))


install()
