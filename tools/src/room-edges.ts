/**
 * The table of rooms (ARCHITECTURE §1): who may import whom. Held by `npm run rooms`, because npm's hoisting lets an
 * undeclared workspace import work silently.
 */
const POOL = ['client', 'protocol', 'seal', 'sms', 'policy', 'inventory'] as const;

export const ALLOWED_EDGES: Record<string, readonly string[]> = {
  inventory: [],
  sms: [],
  smpp: ['sms'],
  sdk: [],
  protocol: ['inventory'],
  policy: ['inventory', 'sms', 'protocol'],
  seal: ['protocol'],
  client: ['protocol', 'seal'],
  'device-folder': ['client', 'protocol', 'seal'],
  database: ['inventory', 'policy', 'protocol'],
  testkit: ['client', 'seal', 'protocol', 'sms', 'smpp', 'database', 'inventory'],
  verify: ['inventory', 'protocol', 'policy', 'client', 'seal'],
  server: ['database', 'inventory', 'protocol', 'policy', 'sms'],
  phone: ['client', 'seal', 'protocol', 'policy', 'sms'],
  gateway: ['client', 'device-folder', 'seal', 'protocol', 'policy', 'sms', 'smpp'],
  web: POOL,
  site: ['inventory', 'policy'],
  cli: ['client', 'device-folder', 'seal', 'protocol', 'inventory', 'sdk', 'sms', 'testkit', 'verify'],
  e2e: [...POOL, 'testkit', 'database', 'verify'],
  bench: [...POOL, 'testkit', 'database', 'smpp'],
  tools: ['inventory', 'policy', 'protocol', 'seal'],
};

/** What a room's tests may use besides the room's own edges. Never an app. */
export const TEST_EDGES = ['testkit', 'database', ...POOL] as const;

/** Packages by nature: what a pure or portable room may depend on, each with its reason. */
export const PORTABLE_PACKAGES: Record<string, string> = {
  typebox: 'schemas as data; its checks run without eval',
  'libphonenumber-js': 'numbering plans as data',
  '@hpke/core': 'RFC 9180 over WebCrypto',
  'cbor-x': 'CBOR pages; plain maps only, no generated code',
  fflate: 'zip archives in the browser and in Node',
};

/**
 * The promise that the server cannot open an envelope: nothing in its dependency graph, however deep, may be one of
 * these (checked against the lockfile).
 */
export const NEVER_IN_SERVER = [
  '@smseal/seal',
  '@smseal/client',
  '@smseal/testkit',
  '@hpke/core',
  '@hpke/common',
  '@noble/ciphers',
  'libsodium-wrappers',
  'openpgp',
  'age-encryption',
] as const;

/** Generic ciphers that are in the server's graph all the same, each with the reason why it cannot open an envelope. */
export const GENERIC_CIPHERS_IN_SERVER: Record<string, string> = {
  tweetnacl:
    'NATS signs its own connection challenge with it (@nats-io/nkeys); it is never given an account’s key',
};
