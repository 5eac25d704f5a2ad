declare module 'json-logic-js' {
  type Operation = (this: unknown, ...operands: unknown[]) => unknown
  const jsonLogic: {
    apply(rule: unknown, data: unknown): unknown
    truthy(value: unknown): boolean
    add_operation(name: string, operation: Operation): void
    rm_operation(name: string): void
  }
  export default jsonLogic
}
