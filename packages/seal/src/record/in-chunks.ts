/** Enough operations in flight to keep WebCrypto's threads busy, few enough that a chunk's memory is small. */
const IN_FLIGHT = 500;

/** Runs an asynchronous function over a list, a chunk at a time; the order stays. */
export async function inChunks<In, Out>(
  items: readonly In[],
  run: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const out: Out[] = [];
  for (let at = 0; at < items.length; at += IN_FLIGHT) {
    out.push(...(await Promise.all(items.slice(at, at + IN_FLIGHT).map(run))));
  }
  return out;
}
