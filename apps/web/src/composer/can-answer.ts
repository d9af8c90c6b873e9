/** Whether a text can go to this party: names of senders (alphanumeric, 3GPP TS 23.040 §9.1.2.5) take none. */
export function canAnswer(party: string): boolean {
  return /^[+0-9 ().\-/*#]+$/u.test(party) && /[0-9]/u.test(party);
}
