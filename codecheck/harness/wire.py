# Values on the wire between the boxes and to the judge: JSON in which an
# object has one key, the tag of a type that JSON lacks. Everything here is
# plain data; decoding never runs code of the other side.
import collections as _collections
import datetime as _datetime
import decimal as _decimal
import fractions as _fractions
import json as _json
import os as _os
import struct as _struct
import sys as _sys
import types as _types

MAX_DEPTH = 9000
MAX_MESSAGE = 64 << 20
_SMALL = 1 << 53


class WireError(Exception):
    pass


def _int(x):
    # The digits of a huge integer are never converted to decimal: Python
    # bounds that conversion, and hexadecimal is linear.
    x = int.__add__(x, 0)
    return x if -_SMALL < x < _SMALL else {"i": hex(x)}


def _float(x):
    return {"f": float.hex(float.__add__(x, 0.0))}


def encode(x, other, depth=0):
    """Returns x as JSON data; other(x) encodes what is not plain data."""
    if x is None or x is True or x is False:
        return x
    t = type(x)
    if t is int:
        return _int(x)
    if t is str:
        return x
    if t is float:
        return {"f": float.hex(x)}
    if depth > MAX_DEPTH:
        raise WireError("nested too deeply")
    if t is list:
        return [encode(e, other, depth + 1) for e in x]
    if t is tuple:
        return {"t": [encode(e, other, depth + 1) for e in x]}
    if t is dict:
        return {"d": [[encode(k, other, depth + 1), encode(v, other, depth + 1)] for k, v in dict.items(x)]}
    if t is set or t is frozenset:
        return {"s" if t is set else "z": [encode(e, other, depth + 1) for e in t.__iter__(x)]}
    if t is bytes:
        return {"y": x.hex()}
    if t is bytearray:
        return {"Y": bytes(x).hex()}
    if t is complex:
        return {"c": [_float(x.real), _float(x.imag)]}
    return other(x, depth)


def encode_kin(x, depth, recur):
    """Encodes subclasses and library types that have a plain value; returns
    NotImplemented for others. The value is read by the base type's own
    methods, so what a subclass overrides does not count."""
    t = type(x)
    if issubclass(t, bool):
        return bool(x)
    if issubclass(t, int):
        return _int(x)
    if issubclass(t, str):
        return str.__str__(x) if type(str.__str__(x)) is str else "".join(str.__iter__(x))
    if issubclass(t, float):
        return _float(x)
    if issubclass(t, _collections.deque):
        return {"k": ["deque", [recur(e, depth + 1) for e in _collections.deque.__iter__(x)]]}
    if issubclass(t, dict):
        name = "dict"
        for c in (_collections.Counter, _collections.OrderedDict, _collections.defaultdict):
            if issubclass(t, c):
                name = c.__name__
        items = [[recur(k, depth + 1), recur(v, depth + 1)] for k, v in dict.items(x)]
        return {"d": items} if name == "dict" else {"k": [name, items]}
    if issubclass(t, list):
        return [recur(e, depth + 1) for e in list.__iter__(x)]
    if issubclass(t, tuple):
        fields = getattr(t, "_fields", None)
        values = [recur(e, depth + 1) for e in tuple.__iter__(x)]
        if type(fields) is tuple and len(fields) == len(values) and all(type(f) is str for f in fields):
            return {"n": [t.__name__, list(fields), values]}
        return {"t": values}
    if issubclass(t, (set, frozenset)):
        base = set if issubclass(t, set) else frozenset
        return {"s" if base is set else "z": [recur(e, depth + 1) for e in base.__iter__(x)]}
    if t is _decimal.Decimal:
        return {"D": str(x)}
    if t is _fractions.Fraction:
        return {"r": "%d/%d" % (x.numerator, x.denominator)} if abs(x.numerator) < 1 << 9000 and x.denominator < 1 << 9000 else NotImplemented
    if t is range:
        return {"R": [_int(x.start), _int(x.stop), _int(x.step)]}
    if t is _datetime.datetime and x.tzinfo is None:
        return {"T": ["datetime", [x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond]]}
    if t is _datetime.date:
        return {"T": ["date", [x.year, x.month, x.day]]}
    if t is _datetime.time and x.tzinfo is None:
        return {"T": ["time", [x.hour, x.minute, x.second, x.microsecond]]}
    if t is _datetime.timedelta:
        return {"T": ["timedelta", [x.days, x.seconds, x.microseconds]]}
    if (t.__module__ or "") == "numpy" or t.__module__ == "numpy.ma":
        if hasattr(x, "tolist"):
            return recur(x.tolist(), depth + 1)
    return NotImplemented


