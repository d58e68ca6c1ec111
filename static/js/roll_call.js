/* The roll call: a motion's button lets all who are present vote for it, one key is one exception, Enter goes
   down, and the sums follow. A cell is named after the row of its motion, see archive/forms/desk/roll_call.py. */
'use strict';
{
    const KEYS = {f: 'yes', n: 'no', a: 'abstain', r: 'recused', d: 'not_voting'};
    const COUNTS = {yes_count: 'yes', no_count: 'no', abstain_count: 'abstain'};

    const section = document.getElementById('roll-call');
    const table = section?.querySelector('table');

    const fieldOf = (row, name) => row.querySelector(`[name="${row.id}-${name}"]`); // not one of an amendment inside
    const isGone = (row) => fieldOf(row, 'DELETE')?.checked;

    const valueIn = (row, name) => fieldOf(row, name)?.value ?? '';

    const presentRows = () =>
        [...document.querySelectorAll('#attendances-group .form-row:not(.empty-form)')].filter((row) =>
            fieldOf(row, 'person')?.value && !isGone(row) && fieldOf(row, 'status').value === 'present'
            && fieldOf(row, 'role').value !== 'in_attendance');

    const heads = () => [...table.tHead.rows[0].querySelectorAll('th')];
    const voters = () => [...table.tBodies[0].rows];

    const motionName = (row) => {
        const words = valueIn(row, 'name') || valueIn(row, 'text');
        return [valueIn(row, 'identifier'), words.slice(0, 60)].filter(Boolean).join(' · ') || '…';
    };

    const voterRow = (key, name) => {
        const known = voters().find((row) => row.dataset.voter === key);
        if (known) {
            return known;
        }
        const row = table.tBodies[0].insertRow();
        row.dataset.voter = key;
        const head = document.createElement('th');
        head.scope = 'row';
        head.textContent = name;
        row.append(head);
        heads().forEach(() => row.insertCell());
        return row;
    };

    const addColumn = (row) => {
        const head = document.createElement('th');
        head.scope = 'col';
        head.motion = row;
        voters().forEach((voter) => voter.insertCell());
        table.tHead.rows[0].append(head);
        const foot = table.tFoot.rows[0].insertCell();
        foot.append(document.getElementById('roll-foot').content.cloneNode(true));
        return head;
    };

    const addCell = (place, head, key, name) => {
        const cell = document.getElementById('roll-cell').content.cloneNode(true);
        const select = cell.querySelector('select');
        select.name = `${head.motion.id}-vote-${key}`;
        select.setAttribute('aria-label', `${name}, ${head.textContent}`);
        place.append(cell);
    };

    const begin = (row) => {
        let head = heads().find((one) => one.motion === row);
        const present = presentRows();
        if (!head && !present.length) {
            return false; // the server says why
        }
        head ??= addColumn(row);
        head.textContent = motionName(row);
        for (const {selectedOptions: [person]} of present.map((one) => fieldOf(one, 'person'))) {
            const place = voterRow(person.value, person.textContent).cells[head.cellIndex];
            if (!place.querySelector('select')) {
                addCell(place, head, person.value, person.textContent);
            }
        }
        section.hidden = false;
        refresh();
        focusFirst(head.cellIndex);
        return true;
    };

    const selectIn = (row, column) => row?.cells[column]?.querySelector('select');

    const focusFirst = (column) => {
        const first = voters().map((row) => selectIn(row, column)).find(Boolean);
        first?.focus();
        return first;
    };

    const move = (select, step) => {
        const column = select.closest('td').cellIndex;
        const all = voters().map((row) => selectIn(row, column)).filter(Boolean);
        const next = all[all.indexOf(select) + step];
        if (next) {
            next.focus();
        } else if (step > 0) {
            const offer = table.tFoot.rows[0].cells[column].querySelector('button:not([hidden])');
            offer?.checkVisibility() ? offer.focus() : focusFirst(column + 1);
        }
    };

    document.addEventListener('keydown', (event) => {
        const select = event.target.closest?.('#roll-call tbody select');
        if (!select || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const choice = KEYS[event.key.toLowerCase()];
        if (choice) {
            event.preventDefault();
            select.value = choice;
            select.dispatchEvent(new Event('change', {bubbles: true}));
            move(select, 1);
        } else if (event.key === 'Enter') {
            event.preventDefault();
            move(select, event.shiftKey ? -1 : 1);
        }
    });

    document.addEventListener('click', (event) => {
        const button = event.target.closest?.('[name="_roll_call"], #roll-call [data-result]');
        if (button?.dataset.result) {
            const column = button.closest('td').cellIndex;
            const result = fieldOf(heads()[column - 1].motion, 'result');
            result.value = button.dataset.result;
            result.dispatchEvent(new Event('change', {bubbles: true}));
            focusFirst(column + 1) ?? result.focus();
        } else if (button && section && begin(button.closest('.outline-row'))) {
            event.preventDefault();
        }
    });

    // Sums, and whether they bear out what is typed. It is only said: the clerk decides.
    const sumUp = (head) => {
        const foot = table.tFoot.rows[0].cells[head.cellIndex];
        const votes = voters().map((row) => selectIn(row, head.cellIndex)?.value).filter(Boolean);
        const beside = JSON.parse(head.dataset.beside ?? '{}'); // casting votes, and names to check
        const sum = (option) => votes.filter((vote) => vote === option).length + (beside[option] ?? 0);
        for (const place of foot.querySelectorAll('[data-option]')) {
            place.querySelector('b').textContent = sum(place.dataset.option);
            place.hidden = !sum(place.dataset.option);
        }
        const typed = Object.entries(COUNTS).map(([name, option]) => [valueIn(head.motion, name), sum(option)]);
        const differs = typed.some(([count, named]) => count !== '' && Number(count) !== named);
        const result = valueIn(head.motion, 'result');
        const [yes, no] = [sum('yes'), sum('no')];
        show(foot, 'differs', votes.length && differs && !('weighed' in head.dataset));
        foot.querySelector('[data-differs] b').textContent = typed.map(([count]) => count || '–').join(' : ');
        const isOdd = result.startsWith('adopted') ? no > yes : result === 'rejected' && !no;
        show(foot, 'contradicts', votes.length && isOdd && !('weighed' in head.dataset));
        show(foot, 'undecided', votes.length && !result);
        const follows = resultOf(yes, no);
        for (const offer of foot.querySelectorAll('[data-result]')) {
            offer.hidden = offer.dataset.result !== follows;
        }
    };

    const show = (foot, name, isShown) => {
        foot.querySelector(`[data-${name}]`).hidden = !isShown;
    };

    // In a card without a result: what the votes, or the counts typed, add up to, and the result that follows.
    const sumsIn = (card) => {
        const head = table && heads().find((one) => one.motion === card);
        const foot = head && table.tFoot.rows[0].cells[head.cellIndex];
        const votes = ['yes', 'no'].map((option) => foot?.querySelector(`[data-option="${option}"] b`).textContent);
        const counts = ['yes_count', 'no_count'].map((name) => valueIn(card, name));
        const [yes, no] = head && 'weighed' in head.dataset ? ['', ''] : foot ? votes : counts;
        const told = foot ? [...foot.querySelectorAll('[data-option]:not([hidden])')].map((one) => one.textContent) : [];
        return {yes, no, told: told.join(', ') || `${yes || 0} : ${no || 0}`};
    };

    const offerOutcome = (card) => {
        const foot = card.querySelector(':scope > .card-foot');
        const {yes, no, told} = sumsIn(card);
        let outcome = foot.querySelector('.outcome');
        if (valueIn(card, 'result') || !(Number(yes) || Number(no))) {
            outcome?.remove();
            return;
        }
        if (!outcome) { // not made anew: leaving a field by a click on the button must not take it away
            outcome = document.getElementById('outline-words').content.querySelector('.outcome').cloneNode(true);
            foot.prepend(outcome);
        }
        foot.querySelector('[data-sums]').textContent = told;
        for (const offer of foot.querySelectorAll('[data-outcome]')) {
            offer.hidden = offer.dataset.outcome !== resultOf(Number(yes), Number(no));
        }
    };

    const resultOf = (yes, no) => (yes === no ? 'tied' : yes > no ? 'adopted' : 'rejected');

    const offerOutcomes = () => document.querySelectorAll('.outline .motion').forEach(offerOutcome);

    document.addEventListener('click', ({target}) => {
        const offer = target.closest?.('[data-outcome]');
        const result = offer && fieldOf(offer.closest('.motion'), 'result');
        if (result) {
            result.value = offer.dataset.outcome;
            result.focus();
            result.dispatchEvent(new Event('change', {bubbles: true}));
        }
    });

    // Rows are numbered anew when one is removed, and its column goes with it.
    const refreshTable = () => {
        for (const head of heads().filter((one) => !one.motion.isConnected)) {
            const column = head.cellIndex;
            [...table.rows].forEach((row) => row.cells[column].remove());
        }
        for (const head of heads()) {
            for (const select of voters().map((row) => selectIn(row, head.cellIndex)).filter(Boolean)) {
                select.name = select.name.replace(/^resolutions-\d+/, head.motion.id);
            }
            sumUp(head);
        }
        section.hidden = !heads().length;
    };

    const refresh = () => {
        if (table) {
            refreshTable();
        }
        offerOutcomes();
    };

    if (document.querySelector('.outline')) {
        (table ? heads() : []).forEach((head) => {
            head.motion = document.getElementById(head.dataset.motion);
        });
        refresh();
        for (const name of ['change', 'input']) {
            document.addEventListener(name, refresh);
        }
        document.addEventListener('formset:removed', () => setTimeout(refresh)); // told before they are numbered anew
    }
}
