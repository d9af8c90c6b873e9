import { connect, type SecureVersion } from 'node:tls';
import { green, red, unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, jsonOf, type Answer, type Site } from '../site/site.ts';

const YEAR_S = 365 * 24 * 60 * 60;
const PATIENCE_MS = 10_000;
/** A name that is surely not this machine's (RFC 2606). */
const FOREIGN = 'somewhere.example';

/** Plain HTTP gets nothing: on this machine under any other name, elsewhere at all. */
export async function plainRefused(site: Site): Promise<Outcome> {
  const { protocol, hostname, host } = new URL(site.origin);
  if (protocol === 'https:') {
    const faults: string[] = [];
    for (const at of new Set([`http://${host}`, `http://${hostname}`])) {
      const answer = await ask(site, { path: '/', at }).catch(() => null);
      if (answer !== null && !sendsToTls(answer, hostname))
        faults.push(`${at} answers ${answer.status} in plain`);
    }
    return verdict(faults, `nothing but a pointer to HTTPS comes from ${hostname} in plain`);
  }
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
    return red(`${site.origin} itself is plain HTTP`);
  const answer = await ask(site, { path: '/', headers: { host: FOREIGN } });
  const code = jsonOf(answer)?.['code'];
  if (code !== 'insecure-transport') return red(`asked as ${FOREIGN} it answers ${answer.status}`);
  const here = 'this is plain HTTP on one machine, and under any other name it is refused';
  if (site.front === undefined) return green(here);
  const { result, evidence } = await plainRefused(site.front);
  return { result, evidence: result === 'green' ? `${here}; ${evidence}` : evidence };
}

function sendsToTls({ status, headers, cookies }: Answer, hostname: string): boolean {
  if (cookies.length > 0) return false;
  if (status >= 400) return true;
  const target = URL.parse(headers['location'] ?? '');
  return status >= 300 && target?.protocol === 'https:' && target.hostname === hostname;
}

/** Tries the site, or the server that speaks TLS for it, and says which. */
async function overTls(site: Site, probe: (site: Site) => Promise<Outcome>): Promise<Outcome> {
  if (site.origin.startsWith('https:')) return probe(site);
  if (site.front === undefined) return unproved('there is no TLS at this address');
  const { result, evidence } = await probe(site.front);
  return { result, evidence: `${evidence} (at a server of this release that was started for it)` };
}

/** TLS 1.0 and 1.1 are refused; 1.2 or 1.3 is spoken. */
export function oldVersions(site: Site): Promise<Outcome> {
  return overTls(site, versionsOf);
}

async function versionsOf(site: Site): Promise<Outcome> {
  const faults: string[] = [];
  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    const met = await meet(site, version);
    if (met === 'not offered') return unproved(`this machine’s own TLS does not offer ${version}`);
    if (met === 'spoken') faults.push(`${version} is spoken`);
  }
  const spoken: string[] = [];
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
    if ((await meet(site, version)) === 'spoken') spoken.push(version);
  if (spoken.length === 0) faults.push('neither TLS 1.2 nor TLS 1.3 is spoken');
  return verdict(faults, `${spoken.join(' and ')} spoken, older ones refused`);
}

/** One handshake in one version. Whether the certificate is good is the other probes' matter: each request checks it. */
function meet(site: Site, version: SecureVersion): Promise<'spoken' | 'refused' | 'not offered'> {
  const { hostname, port } = new URL(site.origin);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 443),
      servername: /^[\d.[\]:]+$/.test(hostname) ? '' : hostname,
      minVersion: version,
      maxVersion: version,
      // Without it this machine’s own library would not even ask for the old ones.
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
      timeout: PATIENCE_MS,
    });
    const end = (met: 'spoken' | 'refused' | 'not offered'): void => {
      socket.destroy();
      resolve(met);
    };
    socket.once('secureConnect', () => end('spoken'));
    socket.once('timeout', () => end('refused'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE' ? 'not offered' : 'refused'),
    );
  });
}

/** Browsers are told to come over TLS only. */
export function strictTransport(site: Site): Promise<Outcome> {
  return overTls(site, strictnessOf);
}

async function strictnessOf(site: Site): Promise<Outcome> {
  const { headers } = await ask(site, { path: '/' });
  const said = headers['strict-transport-security'] ?? '';
  const seconds = Number(/max-age=(\d+)/.exec(said)?.[1] ?? 0);
  const faults = [
    ...(seconds >= YEAR_S ? [] : [`it is said for ${seconds} s`]),
    ...(/includeSubDomains/i.test(said) ? [] : ['names below are left out']),
  ];
  return verdict(faults, said);
}
