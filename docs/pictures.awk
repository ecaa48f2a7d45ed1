# SPDX-License-Identifier: BSL-1.0
# Pictures of their own from the page that `t2plan report` writes: its plots, each with title and legend, for places that
# take an image and no HTML. Colours follow the reader's light or dark mode, or are fixed by theme=.
# Usage: awk -f pictures.awk -v out=FOLDER [-v at=ADDRESS] index.html        one NAME.svg a plot; the HTML that shows them,
#                                                                            section by section, on standard output
#        awk -f pictures.awk -v out=FILE.svg -v only="NAME NAME" [-v theme=light|dark] [-v note=TEXT] index.html
BEGIN {
  RS = "</section>"
  width = 520; height = 400; title_height = 34; row_height = 24
}

function between(text, before, after,   at) {
  at = index(text, before)
  if (at == 0) return ""
  text = substr(text, at + length(before))
  at = index(text, after)
  return at == 0 ? text : substr(text, 1, at - 1)
}

# Characters, not bytes: the bytes that go on a UTF-8 character do not count; an entity is one.
function characters(text) {
  gsub(/&[a-z#0-9]+;/, "x", text)
  gsub(/[\200-\277]/, "", text)
  return length(text)
}

# Colours that follow the reader: the page's variables; colours that do not: their values.
function style(   rules) {
  if (theme != "") return ""
  return "<style>svg{" light "}@media(prefers-color-scheme:dark){svg{" dark "}}</style>"
}
function coloured(svg,   pair, count, i, name) {
  if (theme == "") return svg
  count = split(theme == "dark" ? dark : light, pair, ";")
  for (i = 1; i <= count; ++i) {
    split(pair[i], name, ":")
    if (name[1] != "") gsub("var\\(" name[1] "\\)", name[2], svg)
  }
  return svg
}

# The legend below the plots: rows as long as the picture is wide. Sets legend_height.
function legend(list, room,   count, item, i, x, y, long, label, out) {
  count = split(list, item, "<li>")
  x = 12; y = 0; out = ""
  for (i = 2; i <= count; ++i) {
    label = between(item[i], "</svg>", "</li>")
    long = 34 + 8.2 * characters(label) + 22
    if (x > 12 && x + long > room) { x = 12; y += row_height }
    out = out "<g transform=\"translate(" x "," y ")\"><g fill=\"none\">" between(item[i], "aria-hidden=\"true\">", "</svg>") \
      "</g><text x=\"36\" y=\"12\" font-size=\"15\" fill=\"var(--paint-ink)\">" label "</text></g>"
    x += long
  }
  legend_height = y + row_height
  return out
}

function write(file, panels, list, label,   count, i, part, body, total, head) {
  count = split(panels, part, SUBSEP)
  total = count * width
  head = note == "" ? 0 : 26
  body = ""
  if (head) body = "<text x=\"12\" y=\"18\" font-size=\"15\" font-style=\"italic\" fill=\"var(--paint-ink)\">" note "</text>"
  for (i = 1; i <= count; ++i)
    body = body "<text x=\"" (i - 1) * width + 12 "\" y=\"" head + 22 "\" font-size=\"19\" font-weight=\"600\" fill=\"var(--paint-ink)\">" \
      titles[part[i]] "</text><svg x=\"" (i - 1) * width "\" y=\"" head + title_height "\" width=\"" width "\" height=\"" height "\" " \
      plots[part[i]] "</svg>"
  list = legend(list, total)
  body = body "<g transform=\"translate(0," head + title_height + height + 8 ")\">" list "</g>"
  print coloured("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " total " " head + title_height + height + 12 + legend_height \
    "\" font-family=\"sans-serif\" role=\"img\" aria-label=\"" label "\">" style() body "</svg>") > file
  close(file)
}

NR == 1 {
  rest = $0
  match(rest, /--paint-[^}]*/)
  light = substr(rest, RSTART, RLENGTH)
  rest = substr(rest, RSTART + RLENGTH)
  match(rest, /--paint-[^}]*/)
  dark = substr(rest, RSTART, RLENGTH)
}

/<figure>/ {
  count = split($0, figure, "<figure>")
  list = between($0, "<ul class=\"legend\">", "</ul>")
  chosen = ""
  if (only == "") {
    caption = substr($0, index($0, "</h2>"))
    print "<h3>" between($0, "<h2>", "</h2>") "</h3>\n<p>" between(caption, "<p>", "</p>") "</p>\n<div class=\"gallery\">"
  }
  for (i = 2; i <= count; ++i) {
    name = between(figure[i], "href=\"", ".csv\"")
    titles[name] = between(figure[i], "<span>", "</span>")
    svg = substr(figure[i], index(figure[i], "</figcaption>") + length("</figcaption>"))
    plots[name] = between(svg, "<svg ", "</figure>")
    sub(/<\/svg>[ \n]*$/, "", plots[name])
    if (only == "") {
      write(out "/" name ".svg", name, list, titles[name])
      print "<img src=\"" at name ".svg\" alt=\"" titles[name] "\" loading=\"lazy\">"
    } else if (index(" " only " ", " " name " ")) chosen = chosen (chosen == "" ? "" : SUBSEP) name
  }
  if (only == "") print "</div>"
  if (chosen != "") write(out, chosen, list, titles[name])
}
