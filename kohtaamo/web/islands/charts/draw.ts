// Draws one ECharts option in our colours. In an option "var(--worse)" stands for a colour of the theme, so
// that a chart follows light, dark and an organisation's own colours.
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent, LegendPlainComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent,
} from 'echarts/components'
import { init, registerTheme, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, ScatterChart, GridComponent, LegendPlainComponent, MarkAreaComponent,
  MarkLineComponent, TooltipComponent, SVGRenderer])

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

function inColour(value: Json, colour: (name: string) => string): Json {
  if (typeof value === 'string') return value.replace(/var\((--[a-z-]+)\)/g, (_, name: string) => colour(name))
  if (Array.isArray(value)) return value.map((item) => inColour(item, colour))
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inColour(item, colour)]))
  }
  return value
}

function showNumber(value: unknown): string {
  if (typeof value !== 'number') return String(value ?? '')
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(value)
}

function theme(colour: (name: string) => string) {
  const axis = {
    axisLine: { show: false, lineStyle: { color: colour('--line') } },
    axisTick: { show: false },
    axisLabel: { color: colour('--faint'), fontSize: 11 },
    splitLine: { lineStyle: { color: colour('--line') } },
    nameTextStyle: { color: colour('--faint'), fontSize: 11 },
  }
  const valueAxis = { ...axis, axisLabel: { ...axis.axisLabel, formatter: showNumber } }
  return {
    color: ['--meri', '--worse', '--sand', '--better', '--soft'].map(colour),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: "Inter, system-ui, sans-serif", color: colour('--soft') },
    categoryAxis: { ...axis, splitLine: { show: false } },
    timeAxis: { ...axis, splitLine: { show: false } },
    valueAxis,
    line: { symbol: 'circle', symbolSize: 6, lineStyle: { width: 1.8 } },
    bar: { itemStyle: { borderRadius: 3 } },
    legend: { textStyle: { color: colour('--soft') }, icon: 'circle', itemWidth: 9, itemHeight: 9 },
    grid: { left: 4, right: 12, top: 16, bottom: 4 },
    tooltip: {
      // Rich text is drawn in the SVG; the HTML tooltip needs inline styles, which our security policy forbids.
      renderMode: 'richText', backgroundColor: colour('--card'), borderColor: colour('--line'), borderRadius: 10, padding: 10,
      textStyle: { color: colour('--ink'), fontSize: 12 }, valueFormatter: showNumber,
    },
  }
}

window.drawChart = (box, option) => {
  const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches
  const dark = matchMedia('(prefers-color-scheme: dark)')
  let chart: ReturnType<typeof init> | undefined

  const draw = () => {
    chart?.dispose()
    const style = getComputedStyle(document.documentElement)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    registerTheme('kohtaamo', theme(colour))
    chart = init(box, 'kohtaamo', { renderer: 'svg' })
    chart.setOption({
      animation: motion, animationDuration: 170, grid: { containLabel: true },
      ...(inColour(option as Json, colour) as object),
    })
  }
  const resized = new ResizeObserver(() => chart?.resize())
  const themed = new MutationObserver(draw)

  draw()
  resized.observe(box)
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  dark.addEventListener('change', draw)
  return {
    dispose() {
      resized.disconnect()
      themed.disconnect()
      dark.removeEventListener('change', draw)
      chart?.dispose()
    },
  }
}
