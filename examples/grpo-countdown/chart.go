package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
)

// curve is one line of a chart: a name, a colour, and values between 0 and 1
// at ascending training steps.
type curve struct {
	name   string
	colour color.RGBA
	steps  []int
	values []float64
}

// The chart's size and margins in pixels.
const (
	chartWidth, chartHeight = 720, 360
	legendX, legendY        = 400, 230 // below what rises, above what stays low
	marginLeft, marginRight = 56, 16
	marginTop, marginBottom = 40, 40
)

// place turns a step and a value into pixels of the plot area.
func place(step, lastStep int, value float64) (x, y float64) {
	if lastStep == 0 {
		lastStep = 1
	}
	x = marginLeft + float64(step)/float64(lastStep)*(chartWidth-marginLeft-marginRight)
	y = chartHeight - marginBottom - value*(chartHeight-marginTop-marginBottom)
	return x, y
}

func lastStepOf(curves []curve) int {
	last := 0
	for _, c := range curves {
		if n := len(c.steps); n > 0 {
			last = max(last, c.steps[n-1])
		}
	}
	return last
}

// writeSVG draws the curves over the training steps.
func writeSVG(w io.Writer, title string, curves []curve) error {
	last := lastStepOf(curves)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">`+"\n", chartWidth, chartHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="white"/><text x="%d" y="22" font-size="15">%s</text>`+"\n", marginLeft, title)
	for tick := range 5 {
		v := float64(tick) / 4
		x0, y := place(0, last, v)
		x1, _ := place(last, last, v)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%.2f</text>`+"\n", x0, y, x1, y, x0-6, y+4, v)
		x, _ := place(last*tick/4, last, 0)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x, chartHeight-marginBottom+18, last*tick/4)
	}
	for i, c := range curves {
		points := make([]string, len(c.steps))
		for k, s := range c.steps {
			x, y := place(s, last, c.values[k])
			points[k] = fmt.Sprintf("%.1f,%.1f", x, y)
		}
		hex := fmt.Sprintf("#%02x%02x%02x", c.colour.R, c.colour.G, c.colour.B)
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>`+"\n", hex, strings.Join(points, " "))
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="%s">%s</text>`+"\n", legendX, legendY+18*i, hex, c.name)
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// writePNG draws the same curves without text, for places that show no SVG.
func writePNG(w io.Writer, curves []curve) error {
	img := image.NewRGBA(image.Rect(0, 0, chartWidth, chartHeight))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	last := lastStepOf(curves)
	for tick := range 5 {
		x0, y := place(0, last, float64(tick)/4)
		x1, _ := place(last, last, 0)
		stroke(img, x0, y, x1, y, 0, color.RGBA{221, 221, 221, 255})
	}
	for _, c := range curves {
		for k := 1; k < len(c.steps); k++ {
			x0, y0 := place(c.steps[k-1], last, c.values[k-1])
			x1, y1 := place(c.steps[k], last, c.values[k])
			stroke(img, x0, y0, x1, y1, 1, c.colour)
		}
	}
	return png.Encode(w, img)
}

// stroke draws a line whose half-width is thick pixels.
func stroke(img *image.RGBA, x0, y0, x1, y1 float64, thick int, c color.RGBA) {
	n := int(math.Max(math.Abs(x1-x0), math.Abs(y1-y0))) + 1
	for i := range n + 1 {
		f := float64(i) / float64(n)
		x, y := int(x0+f*(x1-x0)), int(y0+f*(y1-y0))
		for dx := -thick; dx <= thick; dx++ {
			for dy := -thick; dy <= thick; dy++ {
				img.SetRGBA(x+dx, y+dy, c)
			}
		}
	}
}
