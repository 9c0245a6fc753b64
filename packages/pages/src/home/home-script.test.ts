import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { HOME_SCRIPT } from './home-script.ts';

/** The script of a page, with what it asks for, to be answered by hand, and what it shows of that. */
function openPage() {
  const asked: { readonly url: string; readonly answer: (text: string) => void }[] = [];
  const shown: string[] = [];
  const listeners: Record<string, (event: object) => unknown> = {};
  const events: Record<string, () => unknown> = {};
  const gone = { hidden: true };
  runInNewContext(HOME_SCRIPT.text.toString(), {
    location: { pathname: '/' },
    document: {
      getElementById: () => gone,
      querySelectorAll: () => [],
      addEventListener: (name: string, listener: (event: object) => unknown) => {
        listeners[name] = listener;
      },
    },
    DOMParser: class {
      parseFromString = (text: string) => shown.push(text);
    },
    EventSource: function EventSource() {
      return events;
    },
    fetch: (url: string) =>
      new Promise((resolve) => {
        const answer = (text: string) => resolve({ text: async () => text });
        asked.push({ url, answer });
      }),
  });
  return {
    asked,
    shown,
    gone,
    tell: () => events['onmessage']?.(),
    press: (button: object) =>
      listeners['submit']?.({
        target: { action: '/try', querySelector: () => button },
        preventDefault() {},
      }),
    async answer(index: number, text: string) {
      asked[index]?.answer(text);
      await new Promise(setImmediate);
    },
  };
}

function createButton() {
  const set = new Map<string, string>();
  return {
    set,
    getAttribute: (name: string) => set.get(name) ?? null,
    setAttribute: (name: string, value: string) => set.set(name, value),
    removeAttribute: (name: string) => set.delete(name),
  };
}

it('asks for the page once at a time, however often there is something new, and shows the newest last', async () => {
  const page = openPage();
  for (let count = 0; count < 100; count++) page.tell();
  expect(page.asked).toHaveLength(1);
  await page.answer(0, 'before');
  expect(page.asked).toHaveLength(2);
  await page.answer(1, 'after');
  expect([page.asked.length, page.shown]).toEqual([2, ['before', 'after']]);
});

it('shows what came of a press, and lets a button be pressed again only then', async () => {
  const page = openPage();
  const button = createButton();
  page.press(button);
  page.press(button);
  expect(page.asked.map(({ url }) => url)).toEqual(['/try']);
  await page.answer(0, '');
  expect(page.asked.map(({ url }) => url)).toEqual(['/try', '/']);
  expect(button.set.size).toBe(1);
  await page.answer(1, 'page');
  expect([page.shown, button.set.size, page.gone.hidden]).toEqual([['page'], 0, true]);
});
