package words

import (
	"strings"
	"unicode"
)

// Date is a calendar date; a part that was not written is 0.
type Date struct{ Year, Month, Day int }

// DateReading is what a text can mean as a date.
type DateReading struct {
	Date
	// Other is the reading with day and month exchanged where both orders are
	// in use (07/04/1776), else the same as Date.
	Other Date
	// Numeric says that only digits were written.
	Numeric bool
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
}

var weekdays = map[string]int{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
	"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
	"星期一": 1, "星期二": 2, "星期三": 3, "星期四": 4, "星期五": 5, "星期六": 6, "星期日": 7, "星期天": 7, "周一": 1, "周二": 2, "周三": 3, "周四": 4, "周五": 5, "周六": 6, "周日": 7, "周天": 7,
}

// Weekday reads the name of a day of the week; Monday is 1.
func Weekday(s string) (int, bool) { return Read(s).Weekday() }

// Weekday is the function of that name.
func (r Reading) Weekday() (int, bool) {
	if !r.named {
		return 0, false
	}
	n, ok := weekdays[strings.TrimPrefix(strings.TrimPrefix(r.fold, "on "), "a ")]
	return n, ok
}

// Month reads the name of a month.
func Month(s string) (int, bool) { return Read(s).Month() }

// Month is the function of that name.
func (r Reading) Month() (int, bool) {
	if !r.named {
		return 0, false
	}
	n, ok := months[strings.TrimPrefix(r.fold, "in ")]
	return n, ok
}

// ReadDate reads a date in its common forms: July 4, 1776; 4 July 1776; the
// 4th of July; 1776-07-04; 07/04/1776; 4.7.1776; 1776年7月4日; July 1776.
func ReadDate(s string) (DateReading, bool) { return Read(s).Date() }

// figured says that s may be a date in figures: it begins with a digit, or with
// something that is left off in front of one.
func figured(s string) bool {
	return s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == ' ' || s[0] == '.' || s[0] == '"' || s[0] == '\'')
}

// Date is ReadDate.
func (r Reading) Date() (DateReading, bool) {
	if len(r.text) > 120 {
		return DateReading{}, false
	}
	if !r.named && !figured(r.lower) {
		return DateReading{}, false // a month is a name
	}
	return r.anyDate()
}

// anyDate is Date for a text that may be one.
func (r Reading) anyDate() (DateReading, bool) {
	t := strings.Trim(r.lower, " .\"'")
	if !ascii(t) {
		if d, ok := hanDate(t); ok {
			return DateReading{Date: d, Other: d}, true
		}
	}
	if r, ok := numericDate(t); ok {
		return r, true
	}
	if !r.named {
		return DateReading{}, false
	}
	var d Date
	fields := strings.FieldsFunc(t, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '/' })
	if len(fields) > 0 {
		if _, ok := weekdays[fields[0]]; ok {
			fields = fields[1:]
		}
	}
	if len(fields) < 2 || len(fields) > 6 {
		return DateReading{}, false
	}
	for _, f := range fields {
		f = strings.TrimSuffix(f, ".")
		if m, ok := months[f]; ok {
			if d.Month != 0 {
				return DateReading{}, false
			}
			d.Month = m
			continue
		}
		switch f {
		case "of", "the", "in", "on", "ad", "ce", "year":
			continue
		}
		n, suffix := leadingInt(f)
		switch {
		case suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th":
			if d.Day != 0 || n < 1 || n > 31 {
				return DateReading{}, false
			}
			d.Day = n
		case suffix != "" || n < 0:
			if o, ok := Ordinal(f); ok && d.Day == 0 && o <= 31 {
				d.Day = int(o)
				continue
			}
			return DateReading{}, false
		case n >= 1 && n <= 31 && d.Day == 0 && len(f) <= 2:
			d.Day = n
		case d.Year == 0 && len(f) == 4:
			d.Year = n
		default:
			return DateReading{}, false
		}
	}
	if d.Month == 0 || d.Day == 0 && d.Year == 0 {
		return DateReading{}, false
	}
	return DateReading{Date: d, Other: d}, true
}

// leadingInt splits digits off the start of s; -1 when there are none.
func leadingInt(s string) (int, string) {
	i, n := 0, 0
	for i < len(s) && i < 6 && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	if i == 0 {
		return -1, s
	}
	return n, s[i:]
}

