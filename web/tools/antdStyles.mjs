/**
 * antd's stylesheet instead of styles that its controls put together in the reader's browser: 50 ms of a cold load went
 * into that. `antdStyles` keeps of `antd/dist/antd.css` what the page's controls use, a third of it; `antdStylesComplete`
 * fails a build with a control whose rules would be missing.
 */

/** By folder of antd, the first words of its classes: `ant-btn`, `ant-input-number`. Of `grid` dialogs use a width alone. */
const CONTROLS = {
  alert: ['alert'], app: ['app'], 'auto-complete': ['select'], button: ['btn'], checkbox: ['checkbox'], drawer: ['drawer'],
  dropdown: ['dropdown'], empty: ['empty'], grid: [], input: ['input'], 'input-number': ['input'], menu: ['menu'],
  message: ['message'], modal: ['modal'], notification: ['notification'], popover: ['popover'],
  segmented: ['segmented'], select: ['select'], skeleton: ['skeleton'], space: ['space'], spin: ['spin'], switch: ['switch'], tag: ['tag'],
  tooltip: ['tooltip'],
};
const SHARED = ['css', 'fade', 'motion', 'move', 'scroll', 'slide', 'wave', 'zoom'];
const KEPT = new Set([...Object.values(CONTROLS).flat(), ...SHARED]);
const SHEET = /\/antd\/dist\/antd\.css$/;
const STYLE_OF = /\/antd\/es\/([^/]+)\/style\//;

const TOKENS = /^\.css-var-/; // the values of antd's own theme; ours are set at run time

/** What opens is where it stays from its first moment on: it fades in, and a click meets what it was meant for. */
const GROWS = /^ant(Zoom|Slide)/;

/** Whether a rule of antd's is for something that the page draws. */
export const used = (selector) => !TOKENS.test(selector) && [...selector.matchAll(/(?<![a-z-])ant-([a-z]+)/g)].every(([, word]) => KEPT.has(word));

/** A PostCSS plugin; no rule of the page's own is touched. */
export function antdStyles() {
  return {
    postcssPlugin: 'leadline-antd-styles',
    Once(root, { result }) {
      if (!SHEET.test((result.opts.from ?? '').replaceAll('\\', '/'))) return;
      root.walkRules((rule) => {
        const kept = rule.selectors.filter(used);
        if (kept.length) rule.selectors = kept;
        else rule.remove();
      });
      const moved = new Set();
      root.walkDecls(/^animation/, ({ value }) => value.split(/[\s,]+/).forEach((word) => moved.add(word)));
      root.walkAtRules((at) => {
        if (at.name === 'keyframes' ? !moved.has(at.params) : at.nodes?.length === 0) at.remove();
        else if (at.name === 'keyframes' && GROWS.test(at.params)) at.walkDecls('transform', (one) => { one.value = 'none'; });
      });
    },
  };
}

/** A Vite plugin: every control in the bundle is one whose rules are kept. */
export function antdStylesComplete() {
  return {
    name: 'leadline-antd-styles',
    apply: 'build',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? Object.entries(one.modules) : []));
      const found = new Set(modules.filter(([, { code }]) => code).flatMap(([id]) => STYLE_OF.exec(id.replaceAll('\\', '/'))?.[1] ?? []));
      const missing = [...found].filter((name) => !(name in CONTROLS)).sort();
      if (missing.length) this.error(`antd's ${missing.join(', ')}: say in tools/antdStyles.mjs what its classes begin with`);
    },
  };
}
