/** Makes each epoch's key once. */
export function memoised(make: (epoch: number) => Promise<CryptoKey>): (epoch: number) => Promise<CryptoKey> {
  const made = new Map<number, Promise<CryptoKey>>();
  return (epoch) => {
    const known = made.get(epoch) ?? make(epoch);
    made.set(epoch, known);
    return known;
  };
}
