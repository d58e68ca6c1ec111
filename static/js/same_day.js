/* A new meeting: says as soon as body and date are known that the body has one on this day. */
'use strict';
{
    const place = document.getElementById('same-day');
    const [body, date, precision] = ['body', 'date', 'date_precision'].map((name) => document.getElementById(`id_${name}`));
    let asked = '';

    const ask = async () => {
        if (!body.value || !date.value) {
            place.replaceChildren();
            return;
        }
        const query = new URLSearchParams({body: body.value, date: date.value, date_precision: precision?.value ?? 'day'});
        if (asked === `${query}`) {
            return;
        }
        asked = `${query}`;
        const answer = await fetch(`${place.dataset.address}?${query}`).catch(() => null);
        if (answer?.ok && asked === `${query}`) {
            place.innerHTML = await answer.text();
        }
    };

    if (place && body && date) {
        django.jQuery(body).on('change', ask); // Select2 tells jQuery only
        date.addEventListener('change', ask);
        date.addEventListener('blur', ask);
        precision?.addEventListener('change', ask);
    }
}
