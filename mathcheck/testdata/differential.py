"""Writes pairs of expressions with sympy's opinion on whether they are equal.

usage: differential.py SEED COUNT

Each output line is {"kind", "a", "b", "equal"} with a and b in sympy's own
LaTeX. Right pairs are an expression and what one of sympy's rewritings makes
of it; wrong pairs are an expression and a rewriting of a perturbed copy whose
value differs at a random point (sympy evaluates both to 60 digits).
"""

import json
import random
import re
import signal
import sys
import warnings

import sympy as sp

warnings.simplefilter("ignore")
seed, count = int(sys.argv[1]), int(sys.argv[2])
rng = random.Random(seed)
x, y, t = sp.symbols("x y t", positive=True)
n = sp.symbols("n", integer=True, positive=True)
R, S = sp.Rational, sp.sqrt


def small():
    return rng.choice([i for i in range(-9, 10) if i])


def pos():
    return rng.randint(1, 12)


def rational():
    return R(small(), rng.randint(1, 9))


def surd():
    a, b = rational(), rational()
    c, d = rng.sample([2, 3, 5, 6, 7, 10, 12, 18, 20], 2)
    e = a + b * S(c)
    k = rng.randrange(6)
    if k == 0:
        e = e / (rational() + S(d))
    elif k == 1:
        e = e * (S(c) - S(d))
    elif k == 2:
        e = S(pos() + pos() + 2 * S(pos() * pos()))
    elif k == 3:
        e = 1 / (1 + S(c) + S(d))
    elif k == 4:
        e = sp.cbrt(pos()) * sp.root(pos(), 3) + rational()
    return e


def polynomial():
    v = rng.sample([x, y, t], rng.randint(1, 2))
    e = sp.Integer(1)
    for _ in range(rng.randint(1, 3)):
        f = rational() if rng.random() < 0.3 else small()
        for s in v:
            f += small() * s ** rng.randint(1, 2)
        e *= f
    return e


def rationalfn():
    return polynomial() / polynomial() + (rational() / x if rng.random() < 0.4 else 0)


def angle():
    return sp.pi * R(rng.randint(-12, 24), rng.choice([2, 3, 4, 5, 6, 8, 10, 12]))


def trigconst():
    f = rng.choice([sp.sin, sp.cos, sp.tan])
    a = angle()
    if f is sp.tan and sp.cos(a) == 0:
        a = sp.pi / 5
    return sp.Mul(rational(), f(a, evaluate=False), evaluate=False) + rational()


def trig():
    f, g = rng.choice([sp.sin, sp.cos]), rng.choice([sp.sin, sp.cos, sp.tan])
    return f(x) ** rng.randint(1, 3) * g(rng.randint(1, 3) * x) + small() * sp.cos(x + rng.choice([y, sp.pi / 3, sp.pi]))


def explog():
    k = rng.randrange(5)
    if k == 0:
        return sp.log(pos() + 1) + rng.randint(1, 4) * sp.log(pos() + 1)
    if k == 1:
        return sp.log(x**small() * y**small()) + rational()
    if k == 2:
        return sp.exp(small() * x) * (sp.exp(x) + small()) / sp.exp(2 * x)
    if k == 3:
        return sp.log(pos() + 1) / sp.log(pos() + 1)
    return 2 ** (x + small()) * rng.choice([3, 4, 6]) ** x


def complexnum():
    z = small() + small() * sp.I
    w = small() + small() * sp.I
    k = rng.randrange(4)
    if k == 0:
        return z / w
    if k == 1:
        return z ** rng.randint(2, 5)
    if k == 2:
        return sp.Mul(pos(), sp.exp(sp.I * angle(), evaluate=False), evaluate=False)
    return z * w + S(-pos())


def combinatorial():
    k = rng.randrange(4)
    if k == 0:
        return sp.binomial(n, rng.randint(1, 4))
    if k == 1:
        return sp.factorial(n + rng.randint(1, 3)) / sp.factorial(n)
    if k == 2:
        i = sp.symbols("k", integer=True)
        return sp.Sum(small() * i ** rng.randint(1, 3) + small(), (i, 1, n))
    return sp.binomial(pos() + 8, rng.randint(1, 6)) + rational()


