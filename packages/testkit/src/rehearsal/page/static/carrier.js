// The rehearsal carrier's page: shows what it carries, and does what its controls say.

import { at, make, post, say } from './dom.js';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });
const NUMBERS = new Intl.NumberFormat('en');
/** Rates are those of so long a time, ms. */
const RATE_MS = 2_000;

/** What is counted, in the order in which it happens to a text. */
const COUNTS = [
  ['submitted', 'Submitted', 'submit_sm that came'],
  ['answered', 'Answered', 'with an id or a refusal'],
  ['delivered', 'Delivered', 'segments on phones'],
  ['receiptsSent', 'Receipts', 'sent to clients'],
  ['repliesSent', 'Replies', 'from people'],
];
const TROUBLES = [
  ['failed', 'failed'],
  ['expired', 'expired'],
  ['never', 'never reported'],
  ['disconnects', 'cut connections'],
  ['malformed', 'unreadable PDUs'],
];
const STATUSES = { 0x0b: 'invalid number', 0x14: 'queue full', 0x58: 'throttled', 0x64: 'refused for now' };

/** Counters of the last moments, the oldest first. */
let samples = [];
let latest = null;

function rateOf(name) {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last.at - first.at < RATE_MS / 4) return 0;
  return Math.round(((last.counters[name] - first.counters[name]) * 1_000) / (last.at - first.at));
}

function sample() {
  if (latest === null) return;
  const now = performance.now();
  samples.push({ at: now, counters: { ...latest.counters } });
  while (samples.length > 2 && now - samples[1].at > RATE_MS) samples.shift();
  drawCounts();
}

function drawCounts() {
  const { counters } = latest;
  const cells = COUNTS.map(([name, title, words]) => {
    const rate = rateOf(name);
    return make(
      'div',
      {},
      make('dt', { textContent: title, title: words }),
      make('dd', { textContent: NUMBERS.format(counters[name]) }),
      make('dd', {
        className: 'rate',
        textContent: rate === 0 ? '0 a second' : `${NUMBERS.format(rate)} a second`,
      }),
    );
  });
  at('counts').replaceChildren(...cells);
  const refused = Object.entries(counters.refused).map(
    ([status, count]) => `${NUMBERS.format(count)} ${STATUSES[status] ?? `refused with ${status}`}`,
  );
  const others = TROUBLES.filter(([name]) => counters[name] > 0).map(
    ([name, words]) => `${NUMBERS.format(counters[name])} ${words}`,
  );
  const troubles = [...refused, ...others].join(' · ');
  at('troubles').textContent = troubles === '' ? 'Nothing went wrong so far.' : troubles;
}

function drawSide({ smpp, phone, connections, waiting, behaviour, behaviours }) {
  at('parts').hidden = !phone;
  at('smpp').textContent = smpp;
  const clients = connections === 1 ? 'One client is connected.' : `${connections} clients are connected.`;
  const waits = waiting === 0 ? '' : ` ${NUMBERS.format(waiting)} receipts and replies wait for a client.`;
  const nobody = 'Nobody is connected; any system id and password is let in.';
  at('clients').textContent = (connections === 0 ? nobody : clients) + waits;
  at('drop').disabled = connections === 0;
  const choices = at('choices');
  if (choices.childElementCount === 0)
    choices.append(...Object.entries(behaviours).map(([name, words]) => choiceOf(name, words)));
  for (const input of choices.querySelectorAll('input')) input.checked = input.value === behaviour;
}

function choiceOf(name, words) {
  const input = make('input', { type: 'radio', name: 'behaviour', value: name });
  input.addEventListener('change', () => void post('/carrier/behaviour', { name }));
  const title = make('b', { textContent: name });
  return make(
    'label',
    { className: 'choice' },
    input,
    make('span', {}, title, make('small', { textContent: words })),
  );
}

/** The phones that are drawn, by number; one is drawn again only when something came or went. */
const drawn = new Map();

function phoneOf({ number, language, received, texts }) {
  const stamp = `${received} ${texts.at(-1)?.at} ${texts.length}`;
  const before = drawn.get(number);
  if (before?.stamp === stamp) return before;
  const phone = before ?? newPhone(number, language);
  phone.stamp = stamp;
  phone.bubbles.replaceChildren(...texts.map(bubbleOf));
  phone.count.textContent = received > texts.length ? `${NUMBERS.format(received)} texts` : '';
  return phone;
}

function newPhone(number, language) {
  const bubbles = make('ol', { className: 'bubbles' });
  const count = make('span');
  const input = make('input', { name: 'text', autocomplete: 'off', required: true, placeholder: 'Reply' });
  input.setAttribute('aria-label', `Reply from ${number}`);
  const form = make('form', {}, input, make('button', { textContent: 'Send' }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void post('/carrier/reply', { number, text: input.value }).then((ok) => ok && (input.value = ''));
  });
  const head = make('div', { className: 'head' }, make('b', { textContent: number }));
  head.append(make('span', { textContent: LANGUAGES.of(language) }), count);
  return { element: make('li', {}, head, bubbles, form), bubbles, count, stamp: '' };
}

function bubbleOf({ direction, party, text, at: when }) {
  const time = new Date(when).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const who = direction === 'in' ? `${party} · ${time}` : `To ${party} · ${time}`;
  return make(
    'li',
    { className: direction },
    make('span', { className: 'who', textContent: who }),
    make('div', { className: 'bubble', textContent: text, dir: 'auto' }),
  );
}

function drawPhones({ phones, people }) {
  const shown = new Map(phones.map((phone) => [phone.number, phoneOf(phone)]));
  drawn.clear();
  for (const [number, phone] of shown) drawn.set(number, phone);
  const list = at('phones');
  const elements = [...shown.values()].map(({ element }) => element);
  // Whoever types a reply keeps the field under their fingers: nothing moves while one is in use.
  if (!list.contains(document.activeElement)) list.replaceChildren(...elements);
  const digits = at('find').value.trim();
  const newest = `${phones.length} of ${NUMBERS.format(people)}, the newest first`;
  const matching = `The newest ${phones.length} with ${digits} in their numbers`;
  at('shown').textContent = phones.length === 0 ? '' : digits === '' ? newest : matching;
  at('none').hidden = phones.length > 0;
  at('none').textContent =
    people === 0
      ? 'No text has arrived yet. Bind an SMPP client to the address on this page and send one.'
      : `Nobody whose number has ${digits} in it was texted lately.`;
}

let events = null;
function follow() {
  events?.close();
  events = new EventSource(`/carrier/events?number=${encodeURIComponent(at('find').value)}`);
  events.addEventListener('state', (event) => {
    latest = JSON.parse(event.data);
    drawSide(latest);
    drawPhones(latest);
    sample();
  });
  events.addEventListener('error', () => say('The carrier does not answer. It comes back by itself.'));
}

let searching = 0;
at('find').addEventListener('input', () => {
  clearTimeout(searching);
  searching = setTimeout(follow, 150);
});
at('phones').addEventListener('focusout', () => setTimeout(() => drawPhones(latest)));
at('drop').addEventListener('click', () => void post('/carrier/drop'));
at('behaviours').addEventListener('submit', (event) => event.preventDefault());
setInterval(sample, 500);
follow();
