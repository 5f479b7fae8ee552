package latex

import "github.com/verireward/verireward/mathcheck/internal/expr"

// macro is what a control word means: the kind of token it becomes, with its
// value or text. Arity follows from the kind and is the parser's affair.
type macro struct {
	kind kind
	val  uint8
	text string
}

func fnMacro(f expr.Fn) macro           { return macro{kind: tFn, val: uint8(f)} }
func relMacro(r expr.RelOp) macro       { return macro{kind: tRel, val: uint8(r)} }
func cstMacro(c expr.Constant) macro    { return macro{kind: tConst, val: uint8(c)} }
func setMacro(s expr.SetOperator) macro { return macro{kind: tSetOp, val: uint8(s)} }
func letter(name string) macro          { return macro{kind: tLetter, text: name} }
func accent(name string) macro          { return macro{kind: tAccent, text: name} }
func openMacro(b expr.Bracket) macro    { return macro{kind: tOpen, val: uint8(b)} }
func closeMacro(b expr.Bracket) macro   { return macro{kind: tClose, val: uint8(b)} }
func bindMacro(b expr.BindOp) macro     { return macro{kind: tBind, val: uint8(b)} }
func logicMacro(l expr.LogicOp) macro   { return macro{kind: tLogic, val: uint8(l)} }
func money(name string) macro           { return macro{kind: tMoney, text: name} }
func vulgar(s string) macro             { return macro{kind: tVulgar, text: s} }

var (
	drop  = macro{kind: tDrop}
	text  = macro{kind: tText}
	style = macro{kind: tStyle}
	times = macro{kind: tTimes}
	dots  = macro{kind: tDots}
	// cdots are centred: they may stand between factors without a sign.
	cdots = macro{kind: tDots, val: 1}
)

