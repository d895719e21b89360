/** A promise that is awaited once other work is done: until then its rejection is nobody's surprise. */
export function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
