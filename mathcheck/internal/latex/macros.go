package latex

import . "github.com/verireward/verireward/mathcheck/internal/expr" //nolint:revive // a table of that package's names

// macro is what a control word means: the kind of token it becomes, with its
// value or text. Arity follows from the kind and is the parser's affair.
type macro struct {
	kind kind
	val  uint8
	text string
}

func fnMacro(f Fn) macro           { return macro{kind: tFn, val: uint8(f)} }
func relMacro(r RelOp) macro       { return macro{kind: tRel, val: uint8(r)} }
func cstMacro(c Constant) macro    { return macro{kind: tConst, val: uint8(c)} }
func setMacro(s SetOperator) macro { return macro{kind: tSetOp, val: uint8(s)} }
func letter(name string) macro     { return macro{kind: tLetter, text: name} }
func accent(name string) macro     { return macro{kind: tAccent, text: name} }
func openMacro(b Bracket) macro    { return macro{kind: tOpen, val: uint8(b)} }
func closeMacro(b Bracket) macro   { return macro{kind: tClose, val: uint8(b)} }
func bindMacro(b BindOp) macro     { return macro{kind: tBind, val: uint8(b)} }
func logicMacro(l LogicOp) macro   { return macro{kind: tLogic, val: uint8(l)} }
func money(name string) macro      { return macro{kind: tMoney, text: name} }
func vulgar(s string) macro        { return macro{kind: tVulgar, text: s} }

var (
	drop  = macro{kind: tDrop}
	text  = macro{kind: tText}
	style = macro{kind: tStyle}
	times = macro{kind: tTimes}
	dots  = macro{kind: tDots}
)

