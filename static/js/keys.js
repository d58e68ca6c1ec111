/* Shortcuts: a key that an element names in aria-keyshortcuts presses that element. So a shortcut is added
   in the template, and a screen reader tells of it. */
'use strict';
{
    // By the letter on the key, wherever it lies; Option makes other letters on a Mac, so there by its place.
    const nameOf = ({key, code}) => {
        if (/^[a-z]$/i.test(key)) {
            return key.toUpperCase();
        }
        return /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
    };

    const pressed = (event) => [
        ...(event.ctrlKey || event.metaKey ? ['Control'] : []),
        ...(event.altKey ? ['Alt'] : []),
        ...(event.shiftKey ? ['Shift'] : []),
        nameOf(event),
    ].join('+');

    // What is folded away has its shortcut all the same.
    const isReachable = (element) => {
        const dialog = document.querySelector('dialog[open]');
        const isShown = (element.closest('details') ?? element).checkVisibility();
        return isShown && !element.disabled && (!dialog || dialog.contains(element));
    };

    // A box that is ticked, and the field that a link leads to, take the next key.
    const press = (target) => {
        const isLink = target.matches('a[href^="#"]');
        const field = isLink ? document.getElementById(target.hash.slice(1)) : target;
        if (isLink || target.matches('input')) {
            field?.focus();
        }
        if (!isLink) {
            target.click();
        }
    };

    document.addEventListener('keydown', (event) => {
        // 229 is what browsers say while an input method composes, some without isComposing.
        const isComposing = event.isComposing || event.keyCode === 229;
        if (isComposing || !(event.ctrlKey || event.metaKey || event.altKey)) {
            return;
        }
        const found = [...document.querySelectorAll(`[aria-keyshortcuts="${CSS.escape(pressed(event))}"]`)];
        const target = found.find(isReachable);
        if (target) {
            event.preventDefault();
            if (!event.repeat) {
                press(target);
            }
        }
    });

    // A link to a page that this page also holds as a dialog opens the dialog: nothing typed is left.
    document.addEventListener('click', (event) => {
        const link = event.target.closest('a[data-dialog]');
        const dialog = link && document.getElementById(link.dataset.dialog);
        if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            dialog.showModal();
        }
    });
}
