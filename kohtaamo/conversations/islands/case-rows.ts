// <case-rows>: j and k go from case to case, as the arrow keys of a list would; Enter opens as any link does.

class CaseRows extends HTMLElement {
  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== 'j' && event.key !== 'k') return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.target as Element).closest('input, textarea, select, dialog, [contenteditable]')) return
    const links = [...this.querySelectorAll<HTMLAnchorElement>('.what > a')]
    const now = links.indexOf(document.activeElement as HTMLAnchorElement)
    const next = now < 0 ? 0 : now + (event.key === 'j' ? 1 : -1)
    links[Math.max(0, Math.min(next, links.length - 1))]?.focus()
  }

  connectedCallback() {
    document.addEventListener('keydown', this.onKey)
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.onKey)
  }
}

customElements.define('case-rows', CaseRows)
