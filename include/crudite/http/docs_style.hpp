// The style of the page of docs. Text as it is served: its digest is in the page's Content-Security-Policy.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace crudite::http::detail {

inline constexpr std::string_view docs_style = R"css(
:root {
  --paper: #fcfcfa; --card: #ffffff; --sunk: #f4f4f0; --line: #e4e3dc; --ink: #1c2024; --soft: #5f676e;
  --accent: #0b6b64; --focus: #0b6b6455;
  --get: #0a5bb5; --post: #18794a; --patch: #9a5b00; --put: #6d3fc4; --delete: #c0302b;
  --ok: #18794a; --moved: #0a5bb5; --bad: #c0302b;
  --sans: "Inter", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131619; --card: #1a1e22; --sunk: #21262b; --line: #2e343a; --ink: #e6e8ea; --soft: #9aa4ad;
    --accent: #5cc8bd; --focus: #5cc8bd55;
    --get: #6cb0ff; --post: #57c98d; --patch: #e5b567; --put: #b79bff; --delete: #ff8a80;
    --ok: #57c98d; --moved: #6cb0ff; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 var(--sans);
  display: grid; grid-template-columns: 19rem minmax(0, 1fr);
}
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
code, pre, textarea, .path, input, select { font-family: var(--mono); font-size: .86em; }
h1, h2, h3, h4, p, ul { margin: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; border-radius: 4px; }
.js { display: none; }
html.live .js { display: revert; }
html.live .nojs { display: none; }

nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1rem 2rem 1.5rem;
  border-right: 1px solid var(--line); font-size: .875rem; scrollbar-width: thin;
}
nav .home { display: block; font-weight: 650; font-size: 1rem; color: var(--ink); text-decoration: none; }
nav h2 {
  margin: 1.6rem 0 .4rem; font-size: .72rem; font-weight: 650; letter-spacing: .07em;
  text-transform: uppercase; color: var(--soft);
}
nav ul { list-style: none; padding: 0; }
nav li a {
  display: flex; gap: .6rem; align-items: baseline; padding: .26rem .5rem; margin-left: -.5rem;
  border-radius: 6px; color: var(--ink); text-decoration: none; line-height: 1.4;
}
nav li a:hover { background: var(--sunk); }
nav .method { flex: 0 0 3rem; background: none; padding: 0; font-size: .68rem; }
nav .menu { display: none; }
nav .names a { font-family: var(--mono); font-size: .8rem; }

main { width: 100%; max-width: 58rem; padding: 3rem clamp(1.25rem, 4vw, 3.5rem) 6rem; }
header { padding-bottom: 1rem; }
h1 { font-size: 2.1rem; line-height: 1.2; font-weight: 680; letter-spacing: -.022em; text-wrap: balance; }
h1 small { font-size: .95rem; font-weight: 500; letter-spacing: 0; color: var(--soft); margin-left: .35rem; }
.lead { margin-top: .8rem; font-size: 1.08rem; max-width: 44rem; text-wrap: pretty; white-space: pre-line; }
.facts { margin-top: .9rem; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; font-size: .9rem; color: var(--soft); }
.token { margin-top: 1.2rem; }
html.live .token { display: block; }
.token label { display: flex; gap: .8rem; align-items: center; font-weight: 600; font-size: .9rem; }
.token input { max-width: 24rem; }
section > h2 { margin: 2.6rem 0 1rem; font-size: 1.35rem; font-weight: 660; letter-spacing: -.012em; }

article {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.4rem 1.6rem 1.5rem;
  margin-bottom: 1.4rem;
}
article:target { border-color: var(--accent); box-shadow: 0 0 0 3px var(--focus); }
article h3 { display: flex; flex-wrap: wrap; align-items: center; gap: .7rem; font-size: 1.08rem; font-weight: 600; }
.path { font-size: 1.02rem; overflow-wrap: anywhere; }
.path var { font-style: normal; color: var(--accent); }
.summary { margin-top: .3rem; color: var(--soft); }
.lock { font-size: .8rem; border: 1px solid var(--line); border-radius: 99px; padding: .08rem .6rem; margin-left: .3rem; }
.method {
  font: 650 .74rem/1 var(--mono); letter-spacing: .03em; padding: .36rem .5rem; border-radius: 6px;
  color: var(--c); background: color-mix(in srgb, var(--c) 12%, transparent);
}
.get, .head { --c: var(--get); } .post { --c: var(--post); } .patch { --c: var(--patch); }
.put { --c: var(--put); } .delete { --c: var(--delete); } .method { --c: var(--soft); }
.method.get { --c: var(--get); } .method.post { --c: var(--post); } .method.patch { --c: var(--patch); }
.method.put { --c: var(--put); } .method.delete { --c: var(--delete); }
h4 { margin: 1.4rem 0 .3rem; font-size: .8rem; font-weight: 650; letter-spacing: .02em; color: var(--soft); }
h4 .type { font-weight: 400; margin-left: .35rem; }

