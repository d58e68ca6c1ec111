/* Pickers of people and bodies. In the place of Django's autocomplete.js, which dresses every field when
   the page opens: a meeting of 300 people has 600. Here a field is dressed when it is first used. */
'use strict';
{
    const $ = django.jQuery;
    const isPicker = (element) => element.matches?.('select.admin-autocomplete');

    const nameOf = (element) =>
        element.getAttribute('aria-label') ?? element.labels[0]?.textContent.trim() ?? '';

    // Who may add people names somebody new by typing the name: offered last, so that who is known comes first.
    const naming = (element) => element.dataset.newLabel ? {
        tags: true,
        createTag: ({term}) => term?.trim() ? {
            id: `new:${term.trim()}`,
            text: element.dataset.newLabel.replace('%s', term.trim()),
        } : null,
        insertTag: (offers, tag) => {
            const name = tag.id.replace('new:', '');
            const isKnown = offers.some(({text}) => text === name || text.startsWith(`${name} · `));
            offers.push(isKnown ? {
                id: `new2:${name}`,
                text: element.dataset.anotherLabel.replace('%s', name),
            } : tag);
        },
    } : {};

    // Those whom a name that was read may mean stand in the field already: they are offered first.
    const offeredFirst = (element) => {
        const offers = [...element.options]
            .filter(({value, defaultSelected}) => value && !defaultSelected)
            .map(({value, textContent}) => ({id: value, text: textContent.trim()}));
        const known = new Set(offers.map(({id}) => id));
        return offers.length ? {
            processResults: ({results, pagination}, {term = '', page = 1}) => {
                const words = term.trim().toLowerCase();
                const fitting = page === 1 ? offers.filter(({text}) => text.toLowerCase().includes(words)) : [];
                return {results: [...fitting, ...results.filter(({id}) => !known.has(String(id)))], pagination};
            },
        } : {};
    };

    // Who moves or seconds was there: those present are offered first, newcomers among them.
    const presentFirst = (element) => /-(mover|seconder)$/.test(element.name) ? {
        processResults: ({results, pagination}, {term = '', page = 1}) => {
            const people = [...document.querySelectorAll('#attendances-group .form-row:not(.empty-form)')]
                .filter((row) => row.querySelector('[name$="-status"]')?.value === 'present')
                .map((row) => row.querySelector('[name$="-person"]')?.selectedOptions[0])
                .filter((option) => option?.value)
                .map(({value, textContent}) => ({id: value, text: textContent.trim()}));
            const words = term.trim().toLowerCase();
            const known = new Set(people.map(({id}) => id));
            const offered = page === 1 ? people.filter(({text}) => text.toLowerCase().includes(words)) : [];
            const others = results.filter(({id}) => !known.has(String(id)));
            return {results: [...offered, ...others], pagination};
        },
    } : {};

    // The rows of a long list leave to the empty row what is said of each of their pickers.
    const describe = (element) => {
        const name = element.name.slice(element.name.lastIndexOf('-'));
        const empty = document.getElementById(`${element.name.split(/-\d+-/)[0]}-empty`);
        const pattern = (empty?.content ?? empty)?.querySelector(`select[name$="${name}"]`);
        for (const {name, value} of element.dataset.modelName ? [] : pattern.attributes) {
            if (name.startsWith('data-') || name === 'lang') {
                element.setAttribute(name, value);
            }
        }
    };

    const dress = (element) => {
        describe(element);
        if (element.options[0]?.value !== '' && !element.multiple) {
            element.add(new Option('', ''), 0); // else the browser chooses the first offer that Select2 adds
        }
        $(element).select2({
            ...naming(element),
            ajax: {
                ...offeredFirst(element),
                ...presentFirst(element),
                data: (params) => ({
                    term: params.term,
                    page: params.page,
                    app_label: element.dataset.appLabel,
                    model_name: element.dataset.modelName,
                    field_name: element.dataset.fieldName,
                    // Who approves minutes is a meeting of the same body.
                    body: element.dataset.body,
                }),
            },
        });
        const picker = $(element).data('select2');
        // Select2 names its box by what is chosen; while nothing is, a screen reader says the field's name.
        const named = '.select2-selection__rendered, .select2-search__field';
        picker.$selection.find(named).addBack().attr('aria-label', nameOf(element));
        return picker;
    };

    // The browser's own list of several shows nothing of what can be chosen.
    for (const element of document.querySelectorAll('select.admin-autocomplete[multiple]')) {
        dress(element);
    }

    document.addEventListener('focusin', (event) => {
        if (isPicker(event.target) && !$(event.target).data('select2')) {
            dress(event.target).$selection.trigger('focus');
        }
    });

    document.addEventListener('mousedown', (event) => {
        if (isPicker(event.target) && !$(event.target).data('select2')) {
            event.preventDefault(); // keeps the browser's own list shut
            dress(event.target);
            $(event.target).select2('open');
        }
    });

    // Typing opens the list, as it does in a browser's own; the letter lands in the search box.
    document.addEventListener('keydown', (event) => {
        const box = event.target.closest?.('.select2-container:not(.select2-container--open)');
        const letter = event.key.length === 1 && event.key !== ' ';
        if (box && (letter || event.key === 'ArrowDown') && !event.ctrlKey && !event.metaKey && !event.altKey) {
            $(box).prev('select').select2('open');
        }
    });

    // jQuery 3.6 and later lose the focus that Select2 4.0 gives its search box. Source: select2 issue 5993.
    $(document).on('select2:open', () => {
        document.querySelector('.select2-container--open .select2-search__field')?.focus();
    });
}
