import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold, foldWithPositions, queryWords } from '../../src/engine/search/fold.ts';
import { highlightsOf, snippetOf } from '../../src/engine/search/highlight.ts';
import { searchMailbox } from '../../src/engine/search/search-mailbox.ts';
import { mailboxWith, text } from './some-mailbox.ts';

const written = fc
  .array(fc.constantFrom(...Array.from('aĄąłŁßẞéè ñσςΣЁёйИ\u0301\u0308éﬁ½①👍🏽כּعَらガが字\n')), {
    maxLength: 40,
  })
  .map((letters) => letters.join(''));

test('a query finds a text however either is accented or cased', () => {
  const pairs = [
    ['Łódź', 'lodz'],
    ['STRASSE', 'straße'],
    ['ΣΊΣΥΦΟΣ', 'σισυφος'],
    ['Ёлка', 'елка'],
    ['Ångström', 'angstrom'],
    ['ﬁne', 'FINE'],
    ['İstanbul', 'istanbul'],
    ['cafe\u0301', 'CAFÉ'],
  ] as const;
  for (const [a, b] of pairs) assert.equal(fold(a), fold(b), `${a} and ${b}`);
});

test('marks that are letters of their own are not folded away', () => {
  assert.notEqual(fold('कि'), fold('का'));
  assert.notEqual(fold('が'), fold('か'));
});

test('folding letter by letter gives the same as folding the whole', () => {
  fc.assert(
    fc.property(written, (text) => {
      const { folded, starts, ends } = foldWithPositions(text);
      assert.equal(folded, fold(text));
      assert.equal(starts.length, folded.length);
      assert.equal(ends.length, folded.length);
    }),
    { seed: 20261122 },
  );
});

test('every highlight lies on letters that fold to the word, in order and apart', () => {
  fc.assert(
    fc.property(written, fc.nat(), fc.integer({ min: 1, max: 6 }), (text, from, length) => {
      const folded = fold(text);
      const word = folded.slice(from % (folded.length + 1)).slice(0, length);
      const highlights = highlightsOf(text, [word]);
      if (word.trim() !== '') assert.ok(highlights.length > 0, `${JSON.stringify(word)} is found`);
      let last = -1;
      for (const { start, end } of highlights) {
        assert.ok(start > last && end > start && end <= text.length);
        if (word !== '') assert.ok(fold(text.slice(start, end)).includes(word));
        last = end;
      }
    }),
    { seed: 20261122 },
  );
});

test('a snippet of a long text shows its first hit in its own coordinates', () => {
  const long = `${'word '.repeat(80)}Żółw ${'tail '.repeat(80)}`;
  const { snippet, highlights } = snippetOf(long, ['zolw']);
  assert.ok(snippet.length < 200 && snippet.startsWith('…') && snippet.endsWith('…'));
  assert.equal(highlights.length, 1);
  const [hit] = highlights;
  assert.equal(snippet.slice(hit?.start, hit?.end), 'Żółw');
});

test('all words must match, newest first, and a name may answer for the rest', () => {
  const mailbox = mailboxWith([
    text({ id: 'a', from: '+48600100100', text: 'Invoice for Łukasz', at: 1 }),
    text({ id: 'b', from: '+48600100100', text: 'the INVOICE is paid', at: 3 }),
    text({ id: 'c', from: '+48600200200', text: 'invoice again', at: 2 }),
  ]);
  mailbox.put({
    kind: 'contact',
    id: 'anna',
    version: 1,
    author: 'phone',
    payload: {
      v: 1,
      name: 'Anna Żak',
      numbers: [{ value: '+48 600 100 100', label: null }],
      emails: [],
      source: 'phone',
    },
  });
  const find = (query: string) => searchMailbox(mailbox, query, () => 0);
  assert.deepEqual(
    find('invoice').texts.map((hit) => hit.item),
    ['b', 'c', 'a'],
  );
  assert.deepEqual(
    find('zak invoice').texts.map((hit) => hit.item),
    ['b', 'a'],
  );
  assert.deepEqual(
    find('zak').texts.map((hit) => hit.item),
    [],
  );
  assert.equal(find('zak').contacts[0]?.contact.name, 'Anna Żak');
  assert.equal(find('zak').conversations[0]?.row.title, 'Anna Żak');
  assert.deepEqual(
    find('lukasz inv').texts.map((hit) => hit.item),
    ['a'],
  );
  assert.equal(find('nothing like it').totalTexts, 0);
});

test('typing on finds the same as asking anew', () => {
  const mailbox = mailboxWith(
    Array.from({ length: 60 }, (_, i) =>
      text({
        id: `m${i}`,
        from: i % 2 ? '+48600100100' : '+48600200200',
        text: `abc${i} dinner ${'xyz'.slice(i % 3)}`,
        at: i,
      }),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('d', 'din', 'abc1', 'z', 'yz', '48600', 'abc'), {
        minLength: 1,
        maxLength: 3,
      }),
      (words) => {
        const query = words.join(' ');
        for (let length = 1; length <= query.length; length++)
          searchMailbox(mailbox, query.slice(0, length), () => 0);
        const typed = searchMailbox(mailbox, query, () => 0).texts.map((hit) => hit.item);
        const asked = queryWords(query);
        const expected = [...mailbox.messages()]
          .filter((entry) => {
            const conversation = mailbox.conversations.get(entry.conversation);
            const title = conversation ? mailbox.conversations.foldedTitle(conversation) : '';
            return (
              asked.every((word) => entry.folded.includes(word) || title.includes(word)) &&
              asked.some((word) => entry.folded.includes(word))
            );
          })
          .sort((a, b) => b.time - a.time)
          .map((entry) => entry.id);
        assert.deepEqual(typed, expected);
      },
    ),
    { seed: 20261122, numRuns: 60 },
  );
});
