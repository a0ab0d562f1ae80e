import { OPTIONS_NAMES } from './options.ts';
import { statesAt } from './states.ts';

// All states side by side, each in its own frame: the panel's as it stands in a PSA page, the options' as a tab.
const form = document.querySelector<HTMLFormElement>('#choices');
const main = document.querySelector<HTMLElement>('#states');
const width = document.querySelector<HTMLSelectElement>('#choices [name="width"]');
if (!form || !main || !width) throw new Error('The page has no place for the states');

const PAGES = {
  panel: { file: './frame.html', width: '360' },
  options: { file: './options/index.html', width: '760' },
} as const;
const pageOf = (choices: FormData) => (choices.get('page') === 'options' ? 'options' : 'panel');
const several = (choice: string, all: string[]) => (choice === 'both' ? all : [choice]);

/** Names with the width that some states keep, whatever was chosen. */
function namesOf(page: keyof typeof PAGES): [name: string, width?: number][] {
  if (page === 'options') return OPTIONS_NAMES.map((name) => [name]);
  return Object.entries(statesAt(new Date())).map(([name, state]) => [name, state.width]);
}

function draw(into: HTMLElement, choices: FormData) {
  const said = (name: string) => String(choices.get(name) ?? '');
  const page = pageOf(choices);
  const figures = namesOf(page)
    .filter(([name]) => name.includes(said('filter')))
    .flatMap(([name, own]) =>
      several(said('theme'), ['light', 'dark']).flatMap((theme) =>
        several(said('language'), ['en', 'fr']).map((language) => {
          const frame = document.createElement('iframe');
          frame.src = `${PAGES[page].file}?${new URLSearchParams({ state: name, theme, language })}`;
          frame.width = String(own ?? said('width'));
          frame.title = `${name} ${theme} ${language}`;
          frame.loading = 'lazy';
          const alone = document.createElement('a');
          alone.href = frame.src;
          alone.textContent = frame.title;
          const caption = document.createElement('figcaption');
          caption.append(alone);
          const figure = document.createElement('figure');
          figure.append(caption, frame);
          return figure;
        }),
      ),
    );
  into.replaceChildren(...figures);
}

form.addEventListener('input', ({ target }) => {
  const choices = new FormData(form);
  if (target instanceof HTMLSelectElement && target.name === 'page') width.value = PAGES[pageOf(choices)].width;
  draw(main, new FormData(form));
});
draw(main, new FormData(form));
