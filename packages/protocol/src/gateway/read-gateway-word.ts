import { Check } from 'typebox/schema';
import { GatewayWord } from './gateway-talk.ts';

/** What a gateway says, looked at before anything shows it: a gateway may be newer, or not what it was. Null for anything else. */
export function readGatewayWord(payload: unknown): GatewayWord | null {
  return Check(GatewayWord, payload) ? payload : null;
}