// macros maps control words, without their backslash.
var macros = map[string]macro{
	// Fractions, roots, binomials.
	"frac": {kind: tFrac}, "dfrac": {kind: tFrac}, "tfrac": {kind: tFrac}, "cfrac": {kind: tFrac}, "sfrac": {kind: tFrac}, "nicefrac": {kind: tFrac},
	"sqrt": {kind: tSqrt}, "surd": {kind: tSqrt},
	"binom": {kind: tBinom}, "dbinom": {kind: tBinom}, "tbinom": {kind: tBinom}, "choose": {kind: tChoose},

	// Functions.
	"sin": fnMacro(Sin), "cos": fnMacro(Cos), "tan": fnMacro(Tan), "tg": fnMacro(Tan), "cot": fnMacro(Cot), "ctg": fnMacro(Cot), "cotan": fnMacro(Cot),
	"sec": fnMacro(Sec), "csc": fnMacro(Csc), "cosec": fnMacro(Csc),
	"arcsin": fnMacro(Asin), "arccos": fnMacro(Acos), "arctan": fnMacro(Atan), "arctg": fnMacro(Atan), "arccot": fnMacro(Acot), "arcctg": fnMacro(Acot),
	"arcsec": fnMacro(Asec), "arccsc": fnMacro(Acsc), "asin": fnMacro(Asin), "acos": fnMacro(Acos), "atan": fnMacro(Atan), "acot": fnMacro(Acot),
	"sinh": fnMacro(Sinh), "cosh": fnMacro(Cosh), "tanh": fnMacro(Tanh), "coth": fnMacro(Coth), "sech": fnMacro(Sech), "csch": fnMacro(Csch),
	"sh": fnMacro(Sinh), "ch": fnMacro(Cosh), "th": fnMacro(Tanh),
	"arcsinh": fnMacro(Asinh), "arccosh": fnMacro(Acosh), "arctanh": fnMacro(Atanh), "arccoth": fnMacro(Acoth),
	"arsinh": fnMacro(Asinh), "arcosh": fnMacro(Acosh), "artanh": fnMacro(Atanh),
	"asinh": fnMacro(Asinh), "acosh": fnMacro(Acosh), "atanh": fnMacro(Atanh), "arsech": fnMacro(Asech), "arcsech": fnMacro(Asech), "arccsch": fnMacro(Acsch),
	"cis": {kind: tExp, val: 1}, "ln": fnMacro(Ln), "log": fnMacro(Log), "lg": fnMacro(Log), "exp": {kind: tExp},
	"abs": fnMacro(Abs), "floor": fnMacro(Floor), "ceil": fnMacro(Ceil), "sgn": fnMacro(Sgn), "sign": fnMacro(Sgn),
	"max": fnMacro(Max), "min": fnMacro(Min), "gcd": fnMacro(Gcd), "gcf": fnMacro(Gcd), "hcf": fnMacro(Gcd), "lcm": fnMacro(Lcm),
	"Gamma": fnMacro(Gamma), "det": fnMacro(Det), "tr": fnMacro(Trace), "Tr": fnMacro(Trace), "Re": fnMacro(Re), "Im": fnMacro(Im), "arg": fnMacro(Arg), "Arg": fnMacro(Arg),
	"cbrt": {kind: tRoot, text: "3"}, "GCD": fnMacro(Gcd), "LCM": fnMacro(Lcm),
	"mod": {kind: tMod}, "bmod": {kind: tMod}, "pmod": {kind: tMod, val: 1}, "pod": {kind: tMod, val: 1},

	// Constants.
	"pi": cstMacro(Pi), "infty": cstMacro(Inf), "infin": cstMacro(Inf), "imath": cstMacro(I), "jmath": letter("j"), "iu": cstMacro(I), "ii": cstMacro(I),
	"exponentialE": cstMacro(E), "emptyset": cstMacro(Empty), "varnothing": cstMacro(Empty), "oslash": cstMacro(Empty), "O": cstMacro(Empty),
	"N": cstMacro(Naturals), "Z": cstMacro(Integers), "Q": cstMacro(Rationals), "R": cstMacro(Reals), "C": cstMacro(Complexes),
	"Reals": cstMacro(Reals), "reals": cstMacro(Reals), "Complex": cstMacro(Complexes), "naturals": cstMacro(Naturals),

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
	"percent": {kind: tPercent}, "colon": {kind: tColon}, "lbrack": openMacro(Square), "rbrack": closeMacro(Square),
	"land": logicMacro(And), "wedge": logicMacro(And), "lor": logicMacro(Or), "vee": logicMacro(Or), "lnot": logicMacro(Not), "neg": logicMacro(Not),

	// Relations.
	"le": relMacro(Le), "leq": relMacro(Le), "leqslant": relMacro(Le), "leqq": relMacro(Le), "ge": relMacro(Ge), "geq": relMacro(Ge), "geqslant": relMacro(Ge), "geqq": relMacro(Ge),
	"lt": relMacro(Lt), "gt": relMacro(Gt), "ne": relMacro(Ne), "neq": relMacro(Ne), "approx": relMacro(Approx), "approxeq": relMacro(Approx), "simeq": relMacro(Approx), "doteq": relMacro(Approx), "thickapprox": relMacro(Approx),
	"sim": relMacro(Similar), "cong": relMacro(Similar), "equiv": relMacro(Equiv), "in": relMacro(In), "isin": relMacro(In), "notin": relMacro(NotIn), "ni": relMacro(In),
	"subset": relMacro(Subset), "subseteq": relMacro(SubsetEq), "subsetneq": relMacro(Subset), "to": relMacro(To), "rightarrow": relMacro(To), "longrightarrow": relMacro(To), "mapsto": relMacro(To), "leftrightarrow": relMacro(To), "Leftrightarrow": relMacro(To), "iff": relMacro(To), "Rightarrow": relMacro(To), "implies": relMacro(To), "Longrightarrow": relMacro(To),
	"parallel": relMacro(Parallel), "perp": relMacro(Perp), "bot": relMacro(Perp), "propto": relMacro(Propto), "eq": relMacro(Eq), "coloneqq": relMacro(Eq), "triangleq": relMacro(Eq),

	// Sets.
	"cup": setMacro(Union), "bigcup": setMacro(Union), "union": setMacro(Union), "cap": setMacro(Intersect), "bigcap": setMacro(Intersect), "setminus": setMacro(Minus), "smallsetminus": setMacro(Minus), "backslash": setMacro(Minus),
	"sqcup":  setMacro(Union),
	"lbrace": {kind: tSetOpen}, "rbrace": {kind: tSetClose}, "mid": {kind: tMid}, "vert": {kind: tBar}, "lvert": {kind: tBar, val: 1}, "rvert": {kind: tBar, val: 2},
	"Vert": {kind: tDBar}, "lVert": {kind: tDBar, val: 1}, "rVert": {kind: tDBar, val: 2}, "norm": {kind: tFn, val: uint8(Abs)},
	"langle": openMacro(Angle), "rangle": closeMacro(Angle), "lparen": openMacro(Paren), "rparen": closeMacro(Paren),
	"lfloor": {kind: tFloorOpen, val: uint8(Floor)}, "rfloor": {kind: tFloorClose, val: uint8(Floor)}, "lceil": {kind: tFloorOpen, val: uint8(Ceil)}, "rceil": {kind: tFloorClose, val: uint8(Ceil)},

	// Binding operators.
	"sum": bindMacro(SumOp), "prod": bindMacro(ProdOp), "int": bindMacro(IntOp), "iint": bindMacro(IntOp), "oint": bindMacro(IntOp), "lim": bindMacro(LimOp), "limits": drop, "nolimits": drop,

	// Text and fonts.
	"text": text, "textbf": text, "textit": text, "textrm": text, "textsf": text, "texttt": text, "textnormal": text, "mbox": text, "hbox": text, "emph": text, "textup": text, "textsc": text, "underline": style,
	"mathrm": {kind: tText, val: 1}, "rm": style, "bf": style, "it": style, "sf": style, "tt": style, "cal": style, "mathbf": {kind: tText, val: 2}, "mathit": {kind: tText, val: 1}, "mathsf": {kind: tText, val: 1}, "mathtt": {kind: tText, val: 1},
	"mathnormal": style, "boldsymbol": {kind: tText, val: 2}, "bm": {kind: tText, val: 2}, "pmb": {kind: tText, val: 2}, "mathcal": style, "mathscr": style, "mathfrak": style, "mathbb": {kind: tText, val: 3}, "Bbb": {kind: tText, val: 3},
	"operatorname": {kind: tText, val: 4}, "mathop": style, "mathbin": style, "mathrel": style, "mathord": style, "variable": style, "ensuremath": style, "bold": style, "textcolor": drop, "cancel": style,
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
	"ldots": dots, "dots": dots, "cdots": dots, "dotsc": dots, "dotsb": dots, "vdots": dots, "ddots": dots, "dotsm": dots, "textellipsis": dots,

	// Money.
	"pounds": money("GBP"), "euro": money("EUR"), "texteuro": money("EUR"), "textsterling": money("GBP"), "yen": money("JPY"), "textdollar": money("USD"), "cent": {kind: tWord, text: "cents"}, "textcent": {kind: tWord, text: "cents"}, "rupee": money("INR"), "textdegree": {kind: tDegree}, "celsius": {kind: tWord, text: "°C"}, "ohm": {kind: tWord, text: "ohm"},
}

