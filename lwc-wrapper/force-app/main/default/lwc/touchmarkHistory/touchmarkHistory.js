/**
 * The seals that a record had before its present one, for the custom element `touchmark-lineage`. No user interface.
 *
 *     import { earlierVerdicts } from 'c/touchmarkHistory';
 *     earlierVerdicts(this, verdict).then((verdicts) => { … });
 */
import sealsOf from '@salesforce/apex/TouchmarkHistory.sealsOf';
import { verifyRecords } from 'c/touchmarkEngine';

/**
 * Verdicts on the earlier seals of a record, the latest first. What a seal covered is not compared: the record has other
 * values by now.
 *
 * @param {LightningElement} component Who asks
 * @param {Verdict} verdict On the record, with its present seal
 * @returns {Promise<Verdict[]|undefined>} `undefined` where it could not be asked, of which no lineage may say that there was nothing;
 *   never rejects
 */
export function earlierVerdicts(component, { record: { object, id, uuid } }) {
    if (!object || !id) return Promise.resolve([]);
    return sealsOf({ recordId: id })
        .then((seals) => {
            const views = (seals ?? []).map((seal) => ({
                object,
                id,
                ...(uuid && { uuid }),
                fields: {},
                seal
            }));
            return views.length > 0 ? verifyRecords(component, views) : [];
        })
        .catch(() => undefined);
}
