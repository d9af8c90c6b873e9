// The rehearsal phone's page: draws what the phone is, and does what its buttons say.

import { at, button, make, onSubmit, post, say } from './dom.js';

/** The people of the address book, so that a name can be typed where a number is meant. */
let numbers = new Map();
const numberOf = (typed) => numbers.get(typed.trim()) ?? typed.trim();

function drawBar({ device }) {
  const { level, charging, signal, network } = device.battery;
  at('sim').textContent = device.sims[0]?.number ?? 'No number yet';
  at('network').textContent = network ?? '';
  at('level').textContent = `${level} %`;
  const battery = at('battery');
  battery.style.setProperty('--level', String(level / 100));
  battery.classList.toggle('low', level <= 15 && !charging);
  battery.classList.toggle('charging', charging);
  battery.setAttribute('aria-label', `Battery ${level} percent${charging ? ', charging' : ''}`);
  const bars = signal ?? 0;
  at('signal').setAttribute('aria-label', `Signal ${bars} of 4`);
  for (const [index, bar] of [...at('signal').children].entries()) bar.classList.toggle('on', index < bars);
  if (document.activeElement !== at('charge')) at('charge').value = String(level);
  at('plug').setAttribute('aria-pressed', String(charging));
  at('plug').textContent = charging ? 'Take the charger out' : 'Put the charger in';
}

function drawCall({ device, silenced }) {
  const { call } = device;
  const box = at('call');
  box.hidden = call === null;
  at('answer').disabled = call?.state !== 'ringing';
  at('miss').disabled = call?.state !== 'ringing';
  at('end').disabled = call === null;
  at('ring').disabled = call !== null;
  if (call === null) return;
  const ringing = call.state === 'ringing' ? (silenced ? 'Ringing, silenced' : 'Ringing') : 'On the line';
  box.replaceChildren(
    make('h2', { textContent: call.name ?? call.number ?? 'Number withheld' }),
    make('p', { textContent: call.name === null ? ringing : `${call.number} · ${ringing}` }),
  );
}

const LINK_WORDS = {
  unlinked: ['Not linked', 'Texts stay on this phone until it is linked to an account.'],
  waiting: ['Asking to be linked', 'Open Devices in the browser: it shows that this phone is asking.'],
  digits: ['Type these digits in the browser', 'They prove that the browser and this phone mean each other.'],
  confirm: [
    'Does your browser say “Linked”?',
    'Compare before you answer: only a browser that took these digits says so.',
  ],
  linked: ['Linked', 'This phone seals its texts for your devices.'],
  closed: ['The account is closed', 'Nothing is taken or sent until its holder wakes it.'],
  removed: ['Removed', 'The account has removed this phone. It can be linked again.'],
};

function drawLink({ agent, device }) {
  const [title, words] = LINK_WORDS[agent.state];
  const box = at('link');
  box.dataset.state = agent.state;
  const isFree = agent.state === 'unlinked' || agent.state === 'waiting';
  const unknown = isFree && device.sims[0]?.number === null;
  const children = [
    make('h2', { textContent: title }),
    make('p', {
      textContent: unknown
        ? 'Sign up in the browser with any mobile number: it becomes this phone’s, and its code arrives here.'
        : (agent.message ?? words),
    }),
  ];
  if (agent.digits && (agent.state === 'digits' || agent.state === 'confirm')) {
    const digits = make('div', { className: 'digits', role: 'img' });
    digits.setAttribute('aria-label', [...agent.digits].join(' '));
    digits.append(...[...agent.digits].map((digit) => make('span', { textContent: digit })));
    const says = make('div', { className: 'row' });
    says.append(
      button('It does not', () => post('/agent/confirm', { linked: false })),
      button('My browser says Linked', () => post('/agent/confirm', { linked: true }), 'main'),
    );
    children.push(digits, says);
  }
  const ask = !unknown && (isFree || agent.state === 'removed');
  if (ask) {
    const row = make('div', { className: 'row' });
    const words = agent.state === 'waiting' ? 'Ask again' : 'Link this phone';
    row.append(button(words, () => post('/agent/link'), 'main'));
    children.push(row);
  }
  box.replaceChildren(...children);
}

