import { statesAt } from './states.ts';

// All states side by side, each in its own frame as it stands in a PSA page.
const form = document.querySelector<HTMLFormElement>('#choices');
const main = document.querySelector<HTMLElement>('#states');
if (!form || !main) throw new Error('The page has no place for the states');

const several = (choice: string, all: string[]) => (choice === 'both' ? all : [choice]);

function draw(into: HTMLElement, choices: FormData) {
  const said = (name: string) => String(choices.get(name) ?? '');
  const figures = Object.entries(statesAt(new Date()))
    .filter(([name]) => name.includes(said('filter')))
    .flatMap(([name, state]) =>
      several(said('theme'), ['light', 'dark']).flatMap((theme) =>
        several(said('language'), ['en', 'fr']).map((language) => {
          const frame = document.createElement('iframe');
          frame.src = `./frame.html?${new URLSearchParams({ state: name, theme, language })}`;
          frame.width = String(state.width ?? said('width'));
          frame.title = `${name} ${theme} ${language}`;
          frame.loading = 'lazy';
          const caption = document.createElement('figcaption');
          caption.textContent = frame.title;
          const figure = document.createElement('figure');
          figure.append(caption, frame);
          return figure;
        }),
      ),
    );
  into.replaceChildren(...figures);
}

form.addEventListener('input', () => draw(main, new FormData(form)));
draw(main, new FormData(form));