// macros maps control words, without their backslash.
var macros = map[string]macro{
	// Fractions, roots, binomials.
	"frac": {kind: tFrac}, "dfrac": {kind: tFrac}, "tfrac": {kind: tFrac}, "cfrac": {kind: tFrac}, "sfrac": {kind: tFrac}, "nicefrac": {kind: tFrac},
	"sqrt": {kind: tSqrt}, "surd": {kind: tSqrt},
	"binom": {kind: tBinom}, "dbinom": {kind: tBinom}, "tbinom": {kind: tBinom}, "choose": {kind: tChoose},

	// Functions.
	"sin": fnMacro(expr.Sin), "cos": fnMacro(expr.Cos), "tan": fnMacro(expr.Tan), "tg": fnMacro(expr.Tan), "cot": fnMacro(expr.Cot), "ctg": fnMacro(expr.Cot), "cotan": fnMacro(expr.Cot),
	"sec": fnMacro(expr.Sec), "csc": fnMacro(expr.Csc), "cosec": fnMacro(expr.Csc),
	"arcsin": fnMacro(expr.Asin), "arccos": fnMacro(expr.Acos), "arctan": fnMacro(expr.Atan), "arctg": fnMacro(expr.Atan), "arccot": fnMacro(expr.Acot), "arcctg": fnMacro(expr.Acot),
	"arcsec": fnMacro(expr.Asec), "arccsc": fnMacro(expr.Acsc), "asin": fnMacro(expr.Asin), "acos": fnMacro(expr.Acos), "atan": fnMacro(expr.Atan), "acot": fnMacro(expr.Acot),
	"sinh": fnMacro(expr.Sinh), "cosh": fnMacro(expr.Cosh), "tanh": fnMacro(expr.Tanh), "coth": fnMacro(expr.Coth), "sech": fnMacro(expr.Sech), "csch": fnMacro(expr.Csch),
	"sh": fnMacro(expr.Sinh), "ch": fnMacro(expr.Cosh), "th": fnMacro(expr.Tanh),
	"arcsinh": fnMacro(expr.Asinh), "arccosh": fnMacro(expr.Acosh), "arctanh": fnMacro(expr.Atanh), "arccoth": fnMacro(expr.Acoth),
	"arsinh": fnMacro(expr.Asinh), "arcosh": fnMacro(expr.Acosh), "artanh": fnMacro(expr.Atanh),
	"asinh": fnMacro(expr.Asinh), "acosh": fnMacro(expr.Acosh), "atanh": fnMacro(expr.Atanh), "arsech": fnMacro(expr.Asech), "arcsech": fnMacro(expr.Asech), "arccsch": fnMacro(expr.Acsch),
	"cis": {kind: tExp, val: 1}, "ln": fnMacro(expr.Ln), "log": fnMacro(expr.Log), "lg": fnMacro(expr.Log), "exp": {kind: tExp},
	"abs": fnMacro(expr.Abs), "floor": fnMacro(expr.Floor), "ceil": fnMacro(expr.Ceil), "sgn": fnMacro(expr.Sgn), "sign": fnMacro(expr.Sgn),
	"max": fnMacro(expr.Max), "min": fnMacro(expr.Min), "gcd": fnMacro(expr.Gcd), "gcf": fnMacro(expr.Gcd), "hcf": fnMacro(expr.Gcd), "lcm": fnMacro(expr.Lcm),
	"Gamma": fnMacro(expr.Gamma), "det": fnMacro(expr.Det), "tr": fnMacro(expr.Trace), "Tr": fnMacro(expr.Trace), "Re": fnMacro(expr.Re), "Im": fnMacro(expr.Im), "arg": fnMacro(expr.Arg), "Arg": fnMacro(expr.Arg),
	"cbrt": {kind: tRoot, text: "3"}, "GCD": fnMacro(expr.Gcd), "LCM": fnMacro(expr.Lcm),
	"mod": {kind: tMod}, "bmod": {kind: tMod}, "pmod": {kind: tMod, val: 1}, "pod": {kind: tMod, val: 1},

	// Constants.
	"pi": cstMacro(expr.Pi), "infty": cstMacro(expr.Inf), "infin": cstMacro(expr.Inf), "imath": cstMacro(expr.I), "jmath": letter("j"), "iu": cstMacro(expr.I), "ii": cstMacro(expr.I),
	"exponentialE": cstMacro(expr.E), "emptyset": cstMacro(expr.Empty), "varnothing": cstMacro(expr.Empty), "oslash": cstMacro(expr.Empty), "O": cstMacro(expr.Empty),
	"N": cstMacro(expr.Naturals), "Z": cstMacro(expr.Integers), "Q": cstMacro(expr.Rationals), "R": cstMacro(expr.Reals), "C": cstMacro(expr.Complexes),
	"Reals": cstMacro(expr.Reals), "reals": cstMacro(expr.Reals), "Complex": cstMacro(expr.Complexes), "naturals": cstMacro(expr.Naturals),

	// Greek.
	"top": letter("top"), "alpha": letter("alpha"), "beta": letter("beta"), "gamma": letter("gamma"), "delta": letter("delta"), "epsilon": letter("epsilon"), "varepsilon": letter("epsilon"),
	"zeta": letter("zeta"), "eta": letter("eta"), "theta": letter("theta"), "vartheta": letter("theta"), "iota": letter("iota"), "kappa": letter("kappa"),
	"lambda": letter("lambda"), "mu": letter("mu"), "nu": letter("nu"), "xi": letter("xi"), "omicron": letter("omicron"), "varpi": letter("varpi"), "rho": letter("rho"), "varrho": letter("rho"),
	"sigma": letter("sigma"), "varsigma": letter("sigma"), "tau": letter("tau"), "upsilon": letter("upsilon"), "phi": letter("phi"), "varphi": letter("phi"),
	"chi": letter("chi"), "psi": letter("psi"), "omega": letter("omega"),
	"Delta": letter("Delta"), "Theta": letter("Theta"), "Lambda": letter("Lambda"), "Xi": letter("Xi"), "Pi": letter("Pi"), "Sigma": letter("Sigma"),
	"Upsilon": letter("Upsilon"), "Phi": letter("Phi"), "Psi": letter("Psi"), "Omega": letter("Omega"),
	"ell": letter("ell"), "hbar": letter("hbar"), "aleph": letter("aleph"), "nabla": letter("nabla"), "beth": letter("beth"),
	"partial": {kind: tPartial},

	// Operators.
	"cdot": times, "times": {kind: tTimes, val: 1}, "ast": times, "cdotp": times, "centerdot": times, "bullet": times, "star": times, "div": {kind: tSlash, val: 1}, "slash": {kind: tSlash}, "over": {kind: tSlash, val: 2},
	"pm": {kind: tPM}, "plusmn": {kind: tPM}, "mp": {kind: tMP}, "degree": {kind: tDegree}, "circ": {kind: tDegree, val: 1}, "degrees": {kind: tDegree}, "prime": {kind: tPrime},
	"percent": {kind: tPercent}, "colon": {kind: tColon}, "lbrack": openMacro(expr.Square), "rbrack": closeMacro(expr.Square),
	"land": logicMacro(expr.And), "wedge": logicMacro(expr.And), "lor": logicMacro(expr.Or), "vee": logicMacro(expr.Or), "lnot": logicMacro(expr.Not), "neg": logicMacro(expr.Not),

	// Relations.
	"le": relMacro(expr.Le), "leq": relMacro(expr.Le), "leqslant": relMacro(expr.Le), "leqq": relMacro(expr.Le), "ge": relMacro(expr.Ge), "geq": relMacro(expr.Ge), "geqslant": relMacro(expr.Ge), "geqq": relMacro(expr.Ge),
	"lt": relMacro(expr.Lt), "gt": relMacro(expr.Gt), "ne": relMacro(expr.Ne), "neq": relMacro(expr.Ne), "approx": relMacro(expr.Approx), "approxeq": relMacro(expr.Approx), "simeq": relMacro(expr.Approx), "doteq": relMacro(expr.Approx), "thickapprox": relMacro(expr.Approx),
	"sim": relMacro(expr.Similar), "cong": relMacro(expr.Similar), "equiv": relMacro(expr.Equiv), "in": relMacro(expr.In), "isin": relMacro(expr.In), "notin": relMacro(expr.NotIn), "ni": relMacro(expr.In),
	"subset": relMacro(expr.Subset), "subseteq": relMacro(expr.SubsetEq), "subsetneq": relMacro(expr.Subset), "to": relMacro(expr.To), "rightarrow": relMacro(expr.To), "longrightarrow": relMacro(expr.To), "mapsto": relMacro(expr.To), "leftrightarrow": relMacro(expr.To), "Leftrightarrow": relMacro(expr.To), "iff": relMacro(expr.To), "Rightarrow": relMacro(expr.To), "implies": relMacro(expr.To), "Longrightarrow": relMacro(expr.To),
	"parallel": relMacro(expr.Parallel), "perp": relMacro(expr.Perp), "bot": relMacro(expr.Perp), "propto": relMacro(expr.Propto), "eq": relMacro(expr.Eq), "coloneqq": relMacro(expr.Eq), "triangleq": relMacro(expr.Eq),

	// Sets.
	"cup": setMacro(expr.Union), "bigcup": setMacro(expr.Union), "union": setMacro(expr.Union), "cap": setMacro(expr.Intersect), "bigcap": setMacro(expr.Intersect), "setminus": setMacro(expr.Minus), "smallsetminus": setMacro(expr.Minus), "backslash": setMacro(expr.Minus),
	"sqcup":  setMacro(expr.Union),
	"lbrace": {kind: tSetOpen}, "rbrace": {kind: tSetClose}, "mid": {kind: tMid}, "vert": {kind: tBar}, "lvert": {kind: tBar, val: 1}, "rvert": {kind: tBar, val: 2},
	"Vert": {kind: tDBar}, "lVert": {kind: tDBar, val: 1}, "rVert": {kind: tDBar, val: 2}, "norm": {kind: tFn, val: uint8(expr.Abs)},
	"langle": openMacro(expr.Angle), "rangle": closeMacro(expr.Angle), "lparen": openMacro(expr.Paren), "rparen": closeMacro(expr.Paren),
	"lfloor": {kind: tFloorOpen, val: uint8(expr.Floor)}, "rfloor": {kind: tFloorClose, val: uint8(expr.Floor)}, "lceil": {kind: tFloorOpen, val: uint8(expr.Ceil)}, "rceil": {kind: tFloorClose, val: uint8(expr.Ceil)},

	// Binding operators.
	"sum": bindMacro(expr.SumOp), "prod": bindMacro(expr.ProdOp), "int": bindMacro(expr.IntOp), "iint": bindMacro(expr.IntOp), "oint": bindMacro(expr.IntOp), "lim": bindMacro(expr.LimOp), "limits": drop, "nolimits": drop,

	// Text and fonts.
	"text": text, "textbf": text, "textit": text, "textrm": text, "textsf": text, "texttt": text, "textnormal": text, "mbox": text, "hbox": text, "emph": text, "textup": text, "textsc": text, "underline": style,
	"mathrm": {kind: tText, val: 1}, "rm": style, "bf": style, "it": style, "sf": style, "tt": style, "cal": style, "mathbf": {kind: tText, val: 2}, "mathit": {kind: tText, val: 1}, "mathsf": {kind: tText, val: 1}, "mathtt": {kind: tText, val: 1},
	"mathnormal": style, "boldsymbol": {kind: tText, val: 2}, "bm": {kind: tText, val: 2}, "pmb": {kind: tText, val: 2}, "mathcal": style, "mathscr": style, "mathfrak": style, "mathbb": {kind: tText, val: 3}, "Bbb": {kind: tText, val: 3},
	"operatorname": {kind: tText, val: 4}, "mathop": style, "mathbin": style, "mathrel": style, "mathord": style, "variable": style, "ensuremath": style, "bold": style, "textcolor": drop,
	"boxed": {kind: tBox}, "fbox": {kind: tBox}, "framebox": {kind: tBox},
	"vec": accent("vec"), "textcircled": accent("circled"), "circled": accent("circled"), "mathring": accent("dot"), "hat": accent("hat"), "widehat": accent("hat"), "bar": accent("bar"), "overline": accent("bar"), "tilde": accent("tilde"), "widetilde": accent("tilde"), "dot": accent("dot"), "ddot": accent("ddot"),
	"overrightarrow": accent("vec"), "overarc": accent("arc"), "wideparen": accent("arc"), "overset": accent("overset"), "underset": accent("underset"), "stackrel": accent("overset"), "underbrace": accent("brace"), "overbrace": accent("brace"),

	// Environments and rows.
	"begin": {kind: tBegin}, "end": {kind: tEnd}, "cr": {kind: tRow}, "newline": {kind: tRow},

	// Signs that name a figure: a name follows.
	"angle": drop, "triangle": drop, "measuredangle": drop, "odot": drop, "square": drop, "therefore": drop, "because": drop,

	// Spacing and layout.
	"left": drop, "right": drop, "middle": drop, "big": drop, "Big": drop, "bigg": drop, "Bigg": drop, "bigl": drop, "bigr": drop, "Bigl": drop, "Bigr": drop, "biggl": drop, "biggr": drop, "Biggl": drop, "Biggr": drop,
	"quad": drop, "qquad": drop, "displaystyle": drop, "textstyle": drop, "scriptstyle": drop, "scriptscriptstyle": drop, "thinspace": drop, "enspace": drop, "hfill": drop, "hspace": {kind: tDrop, val: 1}, "vspace": {kind: tDrop, val: 1}, "phantom": {kind: tDrop, val: 1}, "hphantom": {kind: tDrop, val: 1}, "vphantom": {kind: tDrop, val: 1}, "label": {kind: tDrop, val: 1}, "tag": {kind: tDrop, val: 1}, "color": {kind: tDrop, val: 1},
	"noindent": drop, "nonumber": drop, "mathstrut": drop, "strut": drop, "hline": drop, "smallskip": drop, "medskip": drop, "bigskip": drop, "small": drop, "large": drop, "Large": drop, "normalsize": drop, "nobreak": drop, "allowbreak": drop, "space": drop, "thickspace": drop, "medspace": drop, "negthinspace": drop, "par": drop, "blacksquare": drop, "Box": drop, "qed": drop, "checkmark": drop,

	// Dots.
	"ldots": dots, "dots": dots, "cdots": cdots, "dotsc": dots, "dotsb": dots, "vdots": dots, "ddots": dots, "dotsm": cdots, "textellipsis": dots,

	// Money.
	"pounds": money("GBP"), "euro": money("EUR"), "texteuro": money("EUR"), "textsterling": money("GBP"), "yen": money("JPY"), "textdollar": money("USD"), "cent": {kind: tWord, text: "cents"}, "textcent": {kind: tWord, text: "cents"}, "rupee": money("INR"), "textdegree": {kind: tDegree}, "celsius": {kind: tWord, text: "°C"}, "ohm": {kind: tWord, text: "ohm"},
}

