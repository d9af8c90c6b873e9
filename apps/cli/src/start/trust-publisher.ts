import { spawn } from 'node:child_process';
import path from 'node:path';

/** Writes the public trust page anew whenever verifyd says that it has tried the claims. */
export class TrustPublisher {
  readonly #root: string;
  readonly #folder: string;

  /** `root`: of the checkout; `folder`: where the server looks for the page. */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  /** A line of verifyd's. Whatever fails leaves the page of before. @returns whether it was meant for us. */
  take(line: string): boolean {
    const results = resultsOf(line);
    if (results === null) return false;
    const writer = path.join(this.#root, 'apps/site/src/trust/write-trust.ts');
    const site = path.join(this.#root, 'apps/site/dist');
    spawn(process.execPath, [writer, results, site, this.#folder], { stdio: 'ignore' }).on(
      'error',
      () => undefined,
    );
    return true;
  }
}

function resultsOf(line: string): string | null {
  if (!line.startsWith('{"verified"')) return null;
  try {
    const { verified } = JSON.parse(line) as { verified: unknown };
    return typeof verified === 'string' ? verified : null;
  } catch {
    return null;
  }
}
