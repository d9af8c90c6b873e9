import { html, type Html } from '../html/html.ts';

const TITLE =
  'Who can read: your devices hold keys and exchange sealed envelopes through a server that holds none';

/** Who can read what, as one picture: beside each other on a wide screen, below each other on a phone. */
export const TRUST_PICTURE: Html = html`<figure class="picture">
  <svg class="lying" viewBox="0 0 760 300" role="img" aria-label="${TITLE}">
    <rect class="holds" x="1" y="8" width="268" height="204" rx="12" />
    <text class="head" x="21" y="40">Your devices hold the keys</text>
    <rect class="thing" x="21" y="58" width="228" height="38" rx="8" />
    <text x="37" y="82">Browser</text>
    <rect class="thing" x="21" y="106" width="228" height="38" rx="8" />
    <text x="37" y="130">Phone</text>
    <rect class="thing" x="21" y="154" width="228" height="38" rx="8" />
    <text x="37" y="178">Gateway</text>
    <rect class="blind" x="491" y="8" width="268" height="204" rx="12" />
    <text class="head" x="511" y="40">The server holds none</text>
    <text x="511" y="82">stores envelopes</text>
    <text x="511" y="114">relays what is live, unstored</text>
    <text x="511" y="146">knows accounts and devices</text>
    <text x="511" y="178">cannot open anything</text>
    <path class="flow" d="M277 77H483M471 71l12 6-12 6M289 71l-12 6 12 6" />
    <text class="on" x="380" y="66">sealed texts</text>
    <path class="flow" d="M277 125H483M471 119l12 6-12 6M289 119l-12 6 12 6" />
    <text class="on" x="380" y="114">sealed live events</text>
    <path class="flow" d="M277 173H483M471 167l12 6-12 6M289 167l-12 6 12 6" />
    <text class="on" x="380" y="162">sealed batches to send</text>
    <path class="plain" d="M135 216v42M129 246l6 12 6-12" />
    <text x="151" y="242">plain text, by nature</text>
    <text class="head" x="21" y="286">SIM of the phone · the carrier you chose · your own programs</text>
  </svg>
  <svg class="standing" viewBox="0 0 320 500" role="img" aria-label="${TITLE}">
    <rect class="blind" x="8" y="8" width="304" height="140" rx="12" />
    <text class="head" x="28" y="40">The server holds no key</text>
    <text x="28" y="70">stores envelopes</text>
    <text x="28" y="96">relays what is live, unstored</text>
    <text x="28" y="122">knows accounts and devices</text>
    <path class="flow" d="M60 148v56M54 192l6 12 6-12M54 160l6-12 6 12" />
    <text x="78" y="172">sealed texts, live events</text>
    <text x="78" y="194">and batches</text>
    <rect class="holds" x="8" y="204" width="304" height="192" rx="12" />
    <text class="head" x="28" y="236">Your devices hold the keys</text>
    <rect class="thing" x="28" y="252" width="264" height="36" rx="8" />
    <text x="44" y="275">Browser</text>
    <rect class="thing" x="28" y="298" width="264" height="36" rx="8" />
    <text x="44" y="321">Phone</text>
    <rect class="thing" x="28" y="344" width="264" height="36" rx="8" />
    <text x="44" y="367">Gateway</text>
    <path class="plain" d="M60 396v44M54 428l6 12 6-12" />
    <text x="78" y="424">plain text, by nature</text>
    <text class="head" x="8" y="466">SIM of the phone, the carrier you</text>
    <text class="head" x="8" y="488">chose, your own programs</text>
  </svg>
</figure>`;
