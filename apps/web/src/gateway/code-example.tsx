import { useState } from 'react';
import { classNames } from '../design/class-names.ts';
import { CopyButton } from '../design/copy-button.tsx';
import type { Samples } from './examples.ts';

/** Code that can be copied, in one language or the choice of two. */
export function CodeExample({ title, samples }: { title: string; samples: Samples }) {
  const languages = Object.keys(samples);
  const [chosen, setChosen] = useState(languages[0] ?? '');
  const code = (samples as Readonly<Record<string, string>>)[chosen] ?? '';
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-sunken">
      <figcaption className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5 pr-2 pl-4">
        <span className="flex-1 text-small font-medium whitespace-nowrap max-md:basis-full">{title}</span>
        {languages.length > 1 && (
          <span role="group" aria-label="Language" className="-ml-2.5 flex gap-1 max-md:flex-1">
            {languages.map((language) => (
              <button
                key={language}
                type="button"
                aria-pressed={language === chosen}
                onClick={() => setChosen(language)}
                className={classNames(
                  'touch h-7 rounded-full px-2.5 text-small font-medium',
                  language === chosen ? 'bg-selected text-seal' : 'text-ink-2 hover:text-ink',
                )}
              >
                {language}
              </button>
            ))}
          </span>
        )}
        <CopyButton text={code} label="Copy" />
      </figcaption>
      <pre
        role="region"
        aria-label={`${title}, ${chosen}`}
        tabIndex={0}
        translate="no"
        className="overflow-x-auto px-4 py-3 font-mono text-small ring-inside"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