def decode(v, special):
    """Returns the value of JSON data; special(tag, v) decodes other tags."""
    t = type(v)
    if t is list:
        return [decode(e, special) for e in v]
    if t is not dict:
        return v
    if len(v) != 1:
        raise WireError("not a typed value")
    for tag, e in v.items():
        pass
    if tag == "t":
        return tuple([decode(x, special) for x in e])
    if tag == "d":
        return {decode(k, special): decode(x, special) for k, x in e}
    if tag == "f":
        return float.fromhex(e)
    if tag == "i":
        return int(e, 16)
    if tag == "s":
        return {decode(x, special) for x in e}
    if tag == "z":
        return frozenset([decode(x, special) for x in e])
    if tag == "y":
        return bytes.fromhex(e)
    if tag == "Y":
        return bytearray.fromhex(e)
    if tag == "c":
        return complex(decode(e[0], special), decode(e[1], special))
    if tag == "D":
        return _decimal.Decimal(e)
    if tag == "r":
        return _fractions.Fraction(e)
    if tag == "R":
        return range(*[decode(x, special) for x in e])
    if tag == "T":
        if e[0] not in ("datetime", "date", "time", "timedelta"):
            raise WireError("unknown type")
        return getattr(_datetime, e[0])(*[int(x) for x in e[1]])
    if tag == "n":
        return _named(e[0], e[1])(*[decode(x, special) for x in e[2]])
    if tag == "k":
        if e[0] == "deque":
            return _collections.deque([decode(x, special) for x in e[1]])
        items = [(decode(k, special), decode(x, special)) for k, x in e[1]]
        if e[0] == "Counter":
            out = _collections.Counter()
            out.update(dict(items))
            return out
        if e[0] == "OrderedDict":
            return _collections.OrderedDict(items)
        if e[0] == "defaultdict":
            return _collections.defaultdict(None, items)
    return special(tag, e)


_namedtuples = {}


def _named(name, fields):
    key = (name, tuple(fields))
    if key not in _namedtuples:
        if len(_namedtuples) > 1000:
            raise WireError("too many types")
        _namedtuples[key] = _collections.namedtuple(name, fields, rename=True)
    return _namedtuples[key]


class Pipe:
    """Messages of JSON over two descriptors, each with its length before it."""

    def __init__(self, r, w):
        self.r, self.w = r, w
        self._read, self._write = _os.read, _os.write
        self._dumps, self._loads = _json.JSONEncoder(check_circular=False).encode, _json.loads

    def send(self, data):
        b = self._dumps(data).encode("ascii")
        b = _struct.pack(">I", len(b)) + b
        while b:
            b = b[self._write(self.w, b):]

    def _exactly(self, n):
        parts = []
        while n:
            p = self._read(self.r, min(n, 1 << 20))
            if not p:
                raise EOFError
            parts.append(p)
            n -= len(p)
        return b"".join(parts)

    def receive(self):
        (n,) = _struct.unpack(">I", self._exactly(4))
        if n > MAX_MESSAGE:
            raise WireError("message too long")
        return self._loads(self._exactly(n))


def private_pipe(stdin_from):
    """Takes descriptors 0 and 1 for the protocol and gives the program others:
    standard input from stdin_from, standard output into standard error."""
    r, w = _os.dup(0), _os.dup(1)
    fd = _os.open(stdin_from, _os.O_RDONLY)
    _os.dup2(fd, 0)
    _os.close(fd)
    _os.dup2(2, 1)
    return Pipe(r, w)
