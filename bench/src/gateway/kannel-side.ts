import { startKannel, type KannelStore } from '@smseal/testkit/kannel';
import { NEXT_NUMBER } from './load.ts';
import { SENDER, TEXT, type Side } from './side.ts';

export interface KannelSideOptions {
  smscPort: number;
  store: KannelStore;
  /** Asks for a receipt of each text, and for a request at this port when it has come. */
  sinkPort?: number;
}

export interface KannelSide extends Side {
  /** Processes whose memory is Kannel's. */
  pids: number[];
}

/** Kannel from Debian as it is fastest: window 200, receipts remembered in memory, next to no log. */
export async function startKannelSide({ smscPort, store, sinkPort }: KannelSideOptions): Promise<KannelSide> {
  const { httpPort, pids, stop } = await startKannel({ smscPort, store });
  return {
    name: `Kannel ${store === 'none' ? 'no store' : store}`,
    httpPort,
    pids,
    webhookSecret: null,
    beforeRun: () => Promise.resolve(),
    request: (recipients) => requestOf(recipients, sinkPort),
    committed: () => Promise.resolve(null),
    stop,
  };
}

function requestOf(recipients: number, sinkPort: number | undefined): string {
  const to = Array.from({ length: recipients }, () => `+4860${NEXT_NUMBER}`).join('');
  const receipt =
    sinkPort === undefined
      ? ''
      : `&dlr-mask=3&dlr-url=${encodeURIComponent(`http://127.0.0.1:${sinkPort}/dlr?type=%d`)}`;
  const query = `username=u&password=p&from=${SENDER}&to=${to}&text=${TEXT.replaceAll(' ', '+')}${receipt}`;
  return `GET /cgi-bin/sendsms?${query} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
}
