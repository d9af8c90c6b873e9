/** Names of files of write-ahead log: eight hexadecimal digits each of timeline, log and segment. */
const SEGMENT = /^[0-9A-F]{24}$/;
const LOG_OCTETS = 2 ** 32;

export function isSegment(name: string): boolean {
  return SEGMENT.test(name);
}

/** The file that follows on the same timeline. */
export function nextSegment(name: string, segmentSize: number): string {
  const perLog = LOG_OCTETS / segmentSize;
  const number = Number.parseInt(name.slice(8, 16), 16) * perLog + Number.parseInt(name.slice(16), 16) + 1;
  return name.slice(0, 8) + hex(Math.floor(number / perLog)) + hex(number % perLog);
}

/** Files from one to another of the same timeline, both included. */
export function segmentsBetween(first: string, last: string, segmentSize: number): string[] {
  const names: string[] = [];
  for (let name = first; name <= last; name = nextSegment(name, segmentSize)) names.push(name);
  return names;
}

const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');
