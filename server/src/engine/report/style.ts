/** More paths than these are drawn, but not brought forward one by one. */
const maxBrought = 30;

/** Colours of a page of its own. */
const pageColours = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--muted:#57606a;--line:#8c959f;--card:#f6f8fa;--border:#d0d7de;--hot:#b3261e;--focus:#0969da;--font:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--muted:#9da7b3;--line:#6e7681;--card:#161b22;--border:#3d444d;--hot:#ff7b72;--focus:#58a6ff}}
@media print{:root{--bg:#fff;--fg:#000;--muted:#444;--line:#666;--card:#fff;--border:#999;--hot:#b3261e}}
body{padding:24px 32px;max-width:1500px;margin:0 auto}
`;

/** Colours of the editor's theme. */
const panelColours = `
:root{--bg:var(--vscode-editor-background);--fg:var(--vscode-foreground);--muted:var(--vscode-descriptionForeground);--line:color-mix(in srgb,var(--vscode-foreground) 45%,transparent);--card:var(--vscode-editorWidget-background);--border:var(--vscode-contrastBorder,color-mix(in srgb,var(--vscode-foreground) 30%,transparent));--hot:var(--vscode-editorError-foreground,var(--vscode-errorForeground,#c4314b));--focus:var(--vscode-focusBorder);--font:var(--vscode-font-family)}
body{padding:12px 20px 32px}
.scroll:not(.wide) svg{min-width:540px}
body.vscode-high-contrast,body.vscode-high-contrast-light{--line:var(--vscode-foreground);--muted:var(--vscode-foreground);--card:var(--vscode-editor-background);--border:var(--vscode-contrastBorder)}
`;

const common = `
body{background:var(--bg);color:var(--fg);font:14px/1.5 var(--font)}
h1{font-size:22px;font-weight:600;margin:0 0 4px}
h2{font-size:16px;font-weight:600;margin:32px 0 8px}
h3{font-size:14px;font-weight:600;margin:0}
p{margin:4px 0}
.muted,small{color:var(--muted)}
small{font-size:12px;font-weight:400}
.verdict{font-size:15px}
.verdict.bad strong{color:var(--hot)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
.scroll{overflow-x:auto}
figure{margin:12px 0 0}
svg{display:block;max-width:100%;min-width:640px;height:auto;font-family:var(--font)}
.scroll.wide svg{max-width:none}
figcaption{margin-top:8px}
svg a{text-decoration:none;color:inherit;cursor:pointer}
svg a:focus{outline:none}
svg text{fill:var(--fg);font-size:11px}
svg .name{font-size:13.5px;font-weight:600}
svg .title,svg .note,svg .label{fill:var(--muted)}
svg .title{font-size:12px;font-weight:600}
svg .label,svg .title{paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
svg .outside text{text-anchor:middle}
svg .wall{fill:none;stroke:var(--border);stroke-width:1.5;stroke-dasharray:2 3}
svg .host .wall{fill:var(--card);stroke-dasharray:none}
svg .box{fill:var(--card);stroke:var(--border);stroke-width:1.2}
svg .power .box{stroke:var(--hot);stroke-width:2.5}
svg .provided .box{stroke-dasharray:4 3}
svg .grant{fill:var(--hot);font-weight:600}
svg .edge,svg .bar,svg .hot,svg .grip{fill:none;stroke:var(--line);stroke-width:1.2;stroke-linejoin:round}
svg .grip{stroke:transparent;stroke-width:12}
svg .bar{stroke-width:3}
svg .internal .bar{stroke-dasharray:9 4}
svg .external .bar{stroke-dasharray:2 4}
svg .lan .bar{stroke-dasharray:10 3 2 3}
svg .silent .bar{stroke-width:1}
svg .share .edge{stroke-dasharray:3 3}
svg .tap{fill:var(--bg);stroke:var(--line);stroke-width:1.5}
svg .drop{stroke:var(--hot)}
svg .hot{stroke:var(--hot);stroke-width:3}
svg .arrow path{fill:var(--line);stroke:none}
svg .arrow.hot{stroke:none}
svg .arrow.hot path,svg .badge circle{fill:var(--hot)}
svg .badge text{fill:var(--bg);font-weight:700;text-anchor:middle}
svg a:focus-visible .box,svg a:hover .box{stroke:var(--focus);stroke-width:3}
svg a:focus-visible .bar,svg a:hover .bar{stroke:var(--focus)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0 0;padding:0;list-style:none;color:var(--muted);font-size:12px}
.paths{list-style:none;margin:0;padding:0;display:grid;gap:12px}
.path{border:1px solid var(--border);border-left:4px solid var(--hot);border-radius:6px;padding:10px 14px;background:var(--card)}
.path ol{margin:6px 0 0;padding-left:22px}
.path{overflow-wrap:anywhere}
.path li{margin:2px 0}
table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;color:var(--muted);padding:0 0 6px;font-size:12px}
th,td{text-align:left;vertical-align:top;padding:6px 10px 6px 0;border-bottom:1px solid var(--border)}
thead th{font-weight:600;color:var(--muted)}
tbody th{font-weight:600}
tr:target{background:color-mix(in srgb,var(--focus) 14%,transparent)}
td ul{margin:0;padding:0;list-style:none}
.grant{color:var(--hot);font-weight:600}
.place{color:inherit;text-decoration:underline dotted;text-decoration-color:var(--muted);text-underline-offset:3px}
.place:hover{text-decoration-style:solid;text-decoration-color:currentcolor}
.notes{margin:0;padding-left:20px}
@media print{svg,.scroll.wide svg{min-width:0;max-width:100%}.scroll{overflow:visible}body{padding:0;font-size:11px}.path,tr,figure{break-inside:avoid}h2{break-after:avoid}}
@media (forced-colors:active){svg .box,svg .wall{fill:Canvas;stroke:CanvasText}svg text{fill:CanvasText}svg .hot,svg .power .box{stroke:Highlight}}
`;

/** While a path is pointed at or has the focus, the others step back. */
const brought = Array.from({ length: maxBrought }, (_, index) => `p${index + 1}`)
  .map((id) => `main:has(#${id}:is(:hover,:focus-within,:target)) :is(.hot,.badge):is(polyline,g):not(.${id}){opacity:.18}`)
  .join("\n");

export const pageStyle = `${pageColours}${common}${brought}\n`;
export const panelStyle = `${panelColours}${common}${brought}\n`;
