// On a narrow screen a row of tabs or choices scrolls sideways: the one that is open stands in sight.

function showCurrentTab() {
  for (const tab of document.querySelectorAll<HTMLElement>(':is(.tabs-line, .segmented) > [aria-current]')) {
    const line = tab.parentElement!
    const place = tab.getBoundingClientRect()
    line.scrollLeft += place.left - line.getBoundingClientRect().left - (line.clientWidth - place.width) / 2
  }
}

showCurrentTab()
document.addEventListener('DOMContentLoaded', showCurrentTab)
document.addEventListener('htmx:afterSettle', showCurrentTab)
