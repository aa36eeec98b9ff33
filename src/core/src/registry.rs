use crate::time::Timestamp;
pub(crate) enum Lookup {
    NotListed,
    Listed(Entry),
    Unusable,
}
pub(crate) struct Entry(alloc::string::String);
impl Entry {
    pub(crate) fn is_current(&self, id: &str) -> bool {
        self.0 == id
    }
}
pub(crate) use crate::policy::Registry;
impl Registry {
    pub(crate) fn look_up(&self, _t: &str, object: &str, id: &str, _now: Timestamp) -> Lookup {
        match self.current_seal(object, id) {
            Some(s) => Lookup::Listed(Entry(s.into())),
            None => Lookup::NotListed,
        }
    }
    pub(crate) fn look_up_own(&self, object: &str, id: &str, now: Timestamp) -> Lookup {
        self.look_up("", object, id, now)
    }
}
