/* The text of a meeting and of each translation: a toolbar of words, the text as the public will read it beside it, and
   pastes from word processors and web pages as Markdown, which the server makes of them. */
'use strict';
{
    const pattern = document.getElementById('text-tools');
    const PAUSE = 400; // milliseconds without a change before it is rendered

    const ask = (address, text) => fetch(address, {
        method: 'POST',
        body: new URLSearchParams({
            csrfmiddlewaretoken: document.querySelector('[name="csrfmiddlewaretoken"]').value,
            text,
        }),
    }).then((answer) => (answer.ok ? answer.text() : null)).catch(() => null);

    // Leaves the way back (Ctrl+Z) open, unlike setting the value.
    const insert = (area, text) => {
        area.focus();
        if (!document.execCommand('insertText', false, text)) {
            area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
            area.dispatchEvent(new Event('input', {bubbles: true}));
        }
    };

    const selected = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

    const around = (area, before, after, instead) => {
        const text = selected(area) || instead;
        insert(area, before + text + after);
        const end = area.selectionEnd - after.length;
        area.setSelectionRange(end - text.length, end);
    };

    const lines = (area, mark) => {
        const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
        const end = area.value.indexOf('\n', area.selectionEnd);
        area.setSelectionRange(start, end < 0 ? area.value.length : end);
        insert(area, selected(area).split('\n').map((line, place) => mark(place) + line).join('\n'));
    };

    const ACTIONS = {
        heading: (area) => lines(area, () => '## '),
        bold: (area, words) => around(area, '**', '**', words),
        italic: (area, words) => around(area, '*', '*', words),
        list: (area) => lines(area, () => '- '),
        numbers: (area) => lines(area, (place) => `${place + 1}. `),
        quote: (area) => lines(area, () => '> '),
        table: (area, words) => insert(area, `\n\n| ${words} | ${words} |\n| --- | --- |\n|  |  |\n\n`),
        link: (area, words) => around(area, '[', '](https://)', words),
    };

    const start = (area) => {
        const tools = pattern.content.cloneNode(true);
        const shown = tools.querySelector('.prose');
        const frame = tools.querySelector('.two-up');
        area.before(frame);
        frame.querySelector('.toolbar').after(area);
        frame.addEventListener('click', ({target}) => {
            const button = target.closest('[data-act]');
            if (button) {
                ACTIONS[button.dataset.act](area, button.dataset.words);
            }
        });

        let asked = null;
        const show = async () => {
            const text = area.value;
            if (text === asked) {
                return;
            }
            asked = text;
            const html = text.trim() ? await ask(pattern.dataset.rendered, text) : '';
            if (html !== null && asked === text) {
                shown.innerHTML = html;
            }
        };
        let timer = null;
        area.addEventListener('input', () => {
            clearTimeout(timer);
            timer = setTimeout(show, PAUSE);
        });
        show();
    };

    const isStyled = (html) => /<(h[1-6]|b|strong|em|i|ul|ol|table|a)\b|mso-list|font-weight/i.test(html);

    const paste = async (area, event) => {
        const html = event.clipboardData?.getData('text/html') ?? '';
        if (!isStyled(html)) {
            return;
        }
        event.preventDefault();
        const plain = event.clipboardData.getData('text/plain');
        insert(area, (await ask(pattern.dataset.pasted, html)) || plain);
    };

    const dress = (area) => {
        start(area);
        area.addEventListener('paste', (event) => paste(area, event));
    };

    if (pattern) {
        const isPattern = (area) => area.closest('.empty-form');
        const areas = [...document.querySelectorAll('#text textarea, .translation [name$="-text"]')];
        areas.filter((area) => !isPattern(area)).forEach(dress);
        document.addEventListener('formset:added', ({target}) => {
            const area = target.matches('.translation') && target.querySelector('[name$="-text"]');
            if (area) {
                dress(area);
            }
        });
    }
}
