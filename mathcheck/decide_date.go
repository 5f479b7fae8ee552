package mathcheck

import "github.com/verireward/verireward/mathcheck/internal/words"

// decideDate compares dates, days of the week, months and clock times. The
// gold decides: one that reads h:mm is a time, and then a ratio of the same
// value is not the answer. The second result is false when the gold is none of
// these, or the answer can't be read as one and may be equal as text.
func decideDate(gold, pred string) (finding, bool) {
	if words.IsClockGold(gold) {
		g, _ := words.ReadClock(gold)
		p, ok := words.ReadClock(pred)
		if !ok {
			p, ok = words.ReadClock(words.DropRemark(pred))
		}
		return found(ok && words.SameClock(g, p), "date", "clock", "the same time", "not the same time"), true
	}
	if g, ok := words.ReadClock(gold); ok {
		if p, ok := words.ReadClock(pred); ok {
			return found(words.SameClock(g, p), "date", "clock", "the same time", "not the same time"), true
		}
		return finding{}, false
	}
	if g, ok := words.ReadDate(gold); ok {
		p, ok := words.ReadDate(pred)
		if !ok {
			p, ok = words.ReadDate(words.DropRemark(pred))
		}
		if !ok {
			return finding{}, false
		}
		return found(words.SameDate(g, p), "date", "date", "the same date", "not the same date"), true
	}
	if g, ok := words.Weekday(gold); ok {
		p, ok := words.Weekday(pred)
		return found(ok && g == p, "date", "weekday", "the same day", "not the same day"), ok
	}
	if g, ok := words.Month(gold); ok {
		p, ok := words.Month(pred)
		return found(ok && g == p, "date", "month", "the same month", "not the same month"), ok
	}
	return finding{}, false
}