// blackboard maps the letters of \mathbb.
var blackboard = map[string]expr.Constant{"N": expr.Naturals, "Z": expr.Integers, "Q": expr.Rationals, "R": expr.Reals, "C": expr.Complexes, "P": expr.Primes}

// words maps whole runs of plain letters that mean what a macro means, or what
// an operator means.
var words = map[string]macro{
	"union": setMacro(expr.Union), "intersect": setMacro(expr.Intersect), "intersection": setMacro(expr.Intersect), "cup": setMacro(expr.Union), "cap": setMacro(expr.Intersect),
	"and": logicMacro(expr.And), "or": logicMacro(expr.Or), "AND": logicMacro(expr.And), "OR": logicMacro(expr.Or), "und": logicMacro(expr.And), "oder": logicMacro(expr.Or),
	"inf": cstMacro(expr.Inf), "infinity": cstMacro(expr.Inf), "Infinity": cstMacro(expr.Inf), "oo": cstMacro(expr.Inf), "infty": cstMacro(expr.Inf),
	"mod": {kind: tMod}, "sqrt": {kind: tSqrt}, "Sqrt": {kind: tSqrt}, "choose": {kind: tChoose}, "cbrt": {kind: tRoot, text: "3"},
	"in": relMacro(expr.In), "leq": relMacro(expr.Le), "geq": relMacro(expr.Ge), "neq": relMacro(expr.Ne), "approx": relMacro(expr.Approx), "to": relMacro(expr.To),
	"binomial": {kind: tBinom}, "binom": {kind: tBinom}, "degrees": {kind: tDegree, val: 2}, "degree": {kind: tDegree, val: 2}, "deg": {kind: tDegree, val: 2}, "pi": cstMacro(expr.Pi), "Pi": cstMacro(expr.Pi), "PI": cstMacro(expr.Pi), "percent": {kind: tPercent}, "pct": {kind: tPercent},
	"factorial": {kind: tWord, text: "factorial"}, "plusminus": {kind: tPM},
	"emptyset": cstMacro(expr.Empty), "setminus": setMacro(expr.Minus), "cdot": times, "times": {kind: tTimes, val: 1},
	"lim": bindMacro(expr.LimOp), "frac": {kind: tFrac}, "sum": {kind: tWord}, "prod": {kind: tWord},
}

