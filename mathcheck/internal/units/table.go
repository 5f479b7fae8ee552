package units

// entry is one unit of the table. Spellings are separated by blanks; a
// spelling of several words has its blanks written as '_'. Symbols keep their
// letter case, names are matched in any case and in their plurals.
type entry struct {
	symbols string
	names   string
	// factor is the size in terms of the unit named in of, a rational such as
	// "1852/3600" or a decimal such as "0.3048".
	factor string
	of     string
	// prefixes says that SI prefixes go with it.
	prefixes bool
}

// base units come first; each later entry rests on units above it.
var table = []entry{
	// length
	{"m", "meter metre mètre метр metro", "", "length", true},
	{"in in. ″ ''", "inch inches", "0.0254", "m", false},
	{"ft ft. ′", "foot feet", "0.3048", "m", false},
	{"yd yd. yds", "yard", "0.9144", "m", false},
	{"mi mi.", "mile", "1609.344", "m", false},
	{"nmi NM", "nautical_mile", "1852", "m", false},
	{"Å", "angstrom ångström", "1/10000000000", "m", false},
	{"", "micron", "1/1000000", "m", false},
	{"ly", "light-year lightyear light_year", "9460730472580800", "m", false},
	{"AU au", "astronomical_unit", "149597870700", "m", false},
	{"", "furlong", "201.168", "m", false},
	{"", "fathom", "1.8288", "m", false},
	// mass
	{"g gm gms", "gram gramme грамм", "", "mass", true},
	{"t", "tonne metric_ton", "1000000", "g", false},
	{"", "ton short_ton", "907184.74", "g", false},
	{"lb lbs lb. lbs.", "pound pound-mass", "453.59237", "g", false},
	{"oz oz.", "ounce", "28.349523125", "g", false},
	{"st", "stone", "6350.29318", "g", false},
	{"ct", "carat", "0.2", "g", false},
	// time
	{"s sec sec. secs", "second", "", "time", true},
	{"min min. mins", "minute мин минута минут", "60", "s", false},
	{"h hr hr. hrs hrs.", "hour час часа часов", "3600", "s", false},
	{"d", "day день дней дня", "86400", "s", false},
	{"wk wks", "week", "604800", "s", false},
	{"", "fortnight", "1209600", "s", false},
	{"mo", "month", "", "calendar", false},
	{"yr yrs yr.", "year год года лет", "12", "month", false},
	{"", "decade", "120", "month", false},
	{"", "century centuries", "1200", "month", false},
	{"", "millennium millennia", "12000", "month", false},
	// other SI base units
	{"K", "kelvin", "", "temperature", true},
	{"A amp amps", "ampere", "", "current", true},
	{"mol mols", "mole", "", "amount", true},
	{"cd", "candela", "", "light", true},
	// information
	{"bit bits b", "", "", "data", true},
	{"B", "byte", "8", "bit", true},
	// angle
	{"° deg deg.", "degree", "", "angle", false},
	{"", "arcminute arc_minute minute_of_arc", "1/60", "degree", false},
	{"", "arcsecond arc_second second_of_arc", "1/3600", "degree", false},
	{"", "revolution turn full_turn", "360", "degree", false},
	{"gon grad", "gradian", "0.9", "degree", false},
	// area
	{"ha", "hectare", "10000", "m^2", false},
	{"", "acre", "4046.8564224", "m^2", false},
	// volume
	{"L l ℓ", "liter litre", "1/1000", "m^3", true},
	{"cc ccm", "", "1/1000000", "m^3", false},
	{"gal gal. gals", "gallon", "0.003785411784", "m^3", false},
	{"qt qts", "quart", "1/4", "gal", false},
	{"pt pts", "pint", "1/8", "gal", false},
	{"", "cup", "1/16", "gal", false},
	{"fl_oz fl._oz. floz", "fluid_ounce", "1/128", "gal", false},
	{"tbsp Tbsp tbsps", "tablespoon", "1/256", "gal", false},
	{"tsp tsps", "teaspoon", "1/768", "gal", false},
	// speed
	{"mph mi/hr", "", "0.44704", "m/s", false},
	{"kph kmh kmph", "", "5/18", "m/s", false},
	{"kn kt kts", "knot", "1852/3600", "m/s", false},
	{"fps", "", "0.3048", "m/s", false},
	{"rpm", "", "6", "degree/s", false},
	// derived SI units
	{"Hz", "hertz", "1", "s^-1", true},
	{"N", "newton", "1", "kg*m/s^2", true},
	{"J", "joule", "1", "N*m", true},
	{"W", "watt", "1", "J/s", true},
	{"Pa", "pascal", "1", "N/m^2", true},
	{"C", "coulomb", "1", "A*s", true},
	{"V", "volt", "1", "W/A", true},
	{"Ω Ohm", "ohm", "1", "V/A", true},
	{"S", "siemens", "1", "A/V", true},
	{"F", "farad", "1", "C/V", true},
	{"Wb", "weber", "1", "V*s", true},
	{"T", "tesla", "1", "Wb/m^2", true},
	{"H", "henry", "1", "Wb/A", true},
	{"lm", "lumen", "1", "cd", true},
	{"lx", "lux", "1", "lm/m^2", true},
	{"Bq", "becquerel", "1", "s^-1", true},
	{"Gy", "gray", "1", "J/kg", true},
	{"Sv", "sievert", "1", "J/kg", true},
	// other
	{"cal", "calorie", "4.184", "J", true},
	{"Cal", "", "4184", "J", false},
	{"Wh", "watt-hour watt_hour watthour", "3600", "J", true},
	{"eV", "electronvolt electron-volt electron_volt", "1602176634/10000000000000000000000000000", "J", true},
	{"BTU Btu", "", "1055.05585262", "J", false},
	{"hp", "horsepower", "745.69987158227022", "W", false},
	{"bar bars", "", "100000", "Pa", true},
	{"atm atms", "atmosphere", "101325", "Pa", false},
	{"Torr torr", "", "101325/760", "Pa", false},
	{"mmHg mm_Hg", "", "133.322387415", "Pa", false},
	{"psi", "", "6894.757293168361", "Pa", false},
	{"lbf", "pound-force", "4.4482216152605", "N", false},
	{"dyn", "dyne", "1/100000", "N", false},
	{"erg ergs", "", "1/10000000", "J", false},
	{"M", "molar", "1000", "mol/m^3", false},
	{"G", "gauss", "1/10000", "T", false},
	// money
	{"$ USD US$ \\$", "dollar buck", "", "money:USD", false},
	{"¢", "cent penny pennies", "1/100", "dollar", false},
	{"€ EUR", "euro", "", "money:EUR", false},
	{"£ GBP", "pound_sterling pounds_sterling quid", "", "money:GBP", false},
	{"p", "pence", "1/100", "£", false},
	{"₹ INR Rs Rs.", "rupee", "", "money:INR", false},
	{"", "paise paisa", "1/100", "rupee", false},
	{"CNY RMB 元 块 人民币 块钱 圆", "yuan", "", "money:CNY", false},
	{"角", "jiao", "1/10", "yuan", false},
	{"JPY 円", "yen", "", "money:JPY", false},
	{"₽ RUB руб руб. р.", "ruble rouble рубль рублей рубля", "", "money:RUB", false},
	{"₩ KRW 원", "won", "", "money:KRW", false},
	{"", "peso", "", "money:MXN", false},
	{"CHF", "franc", "", "money:CHF", false},
	{"C$ CAD", "", "", "money:CAD", false},
	{"A$ AUD", "", "", "money:AUD", false},
	// Chinese and Japanese
	{"米 公尺", "", "1", "m", false},
	{"千米 公里 キロメートル", "", "1000", "m", false},
	{"分米", "", "1/10", "m", false},
	{"厘米 公分 センチメートル", "", "1/100", "m", false},
	{"毫米", "", "1/1000", "m", false},
	{"微米", "", "1/1000000", "m", false},
	{"里", "", "500", "m", false},
	{"尺", "", "1/3", "m", false},
	{"英里", "", "1609.344", "m", false},
	{"平方米 平方公尺 ㎡", "", "1", "m^2", false},
	{"平方千米 平方公里", "", "1000000", "m^2", false},
	{"平方分米", "", "1/100", "m^2", false},
	{"平方厘米 平方公分", "", "1/10000", "m^2", false},
	{"平方毫米", "", "1/1000000", "m^2", false},
	{"公顷", "", "10000", "m^2", false},
	{"亩", "", "2000/3", "m^2", false},
	{"立方米", "", "1", "m^3", false},
	{"立方分米 升", "", "1/1000", "m^3", false},
	{"立方厘米 毫升", "", "1/1000000", "m^3", false},
	{"立方毫米", "", "1/1000000000", "m^3", false},
	{"克", "", "1", "g", false},
	{"千克 公斤 キログラム", "", "1000", "g", false},
	{"毫克", "", "1/1000", "g", false},
	{"吨", "", "1000000", "g", false},
	{"斤", "", "500", "g", false},
	{"两", "", "50", "g", false},
	{"秒 秒钟", "", "1", "s", false},
	{"分钟 分 分間", "", "60", "s", false},
	{"小时 时 个小时 時間 时间 钟头", "", "3600", "s", false},
	{"天 日 日間", "", "86400", "s", false},
	{"周 星期 个星期 週間", "", "604800", "s", false},
	{"月 个月 ヶ月", "", "1", "month", false},
	{"年", "", "12", "month", false},
	{"度", "", "1", "degree", false},
	{"米每秒 米/秒", "", "1", "m/s", false},
	{"千米每小时 公里每小时 千米/时 千米/小时 公里/小时 千米每时", "", "5/18", "m/s", false},
	{"牛顿 牛", "", "1", "N", false},
	{"焦耳 焦", "", "1", "J", false},
	{"瓦特 瓦", "", "1", "W", false},
	{"伏特 伏", "", "1", "V", false},
	{"安培 安", "", "1", "A", false},
	{"欧姆 欧", "", "1", "Ω", false},
	{"帕斯卡 帕", "", "1", "Pa", false},
	{"赫兹", "", "1", "Hz", false},
	{"摩尔", "", "1", "mol", false},
	{"км", "километр километров километра", "1000", "m", false},
	{"м", "метров метра", "1", "m", false},
	{"см", "сантиметр сантиметров сантиметра", "1/100", "m", false},
	{"мм", "миллиметр миллиметров", "1/1000", "m", false},
	{"кг", "килограмм килограммов килограмма", "1000", "g", false},
	{"г", "граммов грамма", "1", "g", false},
	{"л", "литр литров литра", "1/1000", "m^3", false},
	{"ч", "", "3600", "s", false},
	{"км/ч", "", "5/18", "m/s", false},
	{"м/с", "", "1", "m/s", false},
}

