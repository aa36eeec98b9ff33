#[derive(Clone, Copy)]
pub(crate) struct StatusRef<'v> {
    pub(crate) list: &'v str,
    pub(crate) index: &'v str,
    pub(crate) purpose: &'v str,
}
impl StatusRef<'_> {
    pub(crate) fn shown(&self) -> alloc::string::String {
        crate::statement::printable(&alloc::format!("{}#{}", self.list, self.index))
    }
}