// blackboard maps the letters of \mathbb.
var blackboard = map[string]Constant{"N": Naturals, "Z": Integers, "Q": Rationals, "R": Reals, "C": Complexes, "P": Primes}

// words maps whole runs of plain letters that mean what a macro means, or what
// an operator means.
var words = map[string]macro{
	"union": setMacro(Union), "intersect": setMacro(Intersect), "intersection": setMacro(Intersect), "cup": setMacro(Union), "cap": setMacro(Intersect),
	"and": logicMacro(And), "or": logicMacro(Or), "AND": logicMacro(And), "OR": logicMacro(Or), "und": logicMacro(And), "oder": logicMacro(Or),
	"inf": cstMacro(Inf), "infinity": cstMacro(Inf), "Infinity": cstMacro(Inf), "oo": cstMacro(Inf), "infty": cstMacro(Inf),
	"mod": {kind: tMod}, "sqrt": {kind: tSqrt}, "Sqrt": {kind: tSqrt}, "choose": {kind: tChoose}, "cbrt": {kind: tRoot, text: "3"},
	"in": relMacro(In), "leq": relMacro(Le), "geq": relMacro(Ge), "neq": relMacro(Ne), "approx": relMacro(Approx), "to": relMacro(To),
	"binomial": {kind: tBinom}, "binom": {kind: tBinom}, "degrees": {kind: tDegree, val: 2}, "degree": {kind: tDegree, val: 2}, "deg": {kind: tDegree, val: 2}, "pi": cstMacro(Pi), "Pi": cstMacro(Pi), "PI": cstMacro(Pi), "percent": {kind: tPercent}, "pct": {kind: tPercent},
	"factorial": {kind: tWord, text: "factorial"}, "plusminus": {kind: tPM},
	"emptyset": cstMacro(Empty), "setminus": setMacro(Minus), "cdot": times, "times": {kind: tTimes, val: 1},
	"lim": bindMacro(LimOp), "frac": {kind: tFrac}, "sum": {kind: tWord}, "prod": {kind: tWord},
}

