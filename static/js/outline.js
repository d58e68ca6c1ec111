/* The outline of a meeting's page: adds items, motions under them and amendments inside motions, and takes new
   ones away. Fields are those of Django's formsets; where a new row stands is told as in
   archive/forms/desk/resolution_rows.py. */
'use strict';
{
    const outline = document.querySelector('.outline');
    const fieldOf = (row, name) => row.querySelector(`[name="${row.id}-${name}"]`);
    const total = (prefix) => document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const rows = (prefix) => [...outline.querySelectorAll('.outline-row')].filter((row) => row.id.startsWith(`${prefix}-`));
    const numberOf = (row) => Number(row.id.slice(row.id.lastIndexOf('-') + 1));

    const renumber = (root, prefix, from, to) => {
        const begins = new RegExp(`(^|\\b|_)${prefix}-${from}(?=-|$)`);
        for (const element of [root, ...root.querySelectorAll('*')]) {
            for (const name of ['id', 'name', 'for', 'value', 'aria-describedby']) {
                const value = element.getAttribute(name);
                if (value && (name !== 'value' || element.matches('button'))) {
                    element.setAttribute(name, value.replace(begins, `$1${prefix}-${to}`));
                }
            }
        }
    };

    const words = (selector) => document.getElementById('outline-words').content.querySelector(selector).cloneNode(true);

    // Items are moved by their numbers, which also stand in the fold: without scripts they are typed there.
    const offerMoves = (items) => items.forEach((item) => {
        item.querySelector('.card-foot').append(words('[data-move="-1"]'), words('[data-move="1"]'));
    });

    const move = (button) => {
        const item = button.closest('.item');
        const isUp = button.dataset.move === '-1';
        const other = isUp ? item.previousElementSibling : item.nextElementSibling;
        if (!other) {
            return;
        }
        (isUp ? other : item).before(isUp ? item : other);
        rows('agenda_items').forEach((one, index) => {
            fieldOf(one, 'order').value = index + 1;
        });
        button.focus();
        button.dispatchEvent(new Event('change', {bubbles: true}));
    };

    const uncover = (root) => root.querySelectorAll('[data-remove]').forEach((button) => {
        button.hidden = false;
    });

    const set = (row, name, value) => {
        const field = fieldOf(row, name);
        const details = [...row.querySelectorAll('details[data-values]')].find((one) => one.closest('.outline-row') === row);
        if (field) {
            field.value = value;
        }
        if (details) {
            details.dataset.values = JSON.stringify({...JSON.parse(details.dataset.values), [name]: value});
        }
    };

    // A new item is named by a key of its own, which the motions under it name.
    const keyOf = (item) => {
        const field = fieldOf(item, 'row_key');
        field.value ||= `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
        return field.value;
    };

    const cloneOf = (prefix) => {
        const number = Number(total(prefix).value);
        const row = document.getElementById(`${prefix}-empty`).content.cloneNode(true).firstElementChild;
        renumber(row, prefix, '__prefix__', number);
        uncover(row);
        total(prefix).value = number + 1;
        return row;
    };

    const add = (kind, place) => {
        const prefix = kind === 'item' ? 'agenda_items' : 'resolutions';
        const row = cloneOf(prefix);
        const list = kind === 'item' ? '.agenda' : place ? `#${place.id} > .motions` : '#resolutions-group > .motions';
        outline.querySelector(list).append(row);
        offerMoves(kind === 'item' ? [row] : []);
        if (kind === 'motion' && place) {
            set(row, ...(place.dataset.stored ? ['agenda_item', place.dataset.stored] : ['item_key', keyOf(place)]));
        } else if (kind === 'amendment') {
            row.querySelector('.motion-head').before(words('.kind'));
            row.setAttribute('aria-label', words('.kind').textContent);
            set(row, 'classification', 'amendment');
            set(row, 'amends_motion', place.dataset.stored ?? '');
        }
        refresh();
        row.dispatchEvent(new CustomEvent('formset:added', {bubbles: true, detail: {formsetName: prefix}}));
        fieldOf(row, 'name').focus();
    };

    // The shortcut presses a button by script: a motion then goes under the item that is being worked on.
    const placeOf = (kind, event) =>
        kind === 'motion' && !event.isTrusted ? document.activeElement.closest('.outline .item') : null;

    const remove = (row) => {
        const prefix = row.id.slice(0, row.id.lastIndexOf('-'));
        const number = numberOf(row);
        for (const motion of [...row.querySelectorAll(':scope > .motions > .motion')]) {
            for (const name of ['item_key', 'agenda_item', 'amends_motion', 'motion_row']) {
                set(motion, name, '');
            }
            document.querySelector('#resolutions-group > .motions').append(motion);
        }
        const buttons = [...outline.querySelectorAll('button')];
        const before = buttons[buttons.findIndex((button) => row.contains(button)) - 1];
        row.remove();
        for (const later of rows(prefix).filter((one) => numberOf(one) > number).sort((one, other) => numberOf(one) - numberOf(other))) {
            renumber(later, prefix, numberOf(later), numberOf(later) - 1);
        }
        total(prefix).value -= 1;
        refresh();
        document.dispatchEvent(new CustomEvent('formset:removed', {detail: {formsetName: prefix}}));
        (before ?? outline.querySelector('.add-row button')).focus();
    };

    // The number of a new motion changes when one before it is taken away.
    const refresh = () => {
        for (const motion of rows('resolutions').filter((one) => !one.dataset.stored)) {
            const above = motion.parentElement.closest('.motion');
            set(motion, 'motion_row', above && !above.dataset.stored ? numberOf(above) + 1 : '');
        }
        outline.querySelector('h3').hidden = !outline.querySelector('#resolutions-group > .motions > *');
    };

    const start = () => {
        uncover(outline);
        offerMoves(rows('agenda_items'));
        refresh();
        outline.addEventListener('click', ({target}) => {
            const gone = target.closest('[data-remove]');
            const moved = target.closest('[data-move]');
            if (gone) {
                remove(gone.closest('.outline-row'));
            } else if (moved) {
                move(moved);
            }
        });
        outline.addEventListener('click', (event) => {
            const button = event.target.closest('[name="_add_row"]');
            if (button) {
                event.preventDefault();
                const [kind, id] = button.value.split(' ');
                add(kind, id ? document.getElementById(id) : placeOf(kind, event));
            }
        });
    };

    if (outline?.querySelector('.add-row')) {
        start();
    }
}
