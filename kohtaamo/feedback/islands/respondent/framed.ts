// Within a page of somebody else: tells its height, that all is answered, and Escape. The page around says hello.
if (window.parent !== window) {
  document.body.classList.add('embed')
  let around: { origin: string } | null = null
  let leaving = false // Escape came before the page around had said hello
  const tell = (kohtaamo: string, more: object = {}) => { if (around) window.parent.postMessage({ kohtaamo, ...more }, around.origin) }
  const height = () => tell('height', { height: document.querySelector('.sheet')!.scrollHeight })
  addEventListener('message', ({ data, source, origin }) => {
    if (source !== window.parent || (data as { kohtaamo?: string } | null)?.kohtaamo !== 'hello') return
    around = { origin }
    height()
    if (leaving) tell('close')
    if (document.querySelector('[data-answered]')) tell('done')
  })
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    leaving = !around
    tell('close')
  })
  new ResizeObserver(height).observe(document.querySelector('.sheet')!)
}
