/* The clerk's desk: rows, and the way back after a log-in. */
'use strict';
{
    // A row just added is ready to be typed into; a picker opens, as only its search box takes Chinese.
    document.addEventListener('formset:added', (event) => {
        const first = event.target.querySelector('select, textarea, input:not([type="hidden"]):not(.order)');
        first?.focus();
        if (first?.classList.contains('admin-autocomplete')) {
            django.jQuery(first).select2('open');
        }
    });

    // A stored row, or one of many, gets its folded fields when it is first unfolded: those of the empty row
    // that Django copies for each new one, with the row's own values. See RowForm in archive/forms/desk/rows.py.
    document.addEventListener('toggle', (event) => {
        const details = event.target;
        if (details.open && details.closest('.rows') && !details.querySelector('summary ~ *')) {
            unfold(details);
        }
    }, true);

    // In a long list a select comes with what is chosen alone: here it gets the options of the empty row.
    const complete = (select) => {
        const name = select.name.slice(select.name.lastIndexOf('-'));
        const empty = document.getElementById(`${select.name.split(/-\d+-/)[0]}-empty`);
        const pattern = (empty?.content ?? empty)?.querySelector(`select[name$="${name}"]`);
        if (pattern && select.options.length < pattern.options.length) {
            const {value} = select;
            select.replaceChildren(...[...pattern.options].map((option) => option.cloneNode(true)));
            select.value = value;
        }
    };

    document.addEventListener('DOMContentLoaded', () => {
        document
            .querySelectorAll(':is(.rows .has_original, [data-stored]) select:not(.admin-autocomplete)')
            .forEach(complete);
    });

    const unfold = (details) => {
        const row = details.closest('tr, .outline-row');
        const [prefix, number] = row.id.split(/-(?=\d+$)/);
        const empty = document.getElementById(`${prefix}-empty`);
        const pattern = (empty.content ?? empty).querySelector('details');
        const remove = document.getElementById('remove-row');
        if (remove && row.matches('#attendances-group .has_original') && !row.querySelector('[name$="-DELETE"]')) {
            details.after(remove.content.cloneNode(true));
            const box = row.querySelector('[name$="-DELETE"]');
            box.name = box.name.replace('__prefix__', number);
        }
        pattern.querySelectorAll(':scope > div:not(.kept)').forEach((field) => details.append(field.cloneNode(true)));
        details.querySelectorAll('[id], [for]').forEach((element) => {
            for (const name of ['id', 'name', 'for', 'aria-describedby']) {
                const value = element.getAttribute(name);
                if (value) {
                    element.setAttribute(name, value.replace('__prefix__', number));
                }
            }
        });
        for (const [name, value] of Object.entries(JSON.parse(details.dataset.values ?? '{}'))) {
            fill(details.querySelector(`[name$="-${number}-${name}"]`), value);
        }
        details.parentElement.querySelectorAll('[data-held]').forEach((field) => field.remove());
        delete details.dataset.values;
        details.dispatchEvent(new CustomEvent('desk:unfolded', {bubbles: true}));
    };

    const fill = (field, value) => {
        if (Array.isArray(value) && field.classList.contains('admin-autocomplete')) {
            field.add(new Option(value[1], value[0], true, true));
        } else if (field.type === 'checkbox') {
            field.checked = value;
        } else {
            field.value = Array.isArray(value) ? value[0] : value;
        }
    };

    // A link to a field leads into it, also where its fieldset is folded.
    const reveal = () => {
        const field = location.hash && document.getElementById(location.hash.slice(1));
        field?.closest?.('details')?.setAttribute('open', '');
        field?.focus?.();
    };
    window.addEventListener('hashchange', reveal);
    window.addEventListener('load', reveal);

    // What was carried through a log-in goes back to its page by itself; without scripts, by its button.
    document.addEventListener('DOMContentLoaded', () => {
        document.querySelector('form[data-resume]')?.requestSubmit(document.querySelector('[name="_resume"]'));
    });
}
