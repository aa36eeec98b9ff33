/** A record page in Jest: puts a component on it and answers its wires as an org would. */
import { createElement } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import TouchmarkBadge from 'c/touchmarkBadge';
import { contactInfo, uiApiRecord } from './build';

/** Puts a badge for one contact on the page. */
export function placeBadge(row, properties = {}) {
    return place('c-touchmark-badge', TouchmarkBadge, row, properties);
}

/** Puts a component for one contact on the page. */
export function place(name, component, row, properties = {}) {
    const element = createElement(name, { is: component });
    Object.assign(element, { recordId: row?.Id, objectApiName: 'Contact', ...properties });
    document.body.appendChild(element);
    return element;
}

/**
 * Answers the wires until the component has come to a verdict: with what it asks for, as far as the viewer may see it.
 *
 * @param {string[]} [hidden] Fields that the viewer may not see
 * @param {object} [given] The description of the object as the wire is to give it
 */
export async function answerWires(element, row, hidden = [], given = contactInfo(hidden)) {
    const info = contactInfo(hidden);
    let isChecking = true;
    element.shadowRoot.querySelector('c-touchmark-record').addEventListener('verdict', ({ detail }) => {
        isChecking = detail.verdict === undefined;
    });
    getObjectInfo.emit(given);
    let answered;
    for (let round = 0; round < 100 && isChecking; round += 1) {
        const { recordId, fields = [], optionalFields } = getRecord.getLastConfig() ?? {};
        if (recordId === row.Id && optionalFields && optionalFields !== answered) {
            answered = optionalFields;
            const asked = [...fields, ...optionalFields].filter(
                (field) => field.split('.')[1] in info.fields
            );
            getRecord.emit(uiApiRecord(row, asked));
        }
        await nextTask();
    }
}

/** What the page shows and says: read off the DOM, as a person or their screen reader would. */
export function read(element) {
    const button = element.shadowRoot.querySelector('button');
    const details = element.shadowRoot.querySelector(`[id="${button.getAttribute('aria-controls')}"]`);
    return {
        button,
        details,
        said: saidBy(element),
        announced: announcedBy(element),
        ...detailsIn(element)
    };
}

/** What a component tells a screen reader of its record; `undefined` where another one of the page does. */
export function announcedBy({ shadowRoot }) {
    const { shadowRoot: status } = shadowRoot.querySelector('c-touchmark-status');
    return status.querySelector('[role="status"]')?.textContent;
}

/** What the first mark within a component says. */
export function saidBy(element) {
    const mark = element.shadowRoot.querySelector('c-touchmark-mark');
    return mark.shadowRoot.querySelector('.said').textContent;
}

/** What the details within a component list. */
export function detailsIn(element) {
    const { shadowRoot } = element.shadowRoot.querySelector('c-touchmark-details');
    return {
        lines: Array.from(shadowRoot.querySelectorAll('dd .line'), (line) => line.textContent),
        facts: shadowRoot.querySelector('.facts')?.textContent,
        explanation: shadowRoot.querySelector('.explanation').textContent
    };
}

export function clearPage() {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
}

export function nextTask() {
    return pause(0);
}

export function pause(milliseconds) {
    return new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
    });
}
