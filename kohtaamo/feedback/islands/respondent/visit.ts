// The respondent's page with JavaScript; without it the same page is a form, and works by sending it.
import { goesOn } from '../course/leaving'
import { Visit } from '../course/visit'
import type { Given } from '../course/visit'

/** Where nothing may be kept on the device, as in a frame on another's site, each page is sent as a form instead. */
function mayKeep(): boolean {
  try {
    localStorage.setItem('kohtaamo:try', '')
    localStorage.removeItem('kohtaamo:try')
    return true
  } catch {
    return false
  }
}

const data = document.getElementById('visit')
if (data && mayKeep()) {
  const given = JSON.parse(data.textContent!) as Given
  if (!goesOn(given)) new Visit(given).begin()
}