// plainFns are macros that are known without a backslash too, as whole runs of
// letters.
var plainFns = []string{
	"sin", "cos", "tan", "cot", "sec", "csc", "cosec", "arcsin", "arccos", "arctan", "arccot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "coth", "sech", "csch",
	"arcsinh", "arccosh", "arctanh", "asinh", "acosh", "atanh", "arsinh", "arcosh", "artanh", "ln", "log", "lg", "exp", "abs", "floor", "ceil", "sgn", "max", "min", "gcd", "lcm", "GCD", "LCM", "det", "tg", "ctg", "arctg", "arcctg",
	"alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "rho", "sigma", "tau", "phi", "psi", "omega", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega",
}

// glued are the functions recognised inside a longer run of letters: "xsinx".
var glued = []string{"arcsin", "arccos", "arctan", "sqrt", "sin", "cos", "tan", "cot", "log", "ln", "pi"}

// runes maps single Unicode characters.
var runes = map[rune]macro{
	'×': {kind: tTimes, val: 1}, '·': times, '⋅': times, '∙': times, '•': times, '∗': times, '＊': times, '✕': {kind: tTimes, val: 1}, '÷': {kind: tSlash, val: 1}, '∕': {kind: tSlash}, '⁄': {kind: tSlash}, '／': {kind: tSlash},
	'−': {kind: tMinus}, '–': {kind: tMinus}, '—': {kind: tMinus}, '‐': {kind: tMinus}, '‑': {kind: tMinus}, '－': {kind: tMinus}, '﹣': {kind: tMinus}, '＋': {kind: tPlus}, '±': {kind: tPM}, '∓': {kind: tMP},
	'√': {kind: tSqrt}, '∛': {kind: tRoot, text: "3"}, '∜': {kind: tRoot, text: "4"}, 'π': cstMacro(Pi), '𝜋': cstMacro(Pi), '∞': cstMacro(Inf), '∅': cstMacro(Empty), 'Ø': cstMacro(Empty), '⌀': cstMacro(Empty), 'ø': cstMacro(Empty),
	'ℕ': cstMacro(Naturals), 'ℤ': cstMacro(Integers), 'ℚ': cstMacro(Rationals), 'ℝ': cstMacro(Reals), 'ℂ': cstMacro(Complexes), 'ℙ': cstMacro(Primes), 'ⅈ': cstMacro(I), 'ⅇ': cstMacro(E), '𝑖': cstMacro(I), '𝑒': cstMacro(E), 'ℯ': cstMacro(E),
	'≤': relMacro(Le), '≦': relMacro(Le), '⩽': relMacro(Le), '≥': relMacro(Ge), '≧': relMacro(Ge), '⩾': relMacro(Ge), '≠': relMacro(Ne), '≈': relMacro(Approx), '≃': relMacro(Approx), '≅': relMacro(Similar), '∼': relMacro(Similar), '≡': relMacro(Equiv), '＜': relMacro(Lt), '＞': relMacro(Gt), '＝': relMacro(Eq),
	'∈': relMacro(In), '∉': relMacro(NotIn), '⊂': relMacro(Subset), '⊆': relMacro(SubsetEq), '→': relMacro(To), '⟶': relMacro(To), '↦': relMacro(To), '∥': relMacro(Parallel), '⊥': relMacro(Perp), '∝': relMacro(Propto), '∣': {kind: tMid}, '｜': {kind: tBar}, '‖': {kind: tDBar},
	'∪': setMacro(Union), '⋃': setMacro(Union), '∩': setMacro(Intersect), '⋂': setMacro(Intersect), '∖': setMacro(Minus), '∧': logicMacro(And), '∨': logicMacro(Or), '¬': logicMacro(Not),
	'⌊': {kind: tFloorOpen, val: uint8(Floor)}, '⌋': {kind: tFloorClose, val: uint8(Floor)}, '⌈': {kind: tFloorOpen, val: uint8(Ceil)}, '⌉': {kind: tFloorClose, val: uint8(Ceil)}, '⟨': openMacro(Angle), '⟩': closeMacro(Angle), '〈': openMacro(Angle), '〉': closeMacro(Angle),
	'（': openMacro(Paren), '）': closeMacro(Paren), '［': openMacro(Square), '］': closeMacro(Square), '【': openMacro(Square), '】': closeMacro(Square), '｛': {kind: tSetOpen}, '｝': {kind: tSetClose}, '，': {kind: tComma, val: 1}, '、': {kind: tComma, val: 1}, '；': {kind: tSemi}, '：': {kind: tColon}, '∶': {kind: tColon}, '％': {kind: tPercent}, '！': {kind: tBang},
	'°': {kind: tDegree}, 'º': {kind: tDegree}, '˚': {kind: tDegree}, '∘': {kind: tDegree}, '℃': {kind: tWord, text: "°C"}, '℉': {kind: tWord, text: "°F"}, '′': {kind: tPrime}, '’': {kind: tPrime}, '″': {kind: tPrime, val: 2}, '‰': {kind: tPct100},
	'∑': bindMacro(SumOp), 'Σ': bindMacro(SumOp), '∏': bindMacro(ProdOp), '∫': bindMacro(IntOp), '∂': {kind: tPartial}, '…': dots, '⋯': dots, '€': money("EUR"), '£': money("GBP"), '¥': money("JPY"), '￥': money("JPY"), '₹': money("INR"), '₽': money("RUB"), '＄': money("USD"), '¢': {kind: tWord, text: "cents"},
	'½': vulgar("1/2"), '⅓': vulgar("1/3"), '⅔': vulgar("2/3"), '¼': vulgar("1/4"), '¾': vulgar("3/4"), '⅕': vulgar("1/5"), '⅖': vulgar("2/5"), '⅗': vulgar("3/5"), '⅘': vulgar("4/5"), '⅙': vulgar("1/6"), '⅚': vulgar("5/6"), '⅐': vulgar("1/7"), '⅛': vulgar("1/8"), '⅜': vulgar("3/8"), '⅝': vulgar("5/8"), '⅞': vulgar("7/8"), '⅑': vulgar("1/9"), '⅒': vulgar("1/10"),
	'α': letter("alpha"), 'β': letter("beta"), 'γ': letter("gamma"), 'δ': letter("delta"), 'ε': letter("epsilon"), 'ϵ': letter("epsilon"), 'ζ': letter("zeta"), 'η': letter("eta"), 'θ': letter("theta"), 'ϑ': letter("theta"), 'ι': letter("iota"), 'κ': letter("kappa"), 'λ': letter("lambda"), 'μ': letter("mu"), 'µ': letter("mu"), 'ν': letter("nu"), 'ξ': letter("xi"), 'ρ': letter("rho"), 'σ': letter("sigma"), 'τ': letter("tau"), 'φ': letter("phi"), 'ϕ': letter("phi"), 'χ': letter("chi"), 'ψ': letter("psi"), 'ω': letter("omega"), 'Δ': letter("Delta"), 'Θ': letter("Theta"), 'Λ': letter("Lambda"), 'Ξ': letter("Xi"), 'Π': bindMacro(ProdOp), 'Φ': letter("Phi"), 'Ψ': letter("Psi"), 'Ω': letter("Omega"), 'Γ': fnMacro(Gamma), 'ℓ': letter("ell"), 'ℏ': letter("hbar"), '∇': letter("nabla"),
	'∠': drop, '△': drop, '∴': drop, '⊙': drop, '✓': drop, '✅': drop, '■': drop, '□': drop, '∎': drop,
}

// superscripts and subscripts map raised and lowered characters to plain ones.
var superscripts = map[rune]byte{'⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁺': '+', '⁻': '-', '⁽': '(', '⁾': ')', 'ⁿ': 'n', 'ˣ': 'x', 'ⁱ': 'i', 'ᵏ': 'k', 'ᵐ': 'm', 'ʸ': 'y', 'ᵗ': 't', 'ᵃ': 'a', 'ᵇ': 'b', 'ᵈ': 'd', 'ᵖ': 'p', 'ᶻ': 'z', 'ᵉ': 'e'}
var subscripts = map[rune]byte{'₀': '0', '₁': '1', '₂': '2', '₃': '3', '₄': '4', '₅': '5', '₆': '6', '₇': '7', '₈': '8', '₉': '9', '₊': '+', '₋': '-', 'ₙ': 'n', 'ₖ': 'k', 'ᵢ': 'i', 'ₘ': 'm', 'ₐ': 'a', 'ₓ': 'x', 'ⱼ': 'j'}
