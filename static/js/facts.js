/* The facts of a meeting: days and hours in words while they are typed, and chair and recorder chosen from the
   people of the attendance, where both are roles. */
'use strict';
{
    const NAMES = ['date', 'end_date', 'issued_on', 'approved_on', 'date_precision', 'start_time', 'end_time'];
    const PAUSE = 250; // milliseconds without a key before the server is asked
    const place = document.getElementById('facts');
    const fields = NAMES.map((name) => document.getElementById(`id_${name}`)).filter(Boolean);

    const element = (tag, text, className) => {
        const made = document.createElement(tag);
        made.textContent = text;
        made.className = className;
        return made;
    };

    // A day of two becomes a button that writes it so that it can be no other.
    const dayButton = (field, day, name) => {
        const button = element('button', name, 'text-button');
        button.type = 'button';
        button.addEventListener('click', () => {
            field.value = day;
            field.dispatchEvent(new Event('input', {bubbles: true}));
            field.dispatchEvent(new Event('change', {bubbles: true}));
            field.focus();
        });
        return button;
    };

    const tell = (echo, words) => {
        const field = document.getElementById(`id_${echo.dataset.words}`);
        echo.querySelector(':scope > :is(.ok, .warn)')?.remove();
        // A link to the passage that was read stays beside the words.
        echo.querySelector(':scope > .soft:not(:has(a))')?.toggleAttribute('hidden', Boolean(words));
        if (words) {
            const [text, isDoubt, days] = words;
            const told = element('span', `${text} `, isDoubt ? 'warn' : 'ok');
            days.forEach(([day, name]) => told.append(dayButton(field, day, name), ' '));
            echo.prepend(told);
        }
        field.closest('.fact').classList.toggle('in-doubt', Boolean(words?.[1]));
    };

    let asked = '';
    const ask = async () => {
        const query = `${new URLSearchParams(fields.map((field) => [field.name, field.value]))}`;
        asked = query;
        const answer = await fetch(`${place.dataset.words}?${query}`).catch(() => null);
        if (answer?.ok && asked === query) {
            const words = await answer.json();
            place.querySelectorAll('[data-words]').forEach((echo) => {
                if (NAMES.includes(echo.dataset.words)) {
                    tell(echo, words[echo.dataset.words]);
                }
            });
        }
    };

    if (place && fields.length) {
        let timer = null;
        const later = () => {
            clearTimeout(timer);
            timer = setTimeout(ask, PAUSE);
        };
        fields.forEach((field) => {
            field.addEventListener('input', later);
            field.addEventListener('change', later);
        });
        if (place.querySelector('[data-words] time')) {
            ask();
        }
    }

    // Chair and recorder

    const rowsOf = () => [...document.querySelectorAll('#attendances-group tr.form-row:not(.empty-form)')];

    const roleIn = (row) => row.querySelector('[name$="-role"]');

    const nameIn = (row) => row.querySelector('[name$="-person"]')?.selectedOptions[0]?.textContent.trim() ?? '';

    const give = (row, role) => {
        const select = roleIn(row);
        select.value = role;
        select.dispatchEvent(new Event('change', {bubbles: true}));
    };

    const list = (select) => {
        const named = rowsOf().filter(nameIn);
        const holder = named.find((row) => roleIn(row)?.value === select.dataset.role);
        select.replaceChildren(new Option('–', ''), ...named.map((row) => new Option(nameIn(row), row.id)));
        select.value = holder?.id ?? '';
    };

    const choose = (select) => {
        const chosen = select.value;
        rowsOf().filter((row) => roleIn(row)?.value === select.dataset.role).forEach((row) => give(row, 'member'));
        if (chosen) {
            give(document.getElementById(chosen), select.dataset.role);
        }
    };

    const startOfficers = () => {
        const group = document.getElementById('attendances-group');
        const selects = group ? [...document.querySelectorAll('[data-officer]')].map((told) => {
            const select = document.createElement('select');
            select.dataset.role = told.dataset.officer;
            select.setAttribute('aria-labelledby', told.getAttribute('aria-labelledby'));
            told.replaceWith(select);
            select.addEventListener('change', () => choose(select));
            list(select);
            return select;
        }) : [];
        const again = () => selects.forEach(list);
        group?.addEventListener('change', again);
        document.addEventListener('formset:removed', again);
        django.jQuery(group).on('change', '[name$="-person"]', again); // Select2 tells jQuery only
    };

    document.addEventListener('DOMContentLoaded', startOfficers);
}
