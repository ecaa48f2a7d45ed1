# SPDX-License-Identifier: BSL-1.0
# What Doxygen reads instead of a header: the same lines with the words of CONTRIBUTING.md in its own shape. Formulas are kept
# as they are typed, arguments become a list (they may name several at once, or fields, which @param does not know).

function text_of(line) { sub(/^ *\/\/\/ ?/, "", line); return line }

# Text that is no markup: < > @ and \ mean themselves.
function escaped(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/</, "\\<", text)
  gsub(/>/, "\\>", text)
  gsub(/\|/, "\\|", text)
  gsub(/#/, "\\#", text)
  gsub(/%/, "\\%", text)
  gsub(/\*/, "\\*", text)
  gsub(/@/, "\\@", text)
  sub(/^\+ /, "\\+ ", text)  # no bullet
  return text
}
# The same, but what stands between backticks is code already.
function prose(text,   part, count, i, out) {
  count = split(text, part, "`")
  out = ""
  for (i = 1; i <= count; ++i) out = out (i > 1 ? "`" : "") (i % 2 == 1 || i == count ? escaped(part[i]) : part[i])
  return out
}

/^ *\/\/\/[^<\/]?/ && !/\/\/\/</ {
  indent = $0
  sub(/\/\/\/.*/, "", indent)
  line = text_of($0)
  out = !inside && line ~ /^ *@/ ? "@details\n" : ""
  # "@word text @word text" on one line
  while (1) {
    if (match(line, /@(formula|param|shape|return|errors|accuracy|source|note)([ ]|$)/) > 0) {
      before = substr(line, 1, RSTART - 1)
      word = substr(line, RSTART + 1, RLENGTH - 1)
      gsub(/ /, "", word)
      rest = substr(line, RSTART + RLENGTH)
      sub(/^ +/, "", rest)
      out = out emit(before)
      if (word == "formula") { out = out "\n@formula\n"; state = "formula" }
      else if (word == "param") {
        out = out (state == "param" ? "\n" : "\n@arguments\n")
        name = rest
        if (match(name, /(  | [\[<>=(]|,? > |: )/) > 0) { name = substr(rest, 1, RSTART - 1); rest = substr(rest, RSTART) }
        else { match(name, /^[A-Za-z_0-9]+(, [A-Za-z_0-9*]+)*/); name = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1) }
        out = out "- `" name "` "
        state = "param"
      }
      else if (word == "note") { out = out "\n@note "; state = "text" }
      else { out = out "\n@" (word == "return" ? "gives" : word) "\n"; state = "text" }
      line = rest
      continue
    }
    out = out emit(line)
    break
  }
  sub(/\n+$/, "", out)
  count = split(out, row, "\n")
  for (i = 1; i <= count; ++i) print indent "/// " row[i]
  inside = 1
  next
}

function emit(text) {
  if (state == "formula") {
    gsub(/^ +| +$/, "", text)
    return text == "" ? "" : "<code>" escaped(text) "</code>"
  }
  if (state == "param") { sub(/^ +/, "", text); return (text == "" ? "" : prose(text) " ") }
  return prose(text)
}

{
  if (inside) {
    inside = 0
    state = ""
  }
  gsub(/t2::inline v0/, "t2")  # Doxygen would take v0 for the namespace
  if (match($0, /\/\/\/<.*/) > 0) $0 = substr($0, 1, RSTART + 3) prose(substr($0, RSTART + 4))
  print
}
