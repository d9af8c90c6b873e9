// What both pages of the rehearsal draw with.

/** @param {string} id */
export const at = (id) => document.getElementById(id);

/** Makes an element; texts are always text, never markup. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

export async function post(path, body = {}) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) say((await answer.json()).error ?? 'That did not work.');
  return answer.ok;
}

let sayTimer = 0;
export function say(sentence) {
  const box = at('said');
  box.textContent = sentence;
  box.hidden = false;
  clearTimeout(sayTimer);
  sayTimer = setTimeout(() => (box.hidden = true), 4000);
}

export function button(label, work, className = '') {
  return make('button', { type: 'button', textContent: label, className, onclick: work });
}

/** Reads a form's fields without submitting it anywhere. */
export function onSubmit(id, work) {
  at(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void work(Object.fromEntries(new FormData(event.target)), event.target);
  });
}
