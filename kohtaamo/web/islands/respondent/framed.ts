// Within a page of somebody else: tells the page around how tall we are, that all is answered, and of Escape. The
// server lets only pages of the organisation's sites frame us, and we answer nobody but the frame around.
if (window.parent !== window) {
  document.documentElement.classList.add('framed')
  let around: string | null = null
  const tell = (said: Record<string, unknown>) => { if (around) window.parent.postMessage(said, around) }
  const tellHeight = () => tell({ kohtaamo: 'height', height: document.body.offsetHeight })
  addEventListener('message', (event) => {
    if (event.source !== window.parent || (event.data as { kohtaamo?: string })?.kohtaamo !== 'hello') return
    around = event.origin
    tellHeight()
    if (location.pathname.endsWith('/thanks/')) tell({ kohtaamo: 'done' })
  })
  new ResizeObserver(tellHeight).observe(document.body)
  addEventListener('keydown', (event) => { if (event.key === 'Escape') tell({ kohtaamo: 'close' }) })
}
