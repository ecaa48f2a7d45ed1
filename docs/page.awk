# SPDX-License-Identifier: BSL-1.0
# What Doxygen reads instead of a page: without the comments that mark snippets and the code they hide, and with the @ of
# pass@k as a letter. The address of a page is the name of its file.
/^<!-- hidden: / { hidden = 1 }
hidden { if (/^-->$/) hidden = 0; next }
/^<!-- (snippet|t2): / { next }
/^# / && !titled {
  titled = 1
  name = FILENAME
  gsub(/^.*\/|\.md$/, "", name)
  if (name != "index") $0 = $0 " {#" name "}"
}
/^```/ { fenced = !fenced }
!fenced {
  count = split($0, part, "`")
  $0 = ""
  for (i = 1; i <= count; ++i) {
    if (i % 2 == 1) gsub(/@/, "\\@", part[i])
    $0 = $0 (i > 1 ? "`" : "") part[i]
  }
}
{ print }