function drawTray({ device }) {
  at('tray').replaceChildren(
    ...device.notifications.map((note) => {
      const gone = button('×', () => post('/page/notification/dismiss', { key: note.key }), 'small');
      gone.setAttribute('aria-label', `Dismiss ${note.title}`);
      const words = make('p', {}, make('b', { textContent: note.title }), ` ${note.text}`);
      return make('div', { className: 'note' }, make('span', { textContent: note.app }), gone, words);
    }),
  );
}

const STATES = { draft: 'Draft, not sent', failed: 'Not sent' };

function drawText(text) {
  const bubble = make('div', { className: 'bubble' });
  if (text.picture) bubble.append(make('img', { src: text.picture, alt: 'Picture', loading: 'lazy' }));
  const words = make('span');
  if (text.code) {
    const [before, after] = text.text.split(text.code, 2);
    words.append(before, make('span', { className: 'code', textContent: text.code }), after ?? '');
  } else {
    words.textContent = text.text;
  }
  if (text.text !== '') bubble.append(words);
  const time = new Date(text.at).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
  const state =
    STATES[text.box] ??
    (text.withheld ? 'Hidden from apps for now' : text.box === 'out' && text.delivered ? 'Delivered' : '');
  return make(
    'li',
    { className: text.box },
    make('span', {
      className: 'who',
      textContent: `${text.box === 'in' ? text.who : `To ${text.who}`} · ${time}`,
    }),
    bubble,
    ...(state === '' ? [] : [make('span', { className: 'state', textContent: state })]),
  );
}

let drawn = '';
function drawTexts({ texts, elsewhere }) {
  const now = JSON.stringify([texts, elsewhere]);
  if (now === drawn) return;
  drawn = now;
  at('texts').replaceChildren(...texts.map(drawText));
  at('elsewhere-card').hidden = elsewhere.length === 0;
  at('elsewhere').replaceChildren(
    ...elsewhere.map((notice) => make('li', {}, make('b', { textContent: notice.to }), notice.text)),
  );
}

function drawPeople({ people }) {
  if (numbers.size === people.length) return;
  numbers = new Map(people.map(({ name, number }) => [name, number]));
  at('people').replaceChildren(
    ...people.map(({ name, number }) => make('option', { value: name, label: number })),
  );
}

function draw(state) {
  drawBar(state);
  drawCall(state);
  drawLink(state);
  drawTray(state);
  drawTexts(state);
  drawPeople(state);
}

onSubmit('text-form', async (fields, form) => {
  const body = { from: numberOf(fields.from), text: fields.text, slot: fields.second ? 1 : 0 };
  if (await post('/page/text', body)) form.elements.text.value = '';
});
at('picture').addEventListener('click', () => {
  const form = at('text-form');
  if (form.elements.from.reportValidity())
    void post('/page/picture', { from: numberOf(form.elements.from.value), text: form.elements.text.value });
});
onSubmit('call-form', (fields) => post('/page/call', { number: numberOf(fields.number) }));
at('answer').addEventListener('click', () => void post('/page/call/answer'));
at('end').addEventListener('click', () => void post('/page/call/end', { how: 'rejected' }));
at('miss').addEventListener('click', () => void post('/page/call/end', { how: 'missed' }));
onSubmit('note-form', (fields) => post('/page/notification', fields));
at('charge').addEventListener(
  'change',
  (event) => void post('/page/battery', { level: Number(event.target.value) }),
);
at('drain').addEventListener('click', () => void post('/page/battery', { level: 7, charging: false }));
at('plug').addEventListener(
  'click',
  (event) =>
    void post('/page/battery', { charging: event.currentTarget.getAttribute('aria-pressed') !== 'true' }),
);
at('release').addEventListener('click', () => void post('/page/release'));
at('delete').addEventListener('click', () => void post('/page/delete-newest'));

const showClock = () => {
  at('clock').textContent = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
};
showClock();
setInterval(showClock, 10_000);

const events = new EventSource('/page/events');
events.addEventListener('state', (event) => draw(JSON.parse(event.data)));
events.addEventListener('error', () => say('The rehearsal does not answer. It comes back by itself.'));