def powers():
    e = x ** R(small(), rng.choice([2, 3])) * y ** R(pos(), 2) + small() * S(x * y)
    return e / S(x) if rng.random() < 0.5 else e * (S(x) + small())


def inverse():
    f = rng.choice([sp.atan, sp.asin, sp.acos])
    a = rng.choice([R(1, 2), S(2) / 2, S(3) / 2, sp.Integer(1)])
    return f(a, evaluate=False) + rational() * sp.pi


def hyper():
    return rng.choice([sp.sinh, sp.cosh])(x) * rng.choice([sp.sinh, sp.cosh, sp.tanh])(x) + small() * sp.sinh(2 * x)


KINDS = {
    "surd": (surd, [sp.radsimp, sp.sqrtdenest, sp.simplify, sp.expand, lambda e: sp.nsimplify(sp.expand(e * 2) / 2)]),
    "polynomial": (polynomial, [sp.expand, sp.factor, sp.horner, sp.simplify]),
    "rational": (rationalfn, [sp.together, sp.cancel, sp.factor, sp.expand]),
    "trig value": (trigconst, [lambda e: e.doit(), sp.simplify, lambda e: sp.sqrtdenest(e.doit())]),
    "trig": (trig, [sp.trigsimp, sp.expand_trig, lambda e: e.rewrite(sp.tan), lambda e: e.rewrite(sp.exp)]),
    "explog": (explog, [sp.simplify, lambda e: sp.expand_log(e, force=True), lambda e: sp.logcombine(e, force=True), sp.expand]),
    "complex": (complexnum, [lambda e: sp.expand_complex(e.doit()), lambda e: sp.simplify(e.doit()), sp.expand]),
    "combinatorial": (combinatorial, [lambda e: sp.expand_func(e.doit()), lambda e: sp.gammasimp(e.doit()) if not e.has(sp.gamma) else e, lambda e: sp.factor(e.doit())]),
    "power": (powers, [sp.powsimp, sp.expand, sp.simplify, sp.radsimp]),
    "inverse": (inverse, [lambda e: e.doit(), sp.simplify]),
    "hyperbolic": (hyper, [lambda e: e.rewrite(sp.exp), sp.expand_trig, sp.simplify]),
}


def perturb(e):
    """e with one number changed."""
    numbers = [a for a in sp.preorder_traversal(e) if a.is_Rational and abs(a) != R(1, 2)]
    if not numbers or rng.random() < 0.2:
        return e + rng.choice([1, -1, x * R(1, 100)]) if rng.random() < 0.5 else -e
    a = rng.choice(numbers)
    b = rng.choice([a + 1, -a, a * R(11, 10), a + R(1, 1000)])
    return e.subs(a, b)


def value(e):
    at = {x: R(7, 5), y: R(11, 7), t: R(3, 7), n: 5}
    return sp.N(e.doit().subs(at), 60)


NEGATIVE_ROOT = re.compile(r"sqrt\[\d+\]\{-|left\(-\s*\d+\s*\\right\)\^\{\\frac")


def late(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, late)  # sympy may think for minutes
made = 0
while made < count:
    kind = rng.choice(list(KINDS))
    make, rewrites = KINDS[kind]
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        a = make()
        right = rng.random() < 0.5
        b = rng.choice(rewrites)(a if right else perturb(a))
        va, vb = value(a), value(b)
        if not (va.is_number and vb.is_number) or va.has(sp.nan, sp.zoo, sp.oo) or vb.has(sp.nan, sp.zoo, sp.oo):
            continue
        same = abs(va - vb) <= abs(va) * sp.Float("1e-40") + sp.Float("1e-50")
        if right != bool(same):
            continue  # the perturbation changed nothing, or sympy's rewriting is wrong here
        la, lb = sp.latex(a, ln_notation=True), sp.latex(b, ln_notation=True)
        if NEGATIVE_ROOT.search(la + lb):
            continue  # sympy takes principal values; here odd roots of negative numbers are real
        if len(la) + len(lb) > 1200 or (right and la == lb and rng.random() < 0.9):
            continue
    except Exception:
        continue
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    print(json.dumps({"kind": kind, "a": la, "b": lb, "equal": right}))
    made += 1