// counters are words that only say what was counted.
var counters = "个 個 只 条 本 名 人 位 岁 次 种 张 支 枚 颗 棵 头 匹 辆 件 套 双 对 组 排 层 页 道 题 袋 箱 瓶 杯 盒 分之 块儿 朵 根 间 座 台 部 桶 面 倍 件衣服 個人 つ 匹 枚 冊 개 명 " +
	"unit units people persons person students student items item pieces piece times ways way points point"

// prefixSymbols and prefixNames are the SI prefixes with their powers of ten;
// the binary prefixes have their power of two.
var prefixSymbols = []struct {
	text string
	ten  int
	two  int
}{
	{"da", 1, 0}, {"Ki", 0, 10}, {"Mi", 0, 20}, {"Gi", 0, 30}, {"Ti", 0, 40}, {"Pi", 0, 50},
	{"k", 3, 0}, {"M", 6, 0}, {"G", 9, 0}, {"T", 12, 0}, {"P", 15, 0}, {"E", 18, 0}, {"h", 2, 0},
	{"d", -1, 0}, {"c", -2, 0}, {"m", -3, 0}, {"µ", -6, 0}, {"μ", -6, 0}, {"u", -6, 0}, {"n", -9, 0}, {"p", -12, 0}, {"f", -15, 0}, {"K", 3, 0},
}

var prefixNames = []struct {
	text string
	ten  int
	two  int
}{
	{"kibi", 0, 10}, {"mebi", 0, 20}, {"gibi", 0, 30}, {"tebi", 0, 40},
	{"kilo", 3, 0}, {"mega", 6, 0}, {"giga", 9, 0}, {"tera", 12, 0}, {"peta", 15, 0}, {"hecto", 2, 0}, {"deca", 1, 0}, {"deka", 1, 0},
	{"deci", -1, 0}, {"centi", -2, 0}, {"milli", -3, 0}, {"micro", -6, 0}, {"nano", -9, 0}, {"pico", -12, 0}, {"femto", -15, 0},
}
