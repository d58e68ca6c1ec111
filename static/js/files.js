/* Files of minutes: dropped or chosen ones are sent one by one, then read, then made into drafts, each by a
   request of its own; the page says how far that is, and may be left at any time. */
'use strict';
{
    const tokenOf = (form) => form.elements.csrfmiddlewaretoken.value;

    const post = async (address, fields) => {
        const answer = await fetch(address, {method: 'POST', body: fields, redirect: 'manual'}).catch(() => null);
        return answer?.ok ? answer : null;
    };

    // Sending. One file goes as the form goes, to be checked at once; several go to the table.
    const send = async (form, files) => {
        const says = form.querySelector('.sending');
        const bar = document.createElement('progress');
        const text = document.createElement('span');
        const [again, failed] = [[], []];
        bar.max = files.length;
        says.replaceChildren(bar, text);
        for (const [number, file] of files.entries()) {
            text.textContent = ` ${number} / ${files.length} ${form.dataset.sent}: ${file.name}`;
            bar.value = number;
            const fields = new FormData();
            fields.append('csrfmiddlewaretoken', tokenOf(form));
            fields.append('_script', '1');
            fields.append('file', file);
            const answer = await post(form.dataset.files, fields);
            const told = await answer?.json().catch(() => null);
            if (told) {
                again.push(...told.again);
            } else {
                failed.push(file.name);
            }
        }
        const table = new URL(form.dataset.files, location.href);
        again.forEach((key) => table.searchParams.append('again', key));
        if (failed.length === 0) {
            location.assign(table);
            return;
        }
        const link = document.createElement('a');
        link.href = table;
        link.textContent = `${files.length - failed.length} / ${files.length} ${form.dataset.sent}`;
        says.replaceChildren(link, ` ${form.dataset.failed} ${failed.join(', ')}`);
    };

    document.querySelectorAll('form.drop').forEach((form) => {
        const input = form.querySelector('input[type="file"]');
        form.addEventListener('submit', (event) => {
            if (input.files.length > 1) {
                event.preventDefault();
                send(form, [...input.files]);
            }
        });
        form.addEventListener('dragover', (event) => {
            if (event.dataTransfer.types.includes('Files')) {
                event.preventDefault();
                form.classList.add('over');
            }
        });
        form.addEventListener('dragleave', () => form.classList.remove('over'));
        form.addEventListener('drop', (event) => {
            form.classList.remove('over');
            if (event.dataTransfer.files.length > 0) {
                event.preventDefault();
                input.files = event.dataTransfer.files;
                form.requestSubmit(form.querySelector('.default, .tools button'));
            }
        });
    });

    // The table
    const table = document.getElementById('files');
    const rows = (state) => [...table.querySelectorAll(`tr[data-state="${state}"]`)];
    const ticks = () => [...table.querySelectorAll('input[name="tick"]')];

    const ask = async (row, button) => {
        const fields = new FormData();
        fields.append('csrfmiddlewaretoken', tokenOf(table));
        fields.append('one', row.dataset.key);
        fields.append(button, '1');
        row.querySelectorAll('input[name]').forEach(({name, value, type}) => {
            if (type !== 'checkbox') {
                fields.append(name, value);
            }
        });
        const answer = await post(location.pathname, fields);
        if (!answer) {
            return false;
        }
        const place = document.createElement('tbody');
        place.innerHTML = await answer.text();
        const fresh = place.querySelector('tr');
        if (fresh) {
            row.replaceWith(fresh);
        }
        count();
        return fresh !== null;
    };

    const count = () => {
        const all = ticks();
        const ticked = all.filter((box) => box.checked).length;
        document.getElementById('ticked').textContent = `${ticked} / ${all.length}`;
        const box = document.getElementById('tick-all');
        box.hidden = false;
        box.checked = ticked === all.length && ticked > 0;
        box.indeterminate = ticked > 0 && ticked < all.length;
    };

    // What the page says of all rows together, as the server counts it: they change while rows are read.
    const OF_ALL = ['files-read', 'files-bodies', 'files-filters'];
    const refresh = async (...also) => {
        const answer = await fetch(location.href).catch(() => null);
        const fresh = new DOMParser().parseFromString(await answer?.text() ?? '', 'text/html');
        for (const id of [...OF_ALL, ...also]) {
            const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
            if (old && now) {
                old.replaceChildren(...now.childNodes);
            }
        }
    };

    const readAll = async () => {
        const unread = rows('unread');
        for (const [number, row] of unread.entries()) {
            if (!await ask(row, '_read')) {
                return;
            }
            const place = document.getElementById('files-read');
            const [bar, told] = [place.querySelector('progress'), place.querySelector('b')];
            bar.value += 1;
            told.textContent = bar.value;
            if (number % 20 === 19 || number + 1 === unread.length) {
                await refresh('files-says');
            }
        }
        table.querySelector('[name="_read"]')?.remove();
    };

    const makeAll = async (button) => {
        const says = table.querySelector('.submit-row .says');
        const chosen = ticks().filter((box) => box.checked).map((box) => box.closest('tr'));
        button.disabled = true;
        for (const [number, row] of chosen.entries()) {
            says.textContent = `${says.dataset.making} ${number} / ${chosen.length}`;
            if (!await ask(row, '_make')) {
                says.textContent = says.dataset.failed;
                button.disabled = false;
                return;
            }
        }
        says.textContent = `${says.dataset.made} ${rows('made').length}`;
        await refresh();
        button.disabled = false;
    };

    if (table) {
        count();
        table.addEventListener('change', (event) => {
            if (event.target.id === 'tick-all') {
                ticks().forEach((box) => {
                    box.checked = event.target.checked;
                });
            }
            count();
        });
        table.addEventListener('submit', (event) => {
            if (event.submitter?.name === '_make') {
                event.preventDefault();
                makeAll(event.submitter);
            }
        });
        readAll();
    }
}
