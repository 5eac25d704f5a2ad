// A constructed style sheet inside a shadow root: a page's policy of styles does not concern it, nor its own styles.
export const styles = `
:host{all:initial;--accent:#0b5f68;--ink:#1b2427;--card:#fff;--line:#e5dfd4;font:16px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color-scheme:light dark}
@media(prefers-color-scheme:dark){:host{--accent:#6fc3c8;--ink:#eaefef;--card:#1a2225;--line:#2a3539}}
[hidden]{display:none!important}
.frame{display:block;width:100%;height:26rem;border:0;color-scheme:normal;background:var(--card)}
.frame.inline{border:1px solid var(--line);border-radius:12px}
.opener,.closer{font:inherit;cursor:pointer}
.opener{position:fixed;z-index:2147483000;border:0;background:var(--accent);color:var(--card);font-weight:600}
.opener.corner{right:16px;bottom:16px;padding:12px 18px;border-radius:24px;box-shadow:0 2px 10px rgb(0 0 0/.18)}
.opener.bar{left:0;right:0;bottom:0;width:100%;padding:12px 16px max(12px,env(safe-area-inset-bottom));min-height:48px}
.box{position:fixed;z-index:2147483001;right:16px;bottom:76px;width:min(25rem,calc(100vw - 32px));max-height:calc(100dvh - 92px);overflow:auto;background:var(--card);color:var(--ink);border:1px solid var(--line);border-radius:14px;box-shadow:0 8px 30px rgb(0 0 0/.2)}
.box.bar{right:50%;transform:translateX(50%);bottom:60px;width:min(40rem,calc(100vw - 16px))}
.closer{position:sticky;top:0;float:right;width:44px;height:44px;margin:2px;border:0;border-radius:10px;background:var(--card);color:var(--ink);font-size:24px;line-height:1;z-index:1}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.opener:focus-visible{outline-color:var(--ink);outline-offset:-5px;outline:2px solid var(--card)}
.news{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
@media(prefers-reduced-motion:no-preference){.box{animation:rise .16s ease-out}@keyframes rise{from{opacity:0;translate:0 8px}}}
@media print{:host{display:none}}
`