// hanDate reads 1776年7月4日, 7月4日 and 1776年7月.
func hanDate(s string) (Date, bool) {
	var d Date
	s = strings.ReplaceAll(s, " ", "")
	seen := 0
	for _, part := range []struct {
		marks []string
		to    *int
	}{{[]string{"年", "년"}, &d.Year}, {[]string{"月", "월"}, &d.Month}, {[]string{"日", "号", "일"}, &d.Day}} {
		for _, mark := range part.marks {
			head, tail, ok := strings.Cut(s, mark)
			if !ok {
				continue
			}
			n, rest := leadingInt(head)
			if n < 0 {
				if r, ok := chineseNumber(head); ok && r.IsInt() && r.Num().IsInt64() {
					n, rest = int(r.Num().Int64()), ""
				}
			}
			if n < 0 || rest != "" {
				return Date{}, false
			}
			*part.to = n
			seen++
			s = tail
			break
		}
	}
	if s != "" || seen < 2 || d.Month < 1 || d.Month > 12 || d.Day > 31 {
		return Date{}, false
	}
	return d, true
}

// numericDate reads dates of three numbers.
func numericDate(s string) (DateReading, bool) {
	if len(s) == 7 && (s[4] == '-' || s[4] == '/') { // 2024-03
		y, rest := leadingInt(s)
		m, end := leadingInt(s[5:])
		if y >= 1000 && len(rest) == 3 && end == "" && m >= 1 && m <= 12 {
			return DateReading{Date{y, m, 0}, Date{y, m, 0}, true}, true
		}
	}
	var n [3]int
	var w [3]int
	sep := byte(0)
	for k := range 3 {
		v, rest := leadingInt(s)
		if v < 0 {
			return DateReading{}, false
		}
		n[k], w[k] = v, len(s)-len(rest)
		if k == 2 {
			if rest != "" {
				return DateReading{}, false
			}
			break
		}
		if rest == "" || rest[0] != '-' && rest[0] != '/' && rest[0] != '.' || sep != 0 && rest[0] != sep {
			return DateReading{}, false
		}
		sep = rest[0]
		s = rest[1:]
	}
	valid := func(d Date) bool { return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= 31 }
	if w[0] == 4 {
		d := Date{n[0], n[1], n[2]}
		return DateReading{d, d, true}, valid(d) && w[1] <= 2 && w[2] <= 2
	}
	if w[2] != 4 || w[0] > 2 || w[1] > 2 {
		return DateReading{}, false
	}
	us, eu := Date{n[2], n[0], n[1]}, Date{n[2], n[1], n[0]}
	switch {
	case sep == '.' && valid(eu):
		return DateReading{eu, eu, true}, true
	case valid(us) && valid(eu):
		return DateReading{us, eu, true}, true
	case valid(us):
		return DateReading{us, us, true}, true
	case valid(eu):
		return DateReading{eu, eu, true}, true
	}
	return DateReading{}, false
}

// SameDate compares two readings. A numeric date whose order is open meets
// either of its readings when the other side leaves no doubt; two numeric
// dates are read in the same order.
func SameDate(a, b DateReading) bool {
	if a.Numeric && b.Numeric && a.Date != a.Other && b.Date != b.Other {
		return a.Date == b.Date
	}
	return a.Date == b.Date || a.Date == b.Other || a.Other == b.Date
}

// Clock is a time of day.
type Clock struct {
	// Minute counts from midnight, 0 to 1440, and Second from there.
	Minute, Second int
	// Half says that a.m. or p.m. is known: it was written, or the hour leaves
	// no doubt.
	Half bool
	// Marked says that a.m. or p.m. was written.
	Marked bool
}

// ReadClock reads a clock time: 3:30, 3:30 PM, 15:30, 3.30 p.m., 3 o'clock,
// half past three, quarter to four, noon, 15h30, 下午3点30分.
func ReadClock(s string) (Clock, bool) {
	if len(s) > 80 {
		return Clock{}, false
	}
	t := strings.Trim(strings.ToLower(Plain(s)), " .\"'")
	t = strings.TrimPrefix(t, "at ")
	switch Fold(t) {
	case "noon", "midday", "12 noon", "正午", "中午":
		return Clock{Minute: 720, Half: true, Marked: true}, true
	case "midnight", "12 midnight", "午夜":
		return Clock{Minute: 0, Half: true, Marked: true}, true
	}
	if rest, ok := strings.CutSuffix(t, "noon"); ok && strings.TrimSpace(rest) == "12:00" {
		return Clock{Minute: 720, Half: true, Marked: true}, true
	}
	if rest, ok := strings.CutSuffix(t, "midnight"); ok && strings.TrimSpace(rest) == "12:00" {
		return Clock{Minute: 0, Half: true, Marked: true}, true
	}
	half := 0 // 1 a.m., 2 p.m.
	t = strings.ReplaceAll(strings.ReplaceAll(t, "p.m", "pm"), "a.m", "am")
	for _, w := range []struct {
		text string
		half int
	}{{"in the morning", 1}, {"in the afternoon", 2}, {"in the evening", 2}, {"at night", 2}, {"am", 1}, {"pm", 2}} {
		if rest, ok := strings.CutSuffix(strings.TrimRight(t, " ."), w.text); ok {
			t, half = strings.TrimRight(rest, " ,"), w.half
			break
		}
	}
	for _, w := range []struct {
		text string
		half int
	}{{"上午", 1}, {"早上", 1}, {"凌晨", 1}, {"下午", 2}, {"晚上", 2}, {"午後", 2}, {"午前", 1}} {
		if rest, ok := strings.CutPrefix(t, w.text); ok {
			t, half = strings.TrimSpace(rest), w.half
			break
		}
	}
	h, m, sec, sure, ok := clockParts(t, half != 0)
	if !ok || h > 24 || m > 59 || sec > 59 || h == 24 && m+sec > 0 || half != 0 && (h > 12 && half == 1 || h > 23) {
		return Clock{}, false
	}
	switch {
	case half == 1 && h == 12:
		h = 0
	case half == 2 && h < 12:
		h += 12
	}
	return Clock{Minute: h%24*60 + m, Second: sec, Half: half != 0 || h > 12 || h == 0 || sure, Marked: half != 0}, true
}

