/**
 * Reports changes of what contacts are sealed with. Another object needs a trigger like this on its change event, and a
 * channel member beside this object's in `platformEventChannelMembers`.
 */
trigger TouchmarkContactChange on ContactChangeEvent(after insert) {
    TouchmarkChangeAudit.report(Trigger.new);
}
