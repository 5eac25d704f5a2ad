// Rules in the browser; kohtaamo/kit/rules is their twin on the server and has the same vectors.
import jsonLogic from 'json-logic-js'

export type Facts = Record<string, unknown>

// Only what the data themselves have: the library's own would find "constructor" in every answer.
jsonLogic.add_operation('var', function (path, otherwise) {
  'use strict' // else an item of a list would come as an object
  const absent = otherwise === undefined ? null : otherwise
  let data: unknown = this
  if (path === undefined || path === null || path === '') return data
  for (const part of String(path).split('.')) {
    if (data === null || data === undefined || !Object.hasOwn(Object(data), part)) return absent
    data = (data as Facts)[part]
  }
  return data
})
jsonLogic.rm_operation('log')

/** Null where the rule has no value: a page goes on whatever its rules are. */
export function valueOf(rule: unknown, facts: Facts): unknown {
  try {
    const value = jsonLogic.apply(rule, facts)
    return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value
  } catch {
    return null
  }
}

export function holds(rule: unknown, facts: Facts): boolean {
  try {
    return jsonLogic.truthy(jsonLogic.apply(rule, facts))
  } catch {
    return false
  }
}