// clockParts reads hour, minute and second. Without a mark of the half of the
// day, a bare number is no time. sure says that the form is that of a clock of
// twenty-four hours.
func clockParts(t string, marked bool) (h, m, sec int, sure, ok bool) {
	if rest, found := strings.CutSuffix(t, "o'clock"); found {
		rest = strings.TrimSpace(rest)
		if n, tail := leadingInt(rest); n >= 1 && n <= 12 && tail == "" {
			return n, 0, 0, false, true
		}
		if n, found := smallNumbers[rest]; found && n >= 1 && n <= 12 {
			return int(n), 0, 0, false, true
		}
		return
	}
	for _, w := range []struct {
		text    string
		minutes int
	}{{"half past ", 30}, {"a quarter past ", 15}, {"quarter past ", 15}, {"a quarter to ", -15}, {"quarter to ", -15}, {"quarter after ", 15}} {
		if rest, found := strings.CutPrefix(t, w.text); found {
			hour, tail := leadingInt(rest)
			if hour < 0 {
				n, known := smallNumbers[strings.TrimSuffix(rest, " o'clock")]
				if !known {
					return
				}
				hour, tail = int(n), ""
			}
			if tail != "" || hour < 1 || hour > 12 {
				return
			}
			minute := hour*60 + w.minutes
			if minute >= 780 {
				minute -= 720
			}
			return minute / 60, minute % 60, 0, false, true
		}
	}
	if strings.ContainsAny(t, "点點时時") {
		t = strings.NewReplacer("点半", ":30", "点整", ":00", "点钟", ":00", "点", ":", "點", ":", "时", ":", "時", ":", "分", "").Replace(t)
		if strings.HasSuffix(t, ":") {
			t += "00"
		}
	}
	n, rest := leadingInt(t)
	if n < 0 || len(t)-len(rest) > 2 {
		return
	}
	width := len(t) - len(rest)
	if rest == "" {
		return n, 0, 0, false, marked
	}
	if rest[0] != ':' && rest[0] != 'h' && !(rest[0] == '.' && marked) {
		return
	}
	sure = rest[0] == 'h' || width == 2 && t[0] == '0'
	m, tail := leadingInt(rest[1:])
	if rest[0] == 'h' && tail == "" && m < 0 || m >= 0 && len(rest)-1-len(tail) != 2 {
		return
	}
	if m < 0 {
		return
	}
	tail = strings.TrimPrefix(tail, "min")
	if tail != "" {
		if tail[0] != ':' {
			return
		}
		var end string
		sec, end = leadingInt(tail[1:])
		if sec < 0 || end != "" || len(tail) != 3 {
			return 0, 0, 0, false, false
		}
	}
	return n, m, sec, sure && n < 12, true
}

// SameClock compares two clock times. Where one side leaves open whether it is
// before or after noon, the other side says it.
func SameClock(a, b Clock) bool {
	if a.Second != b.Second {
		return false
	}
	if a.Minute == b.Minute {
		return true
	}
	// An open 3:30 meets 3:30 p.m. where p.m. was written, not 15:30.
	return a.Half != b.Half && (a.Marked || b.Marked) && a.Minute%720 == b.Minute%720
}

// IsClock says that a text has the form of a clock time, h:mm with two digits
// for the minutes.
func (r Reading) IsClock() bool {
	t := strings.TrimFunc(r.plain, unicode.IsSpace)
	if t == "" || t[0] < '0' || t[0] > '9' {
		return false
	}
	h, rest := leadingInt(t)
	if h < 0 || h > 24 || len(t)-len(rest) > 2 || len(rest) < 3 || rest[0] != ':' {
		return false
	}
	m, tail := leadingInt(rest[1:])
	if m < 0 || m > 59 || len(rest)-1-len(tail) != 2 {
		return false
	}
	if tail == "" {
		return true
	}
	_, ok := ReadClock(t)
	return ok
}
