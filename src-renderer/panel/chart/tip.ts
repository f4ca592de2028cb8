import classes from './Chart.module.css';

export interface TipLine {
  color: string | null;
  name: string;
  words: string;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = classes[className] ?? '';
  element.textContent = text;
  return element;
}

/** The content of a tooltip, made of elements: markup with style attributes would be refused by the page's policy. */
export function tipElement(head: string, lines: readonly TipLine[]): HTMLElement {
  const box = document.createElement('div');
  box.append(span('tipHead', head));
  for (const { color, name, words } of lines) {
    const line = document.createElement('div');
    line.className = classes['tipLine'] ?? '';
    const mark = span('swatch', '');
    if (color !== null) mark.style.background = color;
    line.append(mark, span('tipName', name), span('tipValue', words));
    box.append(line);
  }
  return box;
}
