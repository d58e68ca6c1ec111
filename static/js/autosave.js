/* Keeps what is typed on the page of a draft: sends all its fields to the server when the typing pauses, and
   while the server cannot be reached leaves them in this browser, from where the next page sends them.
   It only reads the fields, so that no input method is ever interrupted. */
'use strict';
{
    const self = document.currentScript;
    const PREFIX = `unsaved-${self.dataset.user}-`;
    const PAUSE = 1000; // milliseconds without a change before it is sent
    const LONGEST = 5000; // milliseconds of typing without a pause before it is sent all the same

    const send = (entry) => fetch(self.dataset.address, {
        method: 'POST',
        redirect: 'manual', // to the log-in, if that ran out
        body: new URLSearchParams({
            csrfmiddlewaretoken: document.querySelector('[name="csrfmiddlewaretoken"]').value,
            ...entry,
        }),
    });

    const store = (entry) => {
        try {
            localStorage.setItem(PREFIX + entry.key, JSON.stringify(entry));
        } catch {
            // Full or forbidden: the page itself still holds all that was typed.
        }
    };

    // What an earlier page could not send. An answer without a time says that it was saved meanwhile, or
    // that the meeting is no draft any more.
    const sendStored = async () => {
        let isNews = false;
        for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
            const entry = JSON.parse(localStorage.getItem(name));
            const answer = await send(entry).catch(() => null);
            if (answer?.ok) {
                localStorage.removeItem(name);
                isNews ||= (await answer.json()).time !== null && entry.path === location.pathname;
            }
        }
        return isNews;
    };

    const fieldsOf = (form) => {
        const fields = {};
        for (const [name, value] of new FormData(form)) {
            if (!(value instanceof File)) {
                (fields[name] ??= []).push(value.replaceAll('\r\n', '\n'));
            } else if (value.name) {
                (fields._lost_file ??= []).push(value.name);
            }
        }
        delete fields.csrfmiddlewaretoken;
        return fields;
    };

    const typedIn = (form) => JSON.stringify(fieldsOf(form));

    // What a new row comes with: nobody typed that.
    const isAsAdded = (field) => {
        if (field.matches('[type="hidden"], [name$="-order"]')) {
            return true;
        }
        if (field.matches('select')) {
            const options = [...field.options];
            const first = options.find((option) => option.defaultSelected) ?? options[0];
            return field.value === (first?.value ?? '');
        }
        return field.type === 'checkbox'
            ? field.checked === field.defaultChecked
            : field.value === field.defaultValue;
    };

    // Says whether anything was typed since the page was opened: unfolded fields and empty rows are not.
    const watchTyping = (form) => {
        const shown = fieldsOf(form);
        form.addEventListener('desk:unfolded', (event) => {
            const now = fieldsOf(form);
            event.target.querySelectorAll('[name]').forEach(({name}) => {
                shown[name] = now[name];
            });
        });
        return () => {
            const now = fieldsOf(form);
            const isAdded = (field) => !(field.name in shown) && field.name in now && !isAsAdded(field);
            const isChanged = (name) => String(now[name]) !== String(shown[name]);
            const stays = (name) => !name.endsWith('-TOTAL_FORMS');
            return Object.keys(shown).filter(stays).some(isChanged) || [...form.elements].some(isAdded);
        };
    };

    const watch = (form, key, note) => {
        let sent = typedIn(form);
        let isBegun = false;
        let seen = sent;
        const isTyped = watchTyping(form);
        let sentAt = Date.now();
        let isBusy = false;
        // What was read from a text is shown at another address than that of the page it fills in.
        const entry = (typed) => ({path: new URL(form.action).pathname, key, typed});

        const say = (text, isKept) => {
            note.textContent = text;
            note.classList.toggle('failed', !isKept);
        };

        const isNews = (typed) => {
            isBegun ||= typed !== sent && isTyped();
            return isBegun && typed !== sent;
        };

        const keep = async (typed) => {
            isBusy = true;
            const answer = await send(entry(typed)).catch(() => null);
            isBusy = false;
            sentAt = Date.now();
            if (answer?.ok) {
                const {time} = await answer.json();
                sent = typed;
                localStorage.removeItem(PREFIX + key);
                say(time ? `${note.dataset.kept} ${time}` : note.dataset.closed, time !== null);
            } else {
                store(entry(typed));
                say(answer?.type === 'opaqueredirect' ? note.dataset.loggedOut : note.dataset.failed, false);
            }
        };

        const look = () => {
            const typed = typedIn(form);
            const isPause = typed === seen;
            seen = typed;
            if (isNews(typed) && !isBusy && (isPause || Date.now() - sentAt > LONGEST)) {
                keep(typed);
            }
        };

        let timer = setInterval(look, PAUSE);
        const leave = () => {
            clearInterval(timer);
            const typed = typedIn(form);
            if (isNews(typed)) {
                store(entry(typed));
            }
        };
        form.addEventListener('submit', leave);
        window.addEventListener('pagehide', leave);
        window.addEventListener('pageshow', () => {
            clearInterval(timer);
            timer = setInterval(look, PAUSE);
        });
    };

    document.addEventListener('DOMContentLoaded', async () => {
        const key = document.querySelector('#meeting_form [name="_entry"]');
        const note = document.getElementById('kept');
        if (key && note) {
            watch(key.form, key.value, note);
        }
        if (await sendStored() && key && !document.querySelector('[data-unsaved], .errornote')) {
            location.reload(); // which offers it
        }
    });
}
