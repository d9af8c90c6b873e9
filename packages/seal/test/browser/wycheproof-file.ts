/** One file of Project Wycheproof's vectors, from the server that serves these tests; null where it has none. */
export async function wycheproofFile(name: string): Promise<string | null> {
  const answer = await fetch(`/wycheproof/${name}`);
  return answer.ok ? answer.text() : null;
}
