// <copy-text from="id of an input" done="Copied">: copies what the input holds. Without JavaScript it stays
// hidden, and the text in the input can be selected by hand.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.addEventListener('click', () => void this.copy())
  }

  private async copy() {
    const source = document.getElementById(this.getAttribute('from') ?? '') as HTMLInputElement | null
    const button = this.querySelector('button')
    if (!source || !button) return
    source.select()
    try {
      await navigator.clipboard.writeText(source.value)
    } catch {
      return // no permission (plain http): the text is selected, Ctrl C copies it
    }
    const before = button.innerHTML
    button.textContent = this.getAttribute('done')
    window.setTimeout(() => { button.innerHTML = before }, 1600)
  }
}

customElements.define('copy-text', CopyText)
