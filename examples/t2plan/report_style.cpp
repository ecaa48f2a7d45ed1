// SPDX-License-Identifier: BSL-1.0
#include "plot.hpp"  // paint_declarations
#include "report_page.hpp"

namespace t2plan {

// One column on a phone, two on a desktop; colours from two sets of variables, for light and dark.
std::string style_sheet() {
  return ":root{color-scheme:light dark;--page:#ffffff;--text:#1b1f24;--quiet:#57606a;--line:#d9dce0;--panel:#f6f7f9;"
         "--warn:#8a4b00;--warn-page:#fff4e0;" +
         paint_declarations(false) +
         "}\n@media (prefers-color-scheme:dark){:root{--page:#14171b;--text:#e6e8eb;--quiet:#9aa4ae;--line:#3a3f46;"
         "--panel:#1d2126;--warn:#ffcf8a;--warn-page:#33260f;" +
         paint_declarations(true) + R"css(}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:1.5rem clamp(1rem,4vw,2.5rem) 3rem;background:var(--page);
color:var(--text);
font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
overflow-wrap:break-word}
h1{font-size:clamp(1.6rem,5vw,2.2rem);line-height:1.15;margin:.5rem 0 1rem;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.25;margin:2.75rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0;max-width:46rem}
.number{white-space:nowrap}
.lead{font-size:1.1875rem}
.quiet{color:var(--quiet)}
.notice{border:2px solid var(--warn);background:var(--warn-page);color:var(--warn);border-radius:.5rem;
padding:.6rem .9rem;font-weight:600;max-width:none}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem 2rem;
align-items:start}
.columns>*{min-width:0}
.tables{grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr))}
figure{margin:0;min-width:0}
figure svg{display:block}
figure>svg{width:100%;height:auto}
figcaption{font-weight:600;margin:.75rem 0 .25rem;display:flex;justify-content:space-between;
gap:1rem;align-items:baseline}
figcaption a{font-weight:400;font-size:.875rem}
a{color:inherit;text-decoration-color:var(--quiet);text-underline-offset:.15em}
.legend{list-style:none;margin:.25rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.9375rem;
line-height:1.4}
.legend li{display:flex;align-items:center;gap:.45rem}
.legend svg{flex:none;fill:none}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.34rem 0 .34rem .8rem;border-bottom:1px solid var(--line);vertical-align:baseline}
th:first-child,td:first-child{text-align:left;padding-left:0}
thead th{font-size:.875rem;color:var(--quiet);font-weight:600}
tbody th{font-weight:400}
td.strong{font-weight:650}
ul.advice{margin:.5rem 0;padding-left:1.2rem;max-width:46rem}
ul.advice li{margin:.2rem 0}
ul.warnings{margin:.5rem 0;padding-left:1.2rem;color:var(--warn);max-width:46rem}
ul.warnings li{margin:.2rem 0}
code,pre{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
pre{background:var(--panel);padding:.8rem 1rem;border-radius:.5rem;white-space:pre-wrap;
overflow-wrap:anywhere;max-width:none}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9375rem}
@media (max-width:34rem){body{font-size:1rem}th,td{padding-left:.4rem;
font-size:.875rem}thead th{font-size:.8125rem}.number{white-space:nowrap}
.lead{font-size:1.0625rem}}
@media print{h2{break-after:avoid}figure{break-inside:avoid}}
)css";
}

}  // namespace t2plan
