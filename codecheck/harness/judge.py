# The side that runs the tests. The program under test lives in another box; its
# names are reached through Remote objects. What comes back is plain data, which
# compares as Python compares it, or a Remote, which never decides a comparison
# with plain data.
import symtable as _symtable


class Gone(BaseException):
    """The program's box ended."""


class ProgramExit(SystemExit):
    """The program called exit in the middle of a call."""


class BadTest(Exception):
    """The tests themselves cannot be used."""


# Predicates of the built-in types: an object of the program's own making must
# not answer them in place of a plain value.
_PREDICATES = {
    n for t in (str, bytes, set, int, float) for n in dir(t)
    if n.startswith(("is", "startswith", "endswith")) and not n.startswith("__")
} | {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"}


class _Client:
    def __init__(self, pipe):
        self.pipe = pipe
        self.callbacks, self.callback_ids = {}, {}
        self.errors = {}
        self.gone = False
        self.forget()

    def forget(self):
        """Forgets what results have said of themselves. Until the next call
        or assignment a result says the same each time."""
        self.told, self.seen, self.counted = {}, {}, {}

    # -- values

    def value(self, x, depth=0):
        return encode(x, self.other, depth)

    def other(self, x, depth):
        if isinstance(x, Remote):
            return {"h": x._Remote__id}
        if type(x) in _REMOTE_CLASSES and hasattr(x, "_Remote__id"):
            return {"h": x._Remote__id}
        if isinstance(x, type) and issubclass(x, BaseException) and hasattr(x, "_remote_id"):
            return {"h": x._remote_id}
        out = encode_kin(x, depth, self.value)
        if out is not NotImplemented:
            return out
        i = self.callback_ids.get(id(x))
        if i is None:
            i = self.callback_ids[id(x)] = len(self.callbacks) + 1
            self.callbacks[i] = x
        return {"b": i}

    def decode(self, v, args=None, origin="result"):
        def special(tag, e):
            if tag == "=":
                return args[e]
            if tag == "b":
                return self.callbacks[e]
            if tag == "h":
                i, kind, name, owner, bases, home = e
                return self.remote(int(i), str(kind), str(name), int(owner), bases, str(home), origin)
            raise WireError("unknown tag")

        return decode(v, special)

    def remote(self, i, kind, name, owner, bases, home, origin):
        if kind == "module" or kind in ("class", "function", "error") and home != "solution":
            found = _library(name, home if kind != "module" else None)
            if found is not None:
                return found
        if kind == "error":
            return self.error_class(name, bases, i)
        if kind == "coroutine":
            async def wait():
                return self.do("await", Remote(self, i, kind, name, origin))

            return wait()
        if kind == "class":
            return RemoteClass(self, i, kind, name, origin)
        return Remote(self, i, kind, name, origin)

    def error_class(self, name, bases, i=None):
        """A local class that stands for an exception class of the program."""
        if name in self.errors:
            return self.errors[name]
        base = Exception
        for b in bases:
            found = getattr(_sys.modules["builtins"], str(b), None)
            if b != name and isinstance(found, type) and issubclass(found, BaseException):
                base = found
                break
            if b in self.errors:
                base = self.errors[b]
                break
        if issubclass(base, SystemExit):
            base = ProgramExit
        self.errors[name] = type(name, (base,), {"_remote_id": i})
        return self.errors[name]

    # -- requests

    def request(self, message, args=None, origin="result"):
        # An assertion that failed in a function handed to the program stays
        # failed, whatever the program does with the error.
        failed = None
        try:
            self.pipe.send(message)
            while True:
                m = self.pipe.receive()
                if failed and m[0] in ("v", "e"):
                    break
                if m[0] == "v":
                    out = self.decode(m[1], args, origin)
                    for place, now in m[2] if len(m) > 2 else ():
                        _update(args[place], self.decode(now, args))
                    return out
                if m[0] == "e":
                    break
                reply, e = self.serve(m)
                failed = failed or e
                self.pipe.send(reply)
        except (EOFError, BrokenPipeError, ConnectionError):
            if failed:
                raise failed
            self.gone = True
            raise Gone() from None
        except (WireError, ValueError, TypeError, IndexError, KeyError, AttributeError, _struct.error, RecursionError, OverflowError, ArithmeticError) as e:
            raise WireError("unreadable answer of the program: %s" % type(e).__name__) from None
        if failed:
            raise failed
        e = self.exception(m)
        e._of_program = True
        raise e

    def serve(self, m):
        """Serves what the program asks of an object it was handed. Returns the
        answer, and an assertion of the tests that failed meanwhile."""
        try:
            x = self.callbacks[m[1]]
            if m[0] == "callback":
                r = x(*[self.decode(a) for a in m[2]], **{k: self.decode(v) for k, v in m[3].items()})
            elif m[0] in ("attribute", "assign") and type(m[2]) is str and not m[2].startswith("_") and type(x).__module__ == "__main__":
                if m[0] == "attribute":
                    r = getattr(x, m[2])
                else:
                    r = setattr(x, m[2], self.decode(m[3]))
            else:
                return ["e", "not allowed"], None
            return ["v", self.value(r)], None
        except Exception as e:
            ours = isinstance(e, AssertionError) and not hasattr(e, "_of_program")
            return ["e", type(e).__name__], e if ours else None

    def exception(self, m):
        names, args, text, extra, home = m[1], m[2], m[3], m[4], m[5]
        known = getattr(_sys.modules["builtins"], names[0], None)
        if home == "builtins" and isinstance(known, type) and issubclass(known, BaseException):
            cls = ProgramExit if issubclass(known, SystemExit) else known
            if issubclass(cls, (KeyboardInterrupt, GeneratorExit)):
                cls = RuntimeError
        else:
            cls = _library(names[0], home) if home else None
            if not (isinstance(cls, type) and issubclass(cls, Exception)):
                cls = self.error_class(names[0], names[1:])
        try:
            values = self.decode(args)
            e = cls(*values)
        except Exception:
            e = RuntimeError(text)
        try:
            for k, v in self.decode({"d": list(extra.items())}).items():
                if not k.startswith("__"):
                    setattr(e, k, v)
        except Exception:
            pass
        if text and not str(e):
            e.args = (text,)
        return e

    def call(self, target, args, kwargs, origin="result"):
        self.forget()
        places = dict(enumerate(args))
        places.update(kwargs)
        try:
            return self.request(
                ["call", [{"h": target}] + [self.value(a) for a in args], {k: self.value(v) for k, v in kwargs.items()}], places, origin)
        except StopIteration as e:
            # Else it would end a loop of the tests that calls the program.
            raise RuntimeError("the program raised StopIteration") from e

    def do(self, op, *args, origin="result"):
        if op in ("setattr", "delattr", "setitem", "delitem", "iadd"):
            self.forget()
        return self.request([op, [self.value(a) for a in args]], None, origin)


# Modules whose functions and classes only compute. Others have some that end the
# process of the tests or equal everything.
_LENDABLE = frozenset((
    "abc array base64 bisect calendar cmath collections copy dataclasses datetime decimal enum fractions functools hashlib heapq "
    "itertools json math numbers operator random re statistics string struct textwrap types typing").split())


def _library(name, home):
    """The standard library's own object of a name, for names that the program
    imported. The program's word for what it is only picks among these."""
    top = (home or name).split(".")[0].lstrip("_")
    if top not in _LENDABLE and (home or top not in ("sys", "os", "time", "io")):
        return None
    try:
        import importlib
        m = importlib.import_module(home or name)
        return getattr(m, name, None) if home else m
    except Exception:
        return None


def _update(old, new):
    """Makes a mutable argument what the program left of it."""
    if isinstance(old, (list, bytearray)):
        old[:] = new
    elif isinstance(old, (dict, set)):
        old.clear()
        old.update(new)
    elif isinstance(old, _collections.deque):
        old.clear()
        old.extend(new)


_REMOTE_CLASSES = set()


class Remote:
    """An object in the program's box."""

    def __init__(self, client, i, kind, name, origin):
        for k, v in (("client", client), ("id", i), ("kind", kind), ("name", name), ("origin", origin), ("makes", False)):
            object.__setattr__(self, "_Remote__" + k, v)

    # Whether the tests made this object themselves, by calling a class or by
    # an operator on such an object. Only then do its operators see plain data:
    # a result must not decide what it is compared with.
    def _Remote__own(self):
        return self._Remote__origin == "made"

    def _Remote__do(self, op, *args, origin="result"):
        return self._Remote__client.do(op, self, *args, origin=origin)

    def _Remote__tell(self, op, *args, origin="result"):
        if self._Remote__own() or any(type(a) not in (int, str) for a in args):
            return self._Remote__do(op, *args, origin=origin)
        told, key = self._Remote__client.told, (self._Remote__id, op, args)
        if key not in told:
            told[key] = self._Remote__do(op, *args, origin=origin)
        return told[key]

    def __call__(self, *args, **kwargs):
        origin = "made" if self._Remote__kind == "class" and self._Remote__makes else "result"
        return self._Remote__client.call(self._Remote__id, args, kwargs, origin)

    def __getattr__(self, name):
        if name.startswith("_Remote__"):
            raise AttributeError(name)
        if name == "__name__" or name == "__qualname__":
            return self._Remote__name
        if name in _PREDICATES and not self._Remote__own() and self._Remote__kind not in ("class", "module"):
            raise AttributeError("%s of a result of the program's own type" % name)
        return _as_named(self._Remote__tell("attr", name), name)

    def __setattr__(self, name, v):
        self._Remote__do("setattr", name, v)

    def __delattr__(self, name):
        self._Remote__do("delattr", name)

    def __eq__(self, o):
        if isinstance(o, Remote):
            return self._Remote__id == o._Remote__id or bool(self._Remote__do("eq", o) is True)
        return self._Remote__own() and self._Remote__do("eq", o) is True

    def __ne__(self, o):
        return not self.__eq__(o)

    def __hash__(self):
        return hash(self._Remote__id)

    def __contains__(self, x):
        if self._Remote__own():
            return bool(self._Remote__do("contains", x))
        return any(v is x or v == x for v in self)

    def __bool__(self):
        return bool(self._Remote__tell("bool"))

    def __str__(self):
        return str(self._Remote__tell("str"))

    def __repr__(self):
        return str(self._Remote__tell("repr"))

    def __format__(self, spec):
        return str(self._Remote__tell("format", spec))

    def __len__(self):
        n = self._Remote__tell("len")
        if type(n) is not int:
            raise TypeError("bad len of an object of the program")
        if not self._Remote__own():
            client, i = self._Remote__client, self._Remote__id
            if n < client.seen.get(i, 0) or client.counted.get(i, n) != n:
                raise TypeError("the length of a result is not that of its elements")
        return n

    def __iter__(self):
        it = self._Remote__do("iter")
        if not isinstance(it, Remote):
            return iter(it)
        if not self._Remote__own():
            return _counted(it, self._Remote__client, self._Remote__id)
        return it if it._Remote__id == self._Remote__id else _iterate(it)

    def __next__(self):
        return self._Remote__do("next")

    def __enter__(self):
        return self._Remote__do("attr", "__enter__")()

    def __exit__(self, *exc):
        return self._Remote__do("attr", "__exit__")(None, None, None)

    def __await__(self):
        return self._Remote__do("await")
        yield

    def __getitem__(self, k):
        return self._Remote__tell("item", k)

    def __setitem__(self, k, v):
        self._Remote__do("setitem", k, v)

    def __delitem__(self, k):
        self._Remote__do("delitem", k)

    def __instancecheck__(self, x):
        return isinstance(x, Remote) and self._Remote__client.do("isinstance", x, self) is True

    def __subclasscheck__(self, x):
        return isinstance(x, Remote) and self._Remote__client.do("issubclass", x, self) is True


class RemoteClass(Remote):
    """A class in the program's box. Calling it makes an object the tests own,
    if they call it by a class's name."""


def _as_named(v, name):
    """Returns what the tests know by a name. A class in the place of a function
    makes results, which do not decide what they are compared with."""
    if isinstance(v, RemoteClass) and name.lstrip("_")[:1].isupper():
        object.__setattr__(v, "_Remote__makes", True)
    return v


def _iterate(it):
    while True:
        try:
            v = it._Remote__do("next")
        except StopIteration:
            return
        yield v


def _counted(it, client, i):
    """Iterates over a result, which has as many elements as it says."""
    n = 0
    for v in _iterate(it):
        n += 1
        client.seen[i] = max(n, client.seen.get(i, 0))
        if n > client.told.get((i, "len", ()), n):
            raise TypeError("a result has more elements than it says")
        yield v
    client.counted[i] = n
    if client.told.get((i, "len", ()), n) != n:
        raise TypeError("a result has fewer elements than it says")


def _unary(op, plain=None):
    def method(self, *args):
        ask = self._Remote__do if op in ("reversed", "dir") else self._Remote__tell
        r = ask(op, *args, origin="made" if self._Remote__own() else "result")
        if plain is not None and type(r) not in plain:
            raise TypeError("bad %s of an object of the program" % op)
        return r

    return method


def _binary(op, swapped):
    def method(self, o):
        if not (isinstance(o, Remote) or self._Remote__own()):
            raise TypeError("a result of type %s is not a plain value" % self._Remote__name)
        a, b = (o, self) if swapped else (self, o)
        origin = "made" if self._Remote__own() else "result"
        return self._Remote__client.do(op, a, b, origin=origin)

    return method


for _n in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift", "rshift", "divmod"):
    setattr(Remote, "__%s__" % _n, _binary(_n, False))
    setattr(Remote, "__r%s__" % _n, _binary(_n, True))
for _n in ("lt", "le", "gt", "ge"):
    setattr(Remote, "__%s__" % _n, _binary(_n, False))
for _n, _t in (("int", (int,)), ("float", (float,)), ("complex", (complex,)), ("index", (int,)), ("neg", None), ("pos", None),
               ("abs", None), ("invert", None), ("round", None), ("reversed", None), ("bytes", (bytes,)), ("dir", None)):
    setattr(Remote, "__%s__" % _n, _unary(_n, _t))


class _Names(dict):
    """The tests' global names; what they do not define is the program's."""

    def __missing__(self, name):
        client, ours = self["__client__"], self["__builtin_targets__"]
        if hasattr(_sys.modules["builtins"], name) and name not in ours:
            raise KeyError(name)
        if name.startswith("__"):
            raise KeyError(name)
        if name in self["__modules__"]:
            self[name] = __import__(name)
            return self[name]
        v = _as_named(client.request(["get", [name]]), name)
        # A function keeps its place among the names; data is asked for anew,
        # since the program may change it.
        if isinstance(v, (RemoteClass, type, _types.ModuleType)):
            self[name] = v
        return v


def _free_names(text):
    """The global names that a text loads and does not itself bind."""
    loads, binds = set(), set()

    def walk(t, top):
        for s in t.get_symbols():
            n = s.get_name()
            if top:
                if s.is_assigned() or s.is_imported() or s.is_namespace():
                    binds.add(n)
                if s.is_referenced():
                    loads.add(n)
            elif s.is_global():
                if s.is_referenced():
                    loads.add(n)
                if s.is_declared_global() and s.is_assigned():
                    binds.add(n)
        for c in t.get_children():
            walk(c, False)

    walk(_symtable.symtable(text, "<test>", "exec"), True)
    return loads - binds


def _modules_used(texts):
    """The names of modules that the tests only take attributes of: the program
    may have imported them, but does not get to say what they are."""
    bases, other = set(), set()
    for t in texts:
        tree = _ast.parse(t)
        inner = {id(n.value) for n in _ast.walk(tree) if isinstance(n, _ast.Attribute)}
        for n in _ast.walk(tree):
            if isinstance(n, _ast.Name):
                (bases if id(n) in inner else other).add(n.id)
    return (bases - other) & _LENDABLE


def _imported(preamble, texts, entry):
    """What the preamble imports by name from modules that only compute, if the
    tests name something else too: that is then what they test."""
    try:
        body = _ast.parse(preamble).body
    except (SyntaxError, ValueError):
        return {}
    out = {}
    for s in body:
        if isinstance(s, _ast.ImportFrom) and not s.level and s.module in _LENDABLE:
            for a in s.names:
                v = _library(a.name, s.module)
                if v is not None:
                    out[a.asname or a.name] = v
    import builtins
    free = set().union(*map(_free_names, texts))
    if entry in out or not entry and not any(n not in out and not hasattr(builtins, n) for n in free):
        return {}
    return out


def _may_exit(statement):
    """Whether a statement of the tests is one to leave by, as unittest.main()."""
    names = {n.attr for n in _ast.walk(statement) if isinstance(n, _ast.Attribute)}
    names |= {n.id for n in _ast.walk(statement) if isinstance(n, _ast.Name)}
    return bool(names & {"main", "exit", "quit", "SystemExit"})


def _builtin_targets(client, texts, entry):
    """A function under test may have the name of a builtin. It is the target
    only when the tests name nothing else of the program's."""
    import builtins
    if entry:
        return {entry} if hasattr(builtins, entry) else set()
    free = set()
    for t in texts:
        free |= _free_names(t)
    if any(not hasattr(builtins, n) for n in free):
        return set()
    shared = sorted(n for n in free if hasattr(builtins, n))
    if not shared:
        return set()
    defined = client.request(["defines", [shared]])
    return set(defined) & set(shared) if isinstance(defined, list) and len(defined) == 1 else set()


import __future__ as _future

_FUTURE = 0
for _n in _future.all_feature_names:
    _FUTURE |= getattr(_future, _n).compiler_flag


def _compile(text):
    try:
        flags = compile(text, "<test>", "exec", dont_inherit=True).co_flags & _FUTURE
        return _ast.parse(text).body, flags
    except (SyntaxError, ValueError) as e:
        raise BadTest("the test code does not compile: %s" % e)


def _tests_something(body, entry, kind):
    """Refuses test code that every program passes."""
    if all(isinstance(s, _ast.Pass) or isinstance(s, _ast.Expr) and isinstance(s.value, _ast.Constant) for s in body):
        raise BadTest("the test code tests nothing")
    if kind != "check_fn":
        return
    if not any(isinstance(n, _ast.Name) and n.id == "check" or isinstance(n, _ast.FunctionDef) and n.name == "check" for s in body for n in _ast.walk(s)):
        raise BadTest("check_fn: the code defines no function check")
    if not entry and all(isinstance(s, (_ast.FunctionDef, _ast.ClassDef, _ast.Import, _ast.ImportFrom, _ast.Assign)) for s in body):
        raise BadTest("check_fn: no entry_point, and nothing calls check")


def _report(data):
    b = _json.dumps(data).encode("ascii")
    while b:
        b = b[_os.write(3, b):]
    _os._exit(0)


def _words(e):
    text = "".join(_traceback.format_exception_only(type(e), e)).strip()
    tb = e.__traceback__
    line = None
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == "<test>":
            line = tb.tb_lineno
        tb = tb.tb_next
    text = text[:500]
    return text if line is None else "%s (test line %d)" % (text, line)


def judge(job):
    _sys.setrecursionlimit(12000)
    pipe = private_pipe("/dev/null")
    code, setup, entry = job["code"], job.get("setup") or "", job.get("entry") or ""
    try:
        if job.get("weak"):
            _tests_something(_compile(code)[0], entry, job.get("fn"))
            _weak(pipe, job)
        body, flags = _compile(code)
        if setup:
            _compile(setup)
        _tests_something(body, entry, job.get("fn"))
        client = _Client(pipe)
        main = _sys.modules["__main__"]
        ns = _Names(main.__dict__)
        ns.update({"__name__": "__main__", "__builtins__": _sys.modules["builtins"], "__client__": client})
        main.__dict__.update({"__name__": "__main__"})
        ns["__modules__"] = _modules_used([setup, code])
        ns["__builtin_targets__"] = set()
        ns["__builtin_targets__"] = _builtin_targets(client, [setup, code], entry)
        ns.update(_imported(job.get("preamble") or "", [setup, code], entry))
        _lend(ns, job.get("prompt") or "", entry)
        if setup:
            exec(compile(setup, "<setup>", "exec", dont_inherit=True), ns)
        for i, statement in enumerate(body):
            # What looks for tests in the main module finds them.
            main.__dict__.update(item for item in ns.items() if not item[0].startswith("__"))
            try:
                exec(compile(_ast.Module([statement], []), "<test>", "exec", flags, dont_inherit=True), ns)
            except ProgramExit:
                raise
            except SystemExit as e:
                # unittest.main() as the last statement: the end was reached.
                if i < len(body) - 1 or e.code not in (None, 0, False) or not _may_exit(statement):
                    _report({"verdict": "WA", "reason": "the test code exited with %r" % (e.code,)})
        if entry and isinstance(dict.get(ns, "check"), _types.FunctionType):
            ns["check"](ns[entry])
        # A program that left in the middle of what was asked of it has not
        # answered, whatever the tests made of that.
        _report({"gone": True} if client.gone else {"ok": True})
    except Gone:
        _report({"gone": True})
    except BadTest as e:
        _report({"bad": str(e)})
    except AssertionError as e:
        _report({"verdict": "WA", "reason": _words(e)})
    except WireError as e:
        _report({"verdict": "RE", "reason": str(e)})
    except BaseException as e:
        _report({"verdict": "RE", "reason": _words(e)})


def _lend(ns, prompt, entry):
    """Helper functions of the prompt are the tests' own, so that the program
    cannot replace them."""
    if not prompt:
        return
    for text in (prompt, prompt.rstrip() + "\n    pass\n"):
        if _parses(text):
            lent = {"__name__": "prompt", "__builtins__": _sys.modules["builtins"]}
            try:
                exec(compile(text, "<prompt>", "exec", dont_inherit=True), lent)
            except Exception:
                return
            for k, v in lent.items():
                if k != entry and not k.startswith("__"):
                    ns[k] = v
            return


def _weak(pipe, job):
    """The tests need the program's own process: hand them over, and accept
    only the word that follows them."""
    _compile(job["code"])
    word = _os.urandom(16)
    try:
        if pipe.receive() != ["ready"]:
            raise Gone()
        pipe.send([job["code"], job.get("setup") or "", job.get("entry") or ""])
        _os.write(pipe.w, word)
        m = pipe.receive()
    except (EOFError, BrokenPipeError, ConnectionError, ValueError, RecursionError, _struct.error):
        raise Gone() from None
    _report({"ok": True} if m == ["end", word.hex()] else {"gone": True})
