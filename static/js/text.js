/* The text of a meeting: a toolbar of words, the text as the public will read it beside it, and pastes from word
   processors and web pages as Markdown, which the server makes of them. */
'use strict';
{
    const area = document.getElementById('id_text');
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
    const insert = (text) => {
        area.focus();
        if (!document.execCommand('insertText', false, text)) {
            area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
            area.dispatchEvent(new Event('input', {bubbles: true}));
        }
    };

    const selected = () => area.value.slice(area.selectionStart, area.selectionEnd);

    const around = (before, after, instead) => {
        const text = selected() || instead;
        insert(before + text + after);
        const end = area.selectionEnd - after.length;
        area.setSelectionRange(end - text.length, end);
    };

    const lines = (mark) => {
        const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
        const end = area.value.indexOf('\n', area.selectionEnd);
        area.setSelectionRange(start, end < 0 ? area.value.length : end);
        insert(selected().split('\n').map((line, place) => mark(place) + line).join('\n'));
    };

    const ACTIONS = {
        heading: () => lines(() => '## '),
        bold: (words) => around('**', '**', words),
        italic: (words) => around('*', '*', words),
        list: () => lines(() => '- '),
        numbers: () => lines((place) => `${place + 1}. `),
        quote: () => lines(() => '> '),
        table: (words) => insert(`\n\n| ${words} | ${words} |\n| --- | --- |\n|  |  |\n\n`),
        link: (words) => around('[', '](https://)', words),
    };

    const start = () => {
        const tools = pattern.content.cloneNode(true);
        const shown = tools.querySelector('.prose');
        const frame = tools.querySelector('.two-up');
        area.before(frame);
        frame.querySelector('.toolbar').after(area);
        frame.addEventListener('click', ({target}) => {
            const button = target.closest('[data-act]');
            if (button) {
                ACTIONS[button.dataset.act](button.dataset.words);
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

    const paste = async (event) => {
        const html = event.clipboardData?.getData('text/html') ?? '';
        if (!isStyled(html)) {
            return;
        }
        event.preventDefault();
        const plain = event.clipboardData.getData('text/plain');
        insert((await ask(pattern.dataset.pasted, html)) || plain);
    };

    if (area && pattern) {
        start();
        area.addEventListener('paste', paste);
    }
}
