/** Discord's dark theme, with fonts that a machine is likely to have. */
export const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; background: #313338; color: #dbdee1; font: 16px/22px "gg sans", "Noto Sans", "Open Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
main { padding: 16px 0 20px; }
a, .link { color: #00a8fc; text-decoration: none; }
.bar { padding: 12px 16px; border-bottom: 1px solid #26272b; box-shadow: 0 1px 2px #0003; font-weight: 600; color: #f2f3f5; }
.bar span { color: #80848e; font-size: 20px; margin-right: 4px; }
.message { padding: 4px 16px; margin-top: 12px; }
.message.ephemeral { background: #5865f20d; box-shadow: inset 2px 0 #5865f2; }
.message.ping { background: #faa61a14; box-shadow: inset 2px 0 #f0b232; }
.main { display: flex; gap: 16px; }
.body { min-width: 0; flex: 1; }
.avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; color: #fff; font-size: 19px; font-weight: 600; line-height: 40px; text-align: center; margin-top: 2px; }
header { line-height: 22px; }
.name { color: #f2f3f5; font-weight: 500; }
.app { display: inline-block; background: #5865f2; color: #fff; border-radius: 4px; padding: 0 5px; margin-left: 4px; font-size: 11px; line-height: 15px; font-weight: 500; vertical-align: 1px; }
time { margin-left: 8px; color: #949ba4; font-size: 12px; }
.context { display: flex; align-items: center; gap: 4px; margin: 0 0 4px 56px; color: #b5bac1; font-size: 14px; line-height: 18px; position: relative; white-space: nowrap; }
.context .avatar { width: 16px; height: 16px; font-size: 9px; line-height: 16px; margin: 0; }
.context .name { color: inherit; }
.context .command { color: #00a8fc; }
.context .excerpt { overflow: hidden; text-overflow: ellipsis; }
.spine { position: absolute; left: -37px; top: 8px; width: 33px; height: 12px; border: 2px solid #4e5058; border-right: 0; border-bottom: 0; border-top-left-radius: 6px; }
.text { white-space: pre-wrap; }
.content > .text:last-of-type { display: inline; }
.edited, .note, .embed-footer { color: #949ba4; font-size: 12px; line-height: 16px; }
.embed-footer { white-space: pre-wrap; }
.note { margin-top: 6px; }
.dismiss { color: #00a8fc; }
.thinking { color: #949ba4; font-style: italic; }
h1, h2, h3 { color: #f2f3f5; margin: 16px 0 8px; font-weight: 700; line-height: 1.375; }
h1 { font-size: 24px; } h2 { font-size: 20px; } h3 { font-size: 16px; }
:is(h1, h2, h3):first-child { margin-top: 4px; }
small { display: block; color: #949ba4; font-size: 13px; line-height: 18px; }
blockquote { margin: 0; padding-left: 12px; border-left: 4px solid #4e5058; border-radius: 4px; }
ul, ol { margin: 4px 0 0; padding-left: 22px; }
li { margin-bottom: 4px; white-space: pre-wrap; }
code { background: #1e1f22; border-radius: 4px; padding: 1px 4px; font: 0.85em/1.3 "gg mono", "Source Code Pro", Consolas, "DejaVu Sans Mono", monospace; }
pre { background: #2b2d31; border: 1px solid #1e1f22; border-radius: 4px; margin: 6px 0 0; padding: 8px; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
.mention { background: #5865f24d; color: #c9cdfb; border-radius: 3px; padding: 0 2px; font-weight: 500; }
.spoiler { background: #1e1f22; color: transparent; border-radius: 4px; }
.time { background: #4e505880; border-radius: 3px; padding: 0 2px; }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; max-width: 520px; margin-top: 4px; padding: 8px 16px 16px 12px; font-size: 14px; line-height: 18px; }
.embed > * { margin-top: 8px; }
.embed pre { background: #1e1f22; }
.embed-author { color: #f2f3f5; font-weight: 600; }
.embed-title { color: #f2f3f5; font-size: 16px; line-height: 22px; font-weight: 600; }
.fields { display: grid; grid-template-columns: repeat(12, 1fr); gap: 8px; }
.field-name { color: #f2f3f5; font-weight: 600; margin-bottom: 2px; }
.picture { background: #1e1f22; border-radius: 4px; padding: 40px 12px; color: #949ba4; text-align: center; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.row:empty { display: none; }
button { min-height: 32px; padding: 2px 16px; border: 0; border-radius: 8px; color: #fff; font: inherit; font-size: 14px; font-weight: 500; line-height: 18px; }
button.primary { background: #5865f2; } button.secondary { background: #4e5058; }
button.success { background: #248046; } button.danger { background: #da373c; }
button[disabled], .select.disabled { opacity: 0.5; }
.out { opacity: 0.8; margin-left: 4px; }
.select { display: flex; justify-content: space-between; width: 400px; background: #1e1f22; border-radius: 4px; padding: 9px 12px; color: #949ba4; font-size: 14px; }
.file { background: #2b2d31; border: 1px solid #26272b; border-radius: 8px; padding: 12px 16px; max-width: 400px; margin-top: 4px; }
.thread { background: #2b2d31; border-radius: 6px; padding: 8px 12px; margin-top: 8px; max-width: 480px; font-size: 14px; }
`;
