/* Warns before a page is left with something typed that is not saved: fields, rows added, removed or moved.
   A page that was sent back is unsaved from the start: it carries [data-unsaved] or an error. */
'use strict';
{
    // The desk's page itself, or the form that carries it through a preview.
    const form = document.querySelector('#content-main form[id$="_form"], form[data-unsaved]');
    let isLeaving = false;

    const values = () => {
        const found = new Map();
        for (const [name, value] of new FormData(form)) {
            const text = value instanceof File ? value.name : value.replaceAll('\r\n', '\n');
            found.set(name, (found.get(name) ?? '') + '\n' + text);
        }
        return found;
    };

    const isChanged = () => {
        const now = values();
        return now.size !== shown.size || [...now].some(([name, value]) => shown.get(name) !== value);
    };

    const isSentBack = document.querySelector('[data-unsaved], .errornote') !== null;
    const shown = form ? values() : new Map();

    // Unfolding a row puts fields into the form with what is stored: nobody typed that.
    document.addEventListener('desk:unfolded', (event) => {
        const now = values();
        event.target.querySelectorAll('[name]').forEach(({name}) => {
            if (now.has(name)) {
                shown.set(name, now.get(name));
            }
        });
    });

    form?.addEventListener('submit', () => {
        isLeaving = true;
    });

    // Coming back by the browser's own button shows the page as it was left.
    window.addEventListener('pageshow', () => {
        isLeaving = false;
    });

    window.addEventListener('beforeunload', (event) => {
        if (form && !isLeaving && (isSentBack || isChanged())) {
            event.preventDefault();
        }
    });
}