// plainFns are macros that are known without a backslash too, as whole runs of
// letters.
var plainFns = []string{
	"sin", "cos", "tan", "cot", "sec", "csc", "cosec", "arcsin", "arccos", "arctan", "arccot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "coth", "sech", "csch",
	"arcsinh", "arccosh", "arctanh", "asinh", "acosh", "atanh", "arsinh", "arcosh", "artanh", "ln", "log", "lg", "exp", "abs", "floor", "ceil", "sgn", "max", "min", "gcd", "lcm", "GCD", "LCM", "det", "tg", "ctg", "arctg", "arcctg", "cis",
	"alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "rho", "sigma", "tau", "phi", "psi", "omega", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega",
}

// glued are the functions recognised inside a longer run of letters: "xsinx".
var glued = []string{"arcsin", "arccos", "arctan", "sqrt", "sin", "cos", "tan", "cot", "log", "ln", "pi"}

// runes maps single Unicode characters.
var runes = map[rune]macro{
	'×': {kind: tTimes, val: 1}, '·': times, '⋅': times, '∙': times, '•': times, '∗': times, '＊': times, '✕': {kind: tTimes, val: 1}, '÷': {kind: tSlash, val: 1}, '∕': {kind: tSlash}, '⁄': {kind: tSlash}, '／': {kind: tSlash},
	'−': {kind: tMinus}, '–': {kind: tMinus}, '—': {kind: tMinus}, '‐': {kind: tMinus}, '‑': {kind: tMinus}, '－': {kind: tMinus}, '﹣': {kind: tMinus}, '＋': {kind: tPlus}, '±': {kind: tPM}, '∓': {kind: tMP},
	'√': {kind: tSqrt}, '∛': {kind: tRoot, text: "3"}, '∜': {kind: tRoot, text: "4"}, 'π': cstMacro(expr.Pi), '𝜋': cstMacro(expr.Pi), '∞': cstMacro(expr.Inf), '∅': cstMacro(expr.Empty), 'Ø': cstMacro(expr.Empty), '⌀': cstMacro(expr.Empty), 'ø': cstMacro(expr.Empty),
	'ℕ': cstMacro(expr.Naturals), 'ℤ': cstMacro(expr.Integers), 'ℚ': cstMacro(expr.Rationals), 'ℝ': cstMacro(expr.Reals), 'ℂ': cstMacro(expr.Complexes), 'ℙ': cstMacro(expr.Primes), 'ⅈ': cstMacro(expr.I), 'ⅇ': cstMacro(expr.E), '𝑖': cstMacro(expr.I), '𝑒': cstMacro(expr.E), 'ℯ': cstMacro(expr.E),
	'≤': relMacro(expr.Le), '≦': relMacro(expr.Le), '⩽': relMacro(expr.Le), '≥': relMacro(expr.Ge), '≧': relMacro(expr.Ge), '⩾': relMacro(expr.Ge), '≠': relMacro(expr.Ne), '≈': relMacro(expr.Approx), '≃': relMacro(expr.Approx), '≅': relMacro(expr.Similar), '∼': relMacro(expr.Similar), '≡': relMacro(expr.Equiv), '＜': relMacro(expr.Lt), '＞': relMacro(expr.Gt), '＝': relMacro(expr.Eq),
	'∈': relMacro(expr.In), '∉': relMacro(expr.NotIn), '⊂': relMacro(expr.Subset), '⊆': relMacro(expr.SubsetEq), '→': relMacro(expr.To), '⟶': relMacro(expr.To), '↦': relMacro(expr.To), '∥': relMacro(expr.Parallel), '⊥': relMacro(expr.Perp), '∝': relMacro(expr.Propto), '∣': {kind: tMid}, '｜': {kind: tBar}, '‖': {kind: tDBar},
	'∪': setMacro(expr.Union), '⋃': setMacro(expr.Union), '∩': setMacro(expr.Intersect), '⋂': setMacro(expr.Intersect), '∖': setMacro(expr.Minus), '∧': logicMacro(expr.And), '∨': logicMacro(expr.Or), '¬': logicMacro(expr.Not),
	'⌊': {kind: tFloorOpen, val: uint8(expr.Floor)}, '⌋': {kind: tFloorClose, val: uint8(expr.Floor)}, '⌈': {kind: tFloorOpen, val: uint8(expr.Ceil)}, '⌉': {kind: tFloorClose, val: uint8(expr.Ceil)}, '⟨': openMacro(expr.Angle), '⟩': closeMacro(expr.Angle), '〈': openMacro(expr.Angle), '〉': closeMacro(expr.Angle),
	'（': openMacro(expr.Paren), '）': closeMacro(expr.Paren), '［': openMacro(expr.Square), '］': closeMacro(expr.Square), '【': openMacro(expr.Square), '】': closeMacro(expr.Square), '｛': {kind: tSetOpen}, '｝': {kind: tSetClose}, '，': {kind: tComma, val: 1}, '、': {kind: tComma, val: 1}, '；': {kind: tSemi}, '：': {kind: tColon}, '∶': {kind: tColon}, '％': {kind: tPercent}, '！': {kind: tBang},
	'°': {kind: tDegree}, 'º': {kind: tDegree}, '˚': {kind: tDegree}, '∘': {kind: tDegree}, '℃': {kind: tWord, text: "°C"}, '℉': {kind: tWord, text: "°F"}, '′': {kind: tPrime}, '’': {kind: tPrime}, '″': {kind: tPrime, val: 2}, '‰': {kind: tPct100},
	'∑': bindMacro(expr.SumOp), 'Σ': bindMacro(expr.SumOp), '∏': bindMacro(expr.ProdOp), '∫': bindMacro(expr.IntOp), '∂': {kind: tPartial}, '…': dots, '⋯': cdots, '€': money("EUR"), '£': money("GBP"), '¥': money("JPY"), '￥': money("JPY"), '₹': money("INR"), '₽': money("RUB"), '＄': money("USD"), '¢': {kind: tWord, text: "cents"},
	'½': vulgar("1/2"), '⅓': vulgar("1/3"), '⅔': vulgar("2/3"), '¼': vulgar("1/4"), '¾': vulgar("3/4"), '⅕': vulgar("1/5"), '⅖': vulgar("2/5"), '⅗': vulgar("3/5"), '⅘': vulgar("4/5"), '⅙': vulgar("1/6"), '⅚': vulgar("5/6"), '⅐': vulgar("1/7"), '⅛': vulgar("1/8"), '⅜': vulgar("3/8"), '⅝': vulgar("5/8"), '⅞': vulgar("7/8"), '⅑': vulgar("1/9"), '⅒': vulgar("1/10"),
	'α': letter("alpha"), 'β': letter("beta"), 'γ': letter("gamma"), 'δ': letter("delta"), 'ε': letter("epsilon"), 'ϵ': letter("epsilon"), 'ζ': letter("zeta"), 'η': letter("eta"), 'θ': letter("theta"), 'ϑ': letter("theta"), 'ι': letter("iota"), 'κ': letter("kappa"), 'λ': letter("lambda"), 'μ': letter("mu"), 'µ': letter("mu"), 'ν': letter("nu"), 'ξ': letter("xi"), 'ρ': letter("rho"), 'σ': letter("sigma"), 'τ': letter("tau"), 'φ': letter("phi"), 'ϕ': letter("phi"), 'χ': letter("chi"), 'ψ': letter("psi"), 'ω': letter("omega"), 'Δ': letter("Delta"), 'Θ': letter("Theta"), 'Λ': letter("Lambda"), 'Ξ': letter("Xi"), 'Π': bindMacro(expr.ProdOp), 'Φ': letter("Phi"), 'Ψ': letter("Psi"), 'Ω': letter("Omega"), 'Γ': fnMacro(expr.Gamma), 'ℓ': letter("ell"), 'ℏ': letter("hbar"), '∇': letter("nabla"),
	'∠': drop, '△': drop, '∴': drop, '⊙': drop, '✓': drop, '✅': drop, '■': drop, '□': drop, '∎': drop,
}

// superscripts and subscripts map raised and lowered characters to plain ones.
var superscripts = map[rune]byte{'⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁺': '+', '⁻': '-', '⁽': '(', '⁾': ')', 'ⁿ': 'n', 'ˣ': 'x', 'ⁱ': 'i', 'ᵏ': 'k', 'ᵐ': 'm', 'ʸ': 'y', 'ᵗ': 't', 'ᵃ': 'a', 'ᵇ': 'b', 'ᵈ': 'd', 'ᵖ': 'p', 'ᶻ': 'z', 'ᵉ': 'e'}
var subscripts = map[rune]byte{'₀': '0', '₁': '1', '₂': '2', '₃': '3', '₄': '4', '₅': '5', '₆': '6', '₇': '7', '₈': '8', '₉': '9', '₊': '+', '₋': '-', 'ₙ': 'n', 'ₖ': 'k', 'ᵢ': 'i', 'ₘ': 'm', 'ₐ': 'a', 'ₓ': 'x', 'ⱼ': 'j'}
