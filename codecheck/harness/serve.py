# The side of the program under test while tests in another box call it: what
# they ask for is done here, and what comes of it is sent back as a description,
# never as the thing itself.


class _Server:
    def __init__(self, pipe, ns):
        self.pipe, self.ns = pipe, ns
        self.things, self.ids = {}, {}
        self.current = None

    def handle(self, x):
        """A name for an object that is not plain data."""
        i = self.ids.get(id(x))
        if i is None:
            i = len(self.things) + 1
            self.ids[id(x)] = i
            self.things[i] = x
        return i

    def value(self, x, depth=0):
        if depth == 0 and self.current is not None:
            for i, a in enumerate(self.current):
                if a is x and type(a) in (list, dict, set, bytearray):
                    return {"=": i}
        return encode(x, self.other, depth)

    def other(self, x, depth):
        if isinstance(x, Callback):
            return {"b": x._Callback__id}
        out = encode_kin(x, depth, self.value)
        if out is not NotImplemented:
            return out
        t = type(x)
        kind = "object"
        if isinstance(x, type):
            kind = "error" if issubclass(x, BaseException) else "class"
        elif t is _types.CoroutineType:
            kind = "coroutine"
        elif t is _types.ModuleType:
            kind = "module"
        elif callable(x) and t in (_types.FunctionType, _types.MethodType, _types.BuiltinFunctionType, functools.partial):
            kind = "function"
        owner = x if isinstance(x, type) else t
        name = getattr(x, "__name__", None) if kind in ("class", "error", "module", "function") else t.__name__
        bases = [b.__name__ for b in x.__mro__[1:]] if kind == "error" else []
        home = getattr(x, "__module__", "") if kind in ("class", "function", "error") else ""
        return {"h": [self.handle(x), kind, str(name), self.handle(owner), bases, str(home)]}

    def special(self, tag, e):
        if tag == "h":
            return self.things[e]
        if tag == "b":
            return Callback(self, e)
        raise WireError("unknown tag")

    def error(self, e):
        t = type(e)
        names = [c.__name__ for c in t.__mro__ if c is not object]
        try:
            args = self.value(list(e.args))
        except Exception:
            args = []
        try:
            extra = {k: self.value(v) for k, v in vars(e).items()}
        except Exception:
            extra = {}
        try:
            text = str(e)[:2000]
        except Exception:
            text = ""
        home = t.__module__ if t.__module__ != "solution" else ""
        return ["e", names, args, text, extra, home]

    def ask(self, message):
        """Sends a request of ours in the middle of a call, and serves what the
        other side asks before it answers."""
        self.pipe.send(message)
        return self.loop(nested=True)

    def loop(self, nested=False):
        while True:
            m = self.pipe.receive()
            if m[0] == "v" and nested:
                return decode(m[1], self.special)
            if m[0] == "e" and nested:
                raise RuntimeError(m[1])
            before = self.current
            try:
                reply = self.serve(m)
            except BaseException as e:
                reply = self.error(e)
            self.current = before
            if len(reply) > 2 and reply[0] == "v" and not reply[2]:
                reply = reply[:2]
            self.pipe.send(reply)

    def serve(self, m):
        op, args = m[0], [decode(a, self.special) for a in m[1]]
        if op == "call":
            kwargs = {k: decode(v, self.special) for k, v in m[2].items()}
            before = m[1]
            self.current = args[1:]
            r = args[0](*args[1:], **kwargs)
            value = self.value(r)
            self.current = None
            changed = []
            for i, a in enumerate(args[1:]):
                if type(a) in (list, dict, set, bytearray, collections.deque) or isinstance(a, list):
                    now = self.value(a)
                    if now != before[i + 1]:
                        changed.append([i, now])
            for k, a in kwargs.items():
                if type(a) in (list, dict, set, bytearray):
                    now = self.value(a)
                    if now != m[2][k]:
                        changed.append([k, now])
            return ["v", value, changed]
        if op == "get":
            if args[0] not in self.ns:
                raise NameError("name %r is not defined" % args[0])
            return ["v", self.value(self.ns[args[0]])]
        if op == "defines":
            return ["v", [n for n in args[0] if isinstance(self.ns.get(n), (_types.FunctionType, type))]]
        return ["v", self.value(_OPS[op](*args))]


class Callback:
    """An object of the judging box: a function to call, or an instance whose
    public attributes can be read and set."""

    def __init__(self, server, i):
        object.__setattr__(self, "_Callback__server", server)
        object.__setattr__(self, "_Callback__id", i)

    def __call__(self, *args, **kwargs):
        s = self._Callback__server
        s_current, s.current = s.current, None
        try:
            return s.ask(["callback", self._Callback__id, [s.value(a) for a in args], {k: s.value(v) for k, v in kwargs.items()}])
        finally:
            s.current = s_current

    def __getattr__(self, name):
        s = self._Callback__server
        if name.startswith("_"):
            raise AttributeError(name)
        s_current, s.current = s.current, None
        try:
            return s.ask(["attribute", self._Callback__id, name])
        finally:
            s.current = s_current

    def __setattr__(self, name, v):
        s = self._Callback__server
        s.ask(["assign", self._Callback__id, name, s.value(v)])

    def __eq__(self, o):
        return isinstance(o, Callback) and o._Callback__id == self._Callback__id

    def __hash__(self):
        return hash(self._Callback__id)


def _await(x):
    import asyncio

    async def run():
        return await x

    return asyncio.run(run())


