// The respondent's page with JavaScript; without it the same page is a form, and works by sending it.
import { goesOn } from '../course/leaving'
import { Visit } from '../course/visit'
import type { Given } from '../course/visit'

const data = document.getElementById('visit')
if (data) {
  const given = JSON.parse(data.textContent!) as Given
  if (!goesOn(given)) new Visit(given).begin()
}
