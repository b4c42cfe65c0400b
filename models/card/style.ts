/** The page's whole style. It is one text, so that its hash can stand in a policy; `style-hash.ts` pins that. */
export const cardStyle = `:root{color-scheme:light dark;--page:#f5f6f9;--card:#fff;--ink:#171b26;--muted:#545d70;--line:#dde1ea;--line-strong:#8b93a5;--sunken:#eef0f5;--accent:#2b5fd0;--accent-soft:#c4d4f7;--second:#a4560a;--good:#12693c;--good-soft:#dcf3e5;--bad:#ab1f2d;--bad-soft:#fce4e5;--warn:#8a4b00;--warn-soft:#fdeed3}
@media (prefers-color-scheme:dark){:root{--page:#10131a;--card:#181c25;--ink:#e8ebf2;--muted:#a3acbf;--line:#2c3342;--line-strong:#69738a;--sunken:#222835;--accent:#8db1ff;--accent-soft:#33476f;--second:#f0a95a;--good:#7ddba4;--good-soft:#163626;--bad:#ff9a9f;--bad-soft:#43191e;--warn:#f2bd6b;--warn-soft:#3b2a10}}
*,*::before,*::after{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;text-size-adjust:100%}
h1,h2,h3,p,dl,dd,ul,figure{margin:0;padding:0}
ul{list-style:none}
main,footer{max-inline-size:66rem;margin-inline:auto;padding-inline:1.5rem}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;padding-block:2.5rem 1.5rem}
header{display:grid;gap:.625rem;padding-block-end:.75rem}
h1{font-size:clamp(1.625rem,4vw,2.125rem);line-height:1.2;letter-spacing:-.02em;overflow-wrap:anywhere}
h2{font-size:1.1875rem;line-height:1.3;letter-spacing:-.01em}
h3{font-size:.9375rem}
.over{color:var(--muted);font-size:.8125rem;font-weight:600;letter-spacing:.04em;text-transform:uppercase}
.lead{font-size:1.125rem;max-inline-size:46rem;text-wrap:pretty}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.375rem .625rem}
.muted{color:var(--muted);font-size:.9375rem;max-inline-size:46rem;text-wrap:pretty}
.mono{font:.8125rem/1.5 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}
section{display:grid;grid-template-columns:minmax(0,1fr);gap:.875rem;padding:1.25rem 1.5rem 1.5rem;border:1px solid var(--line);border-radius:.875rem;background:var(--card)}
.pill{display:inline-block;padding:.0625rem .625rem;border-radius:99px;background:var(--sunken);color:var(--muted);font-size:.8125rem;font-weight:600;white-space:nowrap}
.pill.good{background:var(--good-soft);color:var(--good)}
.pill.bad{background:var(--bad-soft);color:var(--bad)}
.pill.warn{background:var(--warn-soft);color:var(--warn)}
.note{padding:.75rem 1rem;border-radius:.625rem;background:var(--sunken);overflow-wrap:anywhere}
.note.good{background:var(--good-soft);color:var(--good)}
.note.bad{background:var(--bad-soft);color:var(--bad)}
.note.warn{background:var(--warn-soft);color:var(--warn)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13rem,100%),1fr));gap:1rem}
.tiles div{display:grid;align-content:start;gap:.125rem;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:.875rem;background:var(--card)}
.tiles dt{color:var(--muted);font-size:.875rem}
.tiles b{font-size:1.3125rem;white-space:nowrap;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tiles dd{color:var(--muted);font-size:.8125rem}
.tiles dd b{display:block;color:var(--ink)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr));gap:.75rem 1.5rem}
.facts dt{color:var(--muted);font-size:.8125rem}
.facts dd{overflow-wrap:anywhere}
.checks{display:grid;gap:.875rem}
.checks li{display:grid;grid-template-columns:5rem minmax(0,1fr);gap:.125rem .75rem;align-items:baseline}
.checks .pill{justify-self:start}
.checks p{grid-column:2;color:var(--muted);font-size:.9375rem;overflow-wrap:anywhere}
.limits{display:grid;gap:.5rem}
.limits li{padding-inline-start:1rem;border-inline-start:3px solid var(--line);overflow-wrap:anywhere;max-inline-size:46rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));gap:1.25rem 2.5rem;align-items:start}
.plots>div{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem}
figure{display:grid;grid-template-columns:minmax(0,1fr);gap:.375rem;max-inline-size:30rem}
figcaption{font-weight:600;font-size:.9375rem}
svg{display:block;inline-size:100%;block-size:auto;direction:ltr}
svg text{fill:var(--muted);font-size:11.5px;font-variant-numeric:tabular-nums}
svg .small{font-size:10.5px}
svg .strong{font-weight:600;fill:var(--ink)}
.grid{stroke:var(--line)}
.axis{stroke:var(--line-strong)}
.ideal{stroke:var(--line-strong);stroke-width:1.5;stroke-dasharray:5 4}
.whisker{stroke:var(--accent);stroke-width:2.5;stroke-linecap:round;opacity:.55}
.whisker.off{stroke:var(--bad)}
.whisker.other{stroke:var(--second)}
.mark{fill:var(--accent);stroke:var(--card);stroke-width:1}
.mark.off{fill:var(--bad)}
.mark.other{fill:var(--card);stroke:var(--second);stroke-width:2}
.trace{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round}
.trace.other{stroke:var(--second);stroke-dasharray:3 3}
.trace.actual{stroke:var(--ink)}
.mark.actual{fill:var(--ink)}
.band{fill:var(--accent-soft);opacity:.45}
.band.narrow{opacity:.8}
.band.chance{fill:var(--line-strong);opacity:.25}
.bar{fill:var(--accent-soft)}
.bar.strong{fill:var(--accent)}
.track{fill:var(--sunken)}
.key{color:var(--muted);font-size:.8125rem}
.swatch{display:inline-block;inline-size:.6875rem;block-size:.6875rem;margin-inline-end:.125rem;vertical-align:-.0625rem;background:var(--accent)}
.swatch.dot{border-radius:50%}
.swatch.diamond{background:var(--bad);transform:rotate(45deg) scale(.8)}
.swatch.box{background:none;border:2px solid var(--second)}
.swatch.light{background:var(--accent-soft)}
.swatch.line{inline-size:1.125rem;block-size:0;border-block-start:2px solid var(--accent);background:none;vertical-align:.25rem}
.swatch.line.actual{border-color:var(--ink)}
.swatch.line.other{border-block-start:2px dashed var(--second)}
.swatch.band{background:var(--accent-soft);opacity:.6}
.swatch.band.narrow{opacity:1}
.swatch.band.chance{background:var(--line-strong);opacity:.35}
figure.wide{max-inline-size:none}
figure.wide svg{min-inline-size:40rem}
.hint{display:block;color:var(--muted);font-size:.8125rem;font-weight:400;overflow-wrap:anywhere}
.weight{display:block;inline-size:8rem;block-size:.75rem}
[dir=rtl] .weight{transform:scaleX(-1)}
summary{inline-size:fit-content;padding-block:.25rem;color:var(--accent);font-size:.875rem;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.scroll{overflow-x:auto}
table{inline-size:100%;border-collapse:collapse;font-size:.875rem}
th,td{padding:.4375rem .875rem .4375rem 0;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
[dir=rtl] :is(th,td){padding:.4375rem 0 .4375rem .875rem}
th{font-weight:550}
thead th{color:var(--muted);white-space:nowrap}
.num{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody tr:last-child>*{border-block-end:0}
.name{display:block;min-inline-size:9rem;overflow-wrap:anywhere}
.id{display:block;color:var(--muted);font:.75rem/1.4 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}
.says{display:block;min-inline-size:15rem;color:var(--muted);overflow-wrap:anywhere}
.sr{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{padding-block:0 2.5rem;color:var(--muted);font-size:.8125rem}
@media (max-width:44rem){main,footer{padding-inline:1rem}main{padding-block-start:1.5rem}section{padding:1rem 1rem 1.25rem}.checks li{grid-template-columns:minmax(0,1fr)}.checks p{grid-column:1}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#ccc;--line-strong:#777;--sunken:#eee;--accent:#2b5fd0;--accent-soft:#c4d4f7;--second:#a4560a;--good:#12693c;--good-soft:#e6f5ec;--bad:#ab1f2d;--bad-soft:#fbeaea;--warn:#8a4b00;--warn-soft:#fbf1df}body{font-size:10pt;print-color-adjust:exact}main{padding:0;max-inline-size:none}section,.tiles div{border-radius:0;padding:.75rem 0;border:0;border-block-start:1px solid var(--line)}figure,tr,li{break-inside:avoid}h2{break-after:avoid}summary{display:none}details::details-content{content-visibility:visible;block-size:auto}.scroll{overflow:visible}}`;
