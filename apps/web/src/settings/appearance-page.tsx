import { useState } from 'react';
import { Section } from '../design/section.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { applyTheme, readTheme, THEMES, type Theme } from '../design/theme.ts';
import { SHORTCUTS, setShortcuts, shortcutsOn } from '../frame/shortcuts.ts';

const THEME_WORDS = {
  system: 'As this device is set',
  light: 'Light',
  dark: 'Dark',
} satisfies Record<Theme, string>;

/** Light or dark, and single keys. Kept in this browser only. */
export function AppearancePage() {
  const [theme, setTheme] = useState(readTheme);
  const [keys, setKeys] = useState(shortcutsOn);
  return (
    <>
      <Section title="Light and dark">
        <div role="radiogroup" aria-label="Light and dark" className="flex flex-col">
          {THEMES.map((each) => (
            <label key={each} className="flex min-h-11 cursor-pointer items-center gap-3">
              <input
                type="radio"
                name="theme"
                checked={theme === each}
                onChange={() => {
                  applyTheme(each);
                  setTheme(each);
                }}
                className="size-5 accent-seal"
              />
              {THEME_WORDS[each]}
            </label>
          ))}
        </div>
      </Section>
      <Section title="Keys">
        <SwitchRow
          label="Single keys act"
          checked={keys}
          onChange={(value) => {
            setShortcuts(value);
            setKeys(value);
          }}
        >
          j, k, e and the others below. Switch this off if you dictate or press keys by mistake. Arrows, Enter
          and Esc always work.
        </SwitchRow>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          {SHORTCUTS.map(({ keys: pressed, does }) => (
            <div key={does} className="contents">
              <dt className="flex gap-1">
                {pressed.map((key) => (
                  <kbd
                    key={key}
                    className="min-w-6 rounded-soft border border-edge bg-raised px-1.5 text-center font-sans text-small"
                  >
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd className="text-ink-2">{does}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}
