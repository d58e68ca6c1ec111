/* After an error the focus goes to the first problem, in whatever it is folded away. */
'use strict';
{
    const focusOn = (element) => {
        for (let parent = element.closest('details'); parent; parent = parent.parentElement.closest('details')) {
            parent.open = true;
        }
        if (!element.matches('a[href], button, input, select, textarea')) {
            element.tabIndex = -1;
        }
        element.focus();
    };

    // Where one field is to blame, the field; else what says so. A link in a message leads to its field.
    const firstProblem = () =>
        document.querySelector('[aria-invalid="true"]:not([type="hidden"])') ??
        document.querySelector('.doubts a[href^="#"], .messagelist .error a[href^="#"]') ??
        document.querySelector('.conflicts, .errorlist, .errornote:not([data-unsaved])');

    window.addEventListener('load', () => {
        const problem = ['', '#doubts'].includes(location.hash) ? firstProblem() : null;
        if (problem) {
            focusOn(problem);
        }
    });
}
