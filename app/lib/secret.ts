/**
 * A value that must never be seen: its text, JSON and inspected forms are all "[secret]".
 * `reveal()` is called only where the value leaves for its one purpose (a signature, a header).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