.line {
  display: grid; grid-template-columns: minmax(8rem, 12rem) minmax(0, 1fr); gap: .2rem 1.4rem;
  padding: .6rem 0; border-top: 1px solid var(--line); font-size: .92rem; align-items: baseline;
}
.line:first-child { border-top: 0; }
html.live form .line { grid-template-columns: minmax(8rem, 12rem) minmax(0, 1fr) minmax(9rem, 13rem); }
.answers .line { grid-template-columns: 3.2rem minmax(0, 1fr); }
.line > div:first-child { overflow-wrap: anywhere; }
.name { font-weight: 600; }
.required { color: var(--bad); margin-left: .15rem; }
.in { display: block; font-size: .76rem; color: var(--soft); }
.type { color: var(--soft); font-size: .85rem; }
.type .rules::before { content: "; "; }
.answers .type { display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
.answers .type:empty { display: none; }
.type code, .rules code { background: var(--sunk); border-radius: 4px; padding: .05rem .3rem; }
.status { font: 600 .86rem var(--mono); color: var(--soft); }
.s2 { color: var(--ok); } .s3 { color: var(--moved); } .s4, .s5 { color: var(--bad); }
details .in { display: none; }
details { margin-top: .7rem; border-top: 1px solid var(--line); padding-top: .6rem; }
summary { cursor: pointer; font-size: .86rem; font-weight: 600; color: var(--soft); }
summary:hover { color: var(--ink); }
summary .status { font-weight: 400; margin-left: .35rem; }

input, select, textarea {
  width: 100%; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 7px;
  padding: .4rem .6rem; font-size: .84rem; line-height: 1.5;
}
html.live select.js, html.live textarea.js { display: block; }
[hidden] { display: none !important; }
input:focus, select:focus, textarea:focus { border-color: var(--accent); outline: 3px solid var(--focus); }
.types select { width: auto; max-width: 100%; margin-bottom: .5rem; }
pre, textarea { display: block; tab-size: 2; }
pre {
  margin: .4rem 0 0; background: var(--sunk); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto;
  line-height: 1.55; font-size: .82rem; max-height: 30rem; overflow-y: auto;
}
textarea { resize: vertical; white-space: pre; }
html.live .actions { display: flex; gap: .6rem; margin-top: 1rem; }
button {
  font: 600 .88rem var(--sans); border: 1px solid var(--accent); border-radius: 7px; padding: .45rem 1.1rem;
  color: var(--card); background: var(--accent); cursor: pointer;
}
button.quiet { background: none; color: var(--accent); border-color: var(--line); }
button:hover { filter: brightness(1.08); }
button:disabled { opacity: .55; cursor: progress; }
.outcome { margin-top: 1rem; border-left: 3px solid var(--c, var(--line)); padding-left: 1rem; }
.outcome.good { --c: var(--ok); } .outcome.poor { --c: var(--bad); }
.outcome .verdict { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap; font-size: .88rem; color: var(--soft); }
.outcome .verdict b { font: 650 1rem var(--mono); color: var(--c); }
.outcome pre.heads { color: var(--soft); max-height: 12rem; }
.key { color: var(--get); } .string { color: var(--post); } .number, .word { color: var(--patch); }

@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: .9rem 1.25rem; }
  nav .bar { display: flex; justify-content: space-between; align-items: center; }
  nav .menu {
    display: block; appearance: none; width: auto; margin: 0; padding: .3rem .8rem; cursor: pointer;
    font: 600 .85rem var(--sans); color: var(--accent);
  }
  nav .menu::before { content: "Contents"; }
  nav .menu:checked::before { content: "Close"; }
  nav .bar:not(:has(:checked)) ~ * { display: none; }
  main { padding-top: 2rem; }
}
@media (max-width: 40rem) {
  article { padding: 1.1rem 1.1rem 1.2rem; border-radius: 10px; margin-inline: -.35rem; }
  .line, html.live form .line { grid-template-columns: minmax(0, 1fr); }
  .answers .line { grid-template-columns: 2.6rem minmax(0, 1fr); }
  .in { display: inline; margin-left: .6rem; }
  h1 { font-size: 1.7rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { nav, .js { display: none !important; } body { display: block; } article { break-inside: avoid; } }
)css";

/// Its SHA-256, which the page's Content-Security-Policy names: see tests/tools/digests.pl.
inline constexpr std::string_view docs_style_digest = "htOXutYsAEiQHCwgahB9ewXrdtNtShT+1grbwGawIBY=";

} // namespace crudite::http::detail
