/* Attendance as fast as typing: in the column of the status one key is one person, a number goes to its row, and
   Enter goes down a column. */
'use strict';
{
    const KEYS = {
        p: {status: 'present', role: 'member'},
        e: {status: 'excused'},
        a: {status: 'absent'},
        i: {status: 'present', role: 'in_attendance'},
        s: {status: 'present'},
    };

    const fieldOf = (row, name) => row.querySelector(`[name$="-${name}"]`);

    const columnOf = (field) => field.name.slice(field.name.lastIndexOf('-') + 1);

    const rowBeside = (row, step) => {
        let other = row;
        do {
            other = step > 0 ? other.nextElementSibling : other.previousElementSibling;
        } while (other && !(other.matches('.form-row:not(.empty-form)')));
        return other;
    };

    const move = (field, step) => {
        const row = field.closest('tr');
        const other = rowBeside(row, step);
        if (other) {
            fieldOf(other, columnOf(field))?.focus();
        } else if (step > 0) {
            row.closest('.inline-group').querySelector('.add-row a')?.click();
        }
    };

    const choose = (select, value) => {
        if (select.value !== value) {
            select.value = value;
            select.dispatchEvent(new Event('change', {bubbles: true}));
        }
    };

    // Digits make a number as long as there is such a row: 1 and then 9 go to row 19, 5 and then 8 to row 8.
    let digits = '';

    const goToNumber = (digit) => {
        const numberOf = ({value, placeholder}) => value || placeholder;
        const rowOf = (number) => rowsOf().find((row) => numberOf(fieldOf(row, 'order')) === number);
        digits = rowOf(digits + digit) ? digits + digit : digit;
        const row = rowOf(digits);
        if (row) {
            fieldOf(row, 'status').focus();
        }
    };

    // Only somebody who is in attendance becomes a member again: a chair stays in the chair.
    const set = (row, {status, role}) => {
        choose(fieldOf(row, 'status'), status);
        const roles = fieldOf(row, 'role');
        if (role === 'in_attendance' || (role && roles.value === 'in_attendance')) {
            choose(roles, role);
        }
    };

    const askForWhom = (row) => {
        const details = row.querySelector('details');
        details.open = true;
        // The fields of a stored row are put in by desk.js when the row has told that it is open.
        setTimeout(() => {
            const picker = fieldOf(row, 'on_behalf_of');
            picker?.focus();
            if (picker) {
                django.jQuery(picker).select2('open');
            }
        });
    };

    document.addEventListener('keydown', (event) => {
        const field = event.target;
        const isOurs = field.matches?.('#attendances-group tbody :is(select, input[type="text"])');
        if (!isOurs || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const row = field.closest('tr');
        const choice = columnOf(field) === 'status' && KEYS[event.key.toLowerCase()];
        const isDigit = columnOf(field) === 'status' && /^[0-9]$/.test(event.key);
        if (isDigit) {
            event.preventDefault();
            goToNumber(event.key);
            return;
        }
        digits = '';
        if (choice) {
            event.preventDefault();
            set(row, choice);
            if (event.key.toLowerCase() === 's') {
                askForWhom(row);
            } else {
                move(field, 1);
            }
        } else if (event.key === 'Enter' && ['status', 'role', 'label'].includes(columnOf(field))) {
            event.preventDefault();
            move(field, event.shiftKey ? -1 : 1);
        }
    });

    // A status is a select, which keys and screen readers use; for eyes, mice and fingers it shows segments.
    const rowsOf = () => [...document.querySelectorAll('#attendances-group .form-row:not(.empty-form)')];

    const isSubstitute = (row) => {
        const folded = row.querySelector('details[data-values]');
        const picker = fieldOf(row, 'on_behalf_of');
        return picker ? picker.value !== '' : Boolean(folded && row.querySelector('.substitute'));
    };

    const keyOf = (row) => {
        const status = fieldOf(row, 'status').value;
        if (status !== 'present') {
            return status.slice(0, 1);
        }
        if (isSubstitute(row)) {
            return 's';
        }
        return fieldOf(row, 'role').value === 'in_attendance' ? 'i' : 'p';
    };

    const show = (row) => {
        const select = fieldOf(row, 'status');
        if (select && !select.nextElementSibling?.matches('.segments')) {
            select.after(document.getElementById('segments').content.cloneNode(true).firstElementChild);
        }
        const key = select && keyOf(row);
        select?.nextElementSibling.querySelectorAll('[data-key]').forEach((segment) => {
            segment.classList.toggle('chosen', segment.dataset.key === key);
        });
    };

    const showAll = ({target}) => {
        const row = target?.closest?.('#attendances-group .form-row');
        (row && !row.matches('.empty-form') ? [row] : rowsOf()).forEach(show);
    };

    document.addEventListener('click', ({target}) => {
        const key = target.closest?.('.segments [data-key]')?.dataset.key;
        const row = key && target.closest('tr');
        if (row) {
            set(row, KEYS[key]);
            fieldOf(row, 'status').focus();
            if (key === 's') {
                askForWhom(row);
            }
        }
    });

    // How many of each, as the rows stand. A count that the source declares may be of all rows or of members.
    const MEMBERS = ['chair', 'recorder', 'member'];
    const COUNTED = {expected_count: ['present', 'absent', 'excused'], present_count: ['present']};

    const counted = (rows, statuses) => {
        const found = rows.filter((row) => statuses.includes(fieldOf(row, 'status').value));
        return [found.length, found.filter((row) => MEMBERS.includes(fieldOf(row, 'role').value)).length];
    };

    const count = () => {
        const tally = document.getElementById('tally');
        const rows = rowsOf()
            .filter((row) => fieldOf(row, 'status') && !row.querySelector('[name$="-DELETE"]')?.checked);
        rowsOf().forEach((row, index) => {
            fieldOf(row, 'order').placeholder = index + 1;
        });
        const kinds = rows.map((row) => {
            const status = fieldOf(row, 'status').value;
            return status === 'present' && fieldOf(row, 'role').value === 'in_attendance' ? 'in_attendance' : status;
        });
        for (const place of tally.querySelectorAll('[data-kind]')) {
            place.textContent = kinds.filter((kind) => kind === place.dataset.kind).length;
        }
        for (const place of tally.querySelectorAll('[data-declared]')) {
            const declared = document.getElementById(`id_${place.dataset.declared}`)?.value ?? '';
            const listed = counted(rows, COUNTED[place.dataset.declared]);
            place.querySelector('b').textContent = declared;
            place.querySelector('[data-counted]').textContent = listed[1];
            place.classList.toggle('wait', !listed.includes(Number(declared)));
            place.hidden = declared === '';
        }
        tally.hidden = rows.length === 0;
    };

    document.addEventListener('DOMContentLoaded', () => {
        if (document.getElementById('tally')) {
            count();
            showAll({});
            for (const name of ['change', 'formset:added', 'desk:unfolded']) {
                document.addEventListener(name, showAll);
            }
            django.jQuery(document).on('change', '#attendances-group select', showAll); // Select2 tells jQuery only
            for (const name of ['change', 'input', 'formset:added', 'formset:removed']) {
                document.addEventListener(name, count);
            }
        }
    });
}
