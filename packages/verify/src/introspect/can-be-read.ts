/**
 * What is encrypted, as it was: an e-mail address, a number, an address of the network, a password's digest, members of
 * JSON, a secret key. Looked for anywhere in a value, since what has the form of ciphertext may hold it all the same.
 */
const AS_IT_WAS =
  /[\w.+-]{3,}@[\w-]{3,}\.[a-z]{2,}|\+\d{9,}|\d{1,3}(\.\d{1,3}){3}|\$argon2|"[a-z][A-Za-z]{2,}":|1([0-9A-Z]{5}-?){6}/;

/** Whether octets hold something readable, or are UTF-8 without control characters; of ciphertext one in millions is. */
export function canBeRead(octets: Buffer): boolean {
  if (AS_IT_WAS.test(octets.toString('latin1'))) return true;
  try {
    return !/\p{Cc}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return false;
  }
}
