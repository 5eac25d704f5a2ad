// Builds what the browser gets from kohtaamo/*/islands and kohtaamo/web/styles into the static folder.
// Islands: islands/*.ts -> app.js, islands/dragging/*.ts -> dragging.js, islands/charts/*.ts -> charts.js,
// islands/respondent/*.ts -> respondent.js, islands/widget/*.ts -> widget.js, which stands on others' pages;
// kiosk.js, interview.js and their worker.js alike.
import { build, transform } from 'esbuild'
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { compile } from 'tailwindcss'

const out = 'kohtaamo/web/static/kohtaamo'
const styles = 'kohtaamo/web/styles'
const require = createRequire(import.meta.url)

const fonts = {
  'inter.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'schibsted-grotesk.woff2': '@fontsource-variable/schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2',
  'schibsted-grotesk-600.woff2': '@fontsource/schibsted-grotesk/files/schibsted-grotesk-latin-600-normal.woff2',
}
const bundles = {
  app: 'kohtaamo/*/islands/*.ts',
  dragging: 'kohtaamo/*/islands/dragging/*.ts',
  charts: 'kohtaamo/*/islands/charts/*.ts',
  respondent: 'kohtaamo/*/islands/respondent/*.ts',
  widget: 'kohtaamo/*/islands/widget/*.ts',
  kiosk: 'kohtaamo/*/islands/kiosk/*.ts',
  interview: 'kohtaamo/*/islands/interview/*.ts',
  worker: 'kohtaamo/*/islands/worker/*.ts',
}

// What ECharts always carries along and charts here never use. A module is replaced as a whole, with what it imports.
const leftOut = {
  'lib/i18n/langZH.js': 'export default {}', // pages are Finnish and English
  'lib/theme/dark.js': 'export default {}', // colours come from our own theme
  'lib/component/tooltip/TooltipHTMLContent.js': 'export default class {}', // tooltips are drawn in the SVG
  'lib/preprocessor/backwardCompat.js': 'export default () => {}', // of options as they were in 2015
  'lib/chart/helper/LargeSymbolDraw.js': 'export default class {}', // a hundred thousand points of one chart
  'lib/util/decal.js': 'export const createOrUpdatePatternFromDecal = () => null', // patterns, drawn on a canvas
  'lib/data/helper/transform.js':
    'export const registerExternalTransform = () => {}, applyDataTransform = () => []; export class ExternalSource {}',
  'lib/loading/default.js': 'export default () => {}', // the picture of waiting
  'lib/svg/cssAnimation.js':
    'export const createCSSAnimation = () => {}, EASING_MAP = {}, ANIMATE_STYLE_MAP = {}', // for SVG without a script
}
const lighterCharts = {
  name: 'lighter-charts',
  setup: ({ onLoad }) => {
    for (const [file, contents] of Object.entries(leftOut)) {
      onLoad({ filter: new RegExp(`(echarts|zrender).${file.replaceAll('/', '.')}$`) }, () => ({ contents }))
    }
  },
}

async function script(name, pattern) {
  const files = globSync(pattern).filter((file) => !file.endsWith('.d.ts')).sort()
  await build({
    stdin: { contents: files.map((file) => `import './${file.split(path.sep).join('/')}'`).join('\n'), resolveDir: '.' },
    bundle: true, minify: true, format: 'iife', target: 'es2022', legalComments: 'linked', plugins: [lighterCharts],
    outfile: `${out}/${name}.js`,
  })
}

// Tailwind takes every word it is given for a class name. Only words that stand where a class stands are
// given, so that "list" or "filter" in a Python file does not drag a whole component into the style sheet.
function classWords() {
  const words = new Set()
  const take = (text, between) => { for (const word of text.split(between)) if (word) words.add(word) }
  for (const file of globSync('kohtaamo/**/*.html')) {
    for (const [, value] of readFileSync(file, 'utf8').matchAll(/(?:class|tone)="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"/gs)) take(value, /[\s"'{}]+/)
  }
  for (const file of globSync(['kohtaamo/**/*.ts', 'kohtaamo/**/*.py'], { exclude: ['**/migrations/**', '**/tests/**'] })) {
    for (const line of readFileSync(file, 'utf8').split('\n')) if (/\bclass(Name|List)?\b["'.:= ]/.test(line)) take(line, /[\s"'`<>={}%,;]+/)
  }
  return [...words]
}

async function tailwind() {
  const sheet = (id, base) => {
    const file = id === 'tailwindcss' ? require.resolve('tailwindcss/index.css') : path.resolve(base, id)
    return { path: file, base: path.dirname(file), content: readFileSync(file, 'utf8') }
  }
  const compiler = await compile(readFileSync(`${styles}/app.css`, 'utf8'), {
    base: path.resolve(styles),
    loadStylesheet: async (id, base) => sheet(id, base),
    loadModule: async (id, base) => ({ path: require.resolve(id), base, module: (await import(id)).default }),
  })
  const { code } = await transform(compiler.build(classWords()), { loader: 'css', minify: true })
  writeFileSync(`${out}/app.css`, code)
}

rmSync(out, { recursive: true, force: true })
mkdirSync(`${out}/fonts`, { recursive: true })
copyFileSync(`${styles}/icon.svg`, `${out}/icon.svg`)
for (const [name, source] of Object.entries(fonts)) copyFileSync(require.resolve(source), `${out}/fonts/${name}`)
await Promise.all([
  ...Object.entries(bundles).map(([name, pattern]) => script(name, pattern)),
  build({ entryPoints: [`${styles}/respondent.css`], bundle: true, minify: true, external: ['*.woff2'], outfile: `${out}/respondent.css` }),
  tailwind(),
])
for (const file of globSync(`${out}/**/*.{js,css,woff2}`)) {
  const size = file.endsWith('woff2') ? statSync(file).size : gzipSync(readFileSync(file), { level: 9 }).length
  console.log(`${(size / 1024).toFixed(1).padStart(7)} kB  ${path.relative(out, file)}`)
}
