/** A command was called wrongly; its message is a sentence that says what is asked for. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}
