# Stand-ins for what needs /dev/shm, where the box has none (tier C): the locks
# of multiprocessing lie in memory that forked processes share, shared memory in
# the run's own temporary directory. The modules are mended as they are imported.
class _MendingLoader:
    def __init__(self, loader, mend):
        self.loader, self.mend = loader, mend

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.mend(module)


class _MendingFinder:
    def __init__(self, mends):
        self.mends = mends

    def find_spec(self, name, path=None, target=None):
        mend = self.mends.pop(name, None)
        if mend is None:
            return None
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _MendingLoader(spec.loader, mend)
        return spec


def _mend_heap(module):
    module.Arena._dir_candidates = []


def _mend_shared_memory(module):
    def place(name):
        import tempfile

        name = name.lstrip("/")
        if not name or "/" in name or "\0" in name:
            raise OSError(22, "Invalid argument")
        return _os.path.join(tempfile.gettempdir(), "shm." + name)

    def shm_open(path, flags, mode=0o777):
        return _os.open(place(path), flags | _os.O_NOFOLLOW | _os.O_CLOEXEC, mode)

    def shm_unlink(path):
        _os.unlink(place(path))

    module.shm_open, module.shm_unlink = shm_open, shm_unlink


def _mend_locks(module):
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

    class SemLock:
        SEM_VALUE_MAX = real.SEM_VALUE_MAX
        _rebuild = staticmethod(real._rebuild)

        def __new__(cls, kind, value, maxvalue, name, unlink):
            if not unlink:  # for processes that are not forked
                return real(kind, value, maxvalue, name, unlink)
            self = object.__new__(cls)
            self._memory = (ctypes.c_char * 64).from_buffer(mmap.mmap(-1, mmap.PAGESIZE))
            self.handle = ctypes.addressof(self._memory)
            if sem_init(self.handle, 1, value):
                raise OSError(ctypes.get_errno(), _os.strerror(ctypes.get_errno()))
            self.kind, self.maxvalue, self.name = kind, maxvalue, None
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
                        raise OSError(e, _os.strerror(e))
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

    module.SemLock = SemLock


def _without_shm():
    try:
        _os.close(_os.open("/dev/shm", _os.O_TMPFILE | _os.O_RDWR, 0o600))
        return
    except OSError:
        pass
    mends = {"_multiprocessing": _mend_locks, "_posixshmem": _mend_shared_memory, "multiprocessing.heap": _mend_heap}
    for name in list(mends):
        if name in _sys.modules:
            mends.pop(name)(_sys.modules[name])
    _sys.meta_path.insert(0, _MendingFinder(mends))


_without_shm()