_OPS = {
    "attr": getattr, "setattr": setattr, "delattr": delattr, "len": len, "iter": iter, "next": next, "bool": bool,
    "str": str, "repr": repr, "format": format, "dir": dir, "hash": hash, "await": _await, "isinstance": isinstance, "issubclass": issubclass,
    "int": int, "float": float, "complex": complex, "round": round, "reversed": reversed, "bytes": bytes,
    "item": operator.getitem, "setitem": operator.setitem, "delitem": operator.delitem, "contains": operator.contains,
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "truediv": operator.truediv, "floordiv": operator.floordiv,
    "mod": operator.mod, "pow": operator.pow, "matmul": operator.matmul, "and": operator.and_, "or": operator.or_, "xor": operator.xor,
    "lshift": operator.lshift, "rshift": operator.rshift, "neg": operator.neg, "pos": operator.pos, "abs": abs, "invert": operator.invert,
    "index": operator.index, "iadd": operator.iadd, "divmod": divmod,
}


def _serve(job):
    pipe = private_pipe("/dev/null")
    code = _source().decode("utf-8", "surrogatepass")
    parts = join_prompt(job.get("prompt") or "", code, job.get("entry"))
    given = dict(job)
    given["setup"] = _setup_for(job.get("setup") or "", code)
    # The parts share one namespace, as one text would.
    ns = _module("solution", parts[0], given)
    for text in parts[1:]:
        exec(compile(text, PROGRAM, "exec", dont_inherit=True), ns)
    if job.get("weak"):
        return _in_process(pipe, ns)
    if job.get("entry") and job["entry"] not in ns and isinstance(ns.get("Solution"), type) and hasattr(ns["Solution"], job["entry"]):
        ns[job["entry"]] = getattr(ns["Solution"](), job["entry"])
    try:
        _Server(pipe, ns).loop()
    except (EOFError, BrokenPipeError):
        _os._exit(0)


# What runs and judges tests in the program's process is taken before the
# program can replace it.
_compile_text, _exec, _load = compile, exec, __import__
_NUMBERS, _PLAIN = (int, float, complex), (str, bytes, list, tuple, dict, set, frozenset, type(None))
_LIKE_PLAIN = (collections.Counter, collections.OrderedDict, collections.defaultdict, collections.deque, collections.UserDict, collections.UserList,
               collections.UserString)


def _foreign(a, b):
    """Whether one of two values is plain and the other of a class with an
    equality of its own, which would then decide."""
    for x, y in ((a, b), (b, a)):
        t = type(y)
        if type(x) in _NUMBERS + _PLAIN + (bool,) and t not in _LIKE_PLAIN and any(
            type(vars(c).get("__eq__")) is _types.FunctionType and not c.__module__.startswith(("unittest", "fractions", "decimal", "datetime"))
            for c in type.__dict__["__mro__"].__get__(t)
        ):
            return True
    return False


def _compare(op, a, b):
    if _foreign(a, b):
        return op == "!="
    return a == b if op == "==" else a != b


class _Comparisons(_ast.NodeTransformer):
    """Rewrites single equalities of the tests into calls of _compare."""

    def visit_Compare(self, node):
        self.generic_visit(node)
        op = {_ast.Eq: "==", _ast.NotEq: "!="}.get(type(node.ops[0]))
        if len(node.ops) > 1 or op is None:
            return node
        f = _ast.Name("__compare__", _ast.Load())
        return _ast.copy_location(_ast.Call(f, [_ast.Constant(op), node.left, node.comparators[0]], []), node)


def _fresh_unittest():
    """Gives the tests a unittest that the program has not touched."""
    here = _os.getcwd()
    _sys.path[:] = [p for p in _sys.path if p not in ("", here)]
    for name in [n for n in _sys.modules if n.split(".")[0] == "unittest"]:
        del _sys.modules[name]
    case = _load("unittest").TestCase
    before = case._getAssertEqualityFunc

    def equality(self, a, b):
        if not _foreign(a, b):
            return before(self, a, b)

        def refuse(*args, **kwargs):
            raise self.failureException("a value of the program's own type")

        return refuse

    case._getAssertEqualityFunc = equality


def _by_program(e):
    """Whether an exception came through the program's code."""
    tb = e.__traceback__
    while tb is not None:
        if tb.tb_frame.f_code.co_filename.endswith(PROGRAM):
            return True
        tb = tb.tb_next
    return False


def _in_process(pipe, ns):
    """Runs the tests in this process, for those that need it. They come only
    now, after the program's own code has run. The word that shows that their
    end was reached follows them in the pipe and is not read before that."""
    pipe.send(["ready"])
    text, setup, entry = pipe.receive()
    ns["__name__"] = "__main__"
    ns["__compare__"] = _compare
    _sys.modules["__main__"] = _sys.modules["solution"]
    if "unittest" in setup + text:
        _fresh_unittest()
    for part in (setup, text):
        if not part:
            continue
        body = _compile_text(part, "<test>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True).body
        for i, statement in enumerate(body):
            tree = _ast.fix_missing_locations(_Comparisons().visit(_ast.Module([statement], [])))
            flags = _compile_text(part, "<test>", "exec", dont_inherit=True).co_flags & _FUTURE if i == 0 else flags
            try:
                _exec(_compile_text(tree, "<test>", "exec", flags, dont_inherit=True), ns)
            except SystemExit as e:
                if i < len(body) - 1 or part is not text or e.code not in (None, 0, False) or not _may_exit(statement) or _by_program(e):
                    raise AssertionError("exited before the end of the tests")
    if entry and isinstance(ns.get("check"), _types.FunctionType):
        try:
            ns["check"](ns[entry])
        except SystemExit:
            raise AssertionError("exited before the end of the tests")
    pipe.send(["end", pipe._exactly(16).hex()])
    pipe.receive()
    _os._exit(0)
