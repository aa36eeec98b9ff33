//! What a value is made of, in one pass over its bytes, and what a field is about by its name.

pub(super) const DIGIT: u16 = 1;
pub(super) const LETTER: u16 = 1 << 1;
/// `x`, which stands before an extension, and is a letter elsewhere.
pub(super) const EXTENSION: u16 = 1 << 2;
pub(super) const SPACE: u16 = 1 << 3;
pub(super) const DOT: u16 = 1 << 4;
pub(super) const AT: u16 = 1 << 5;
pub(super) const SLASH: u16 = 1 << 6;
pub(super) const COLON: u16 = 1 << 7;
pub(super) const COMMA: u16 = 1 << 8;
pub(super) const HYPHEN: u16 = 1 << 9;
/// `+`, `(`, `)`.
pub(super) const DIALLING: u16 = 1 << 10;
pub(super) const LINE: u16 = 1 << 11;
/// Beyond ASCII.
pub(super) const WIDE: u16 = 1 << 12;
pub(super) const OTHER: u16 = 1 << 13;

/// By byte: its class, and above that a one in the place where digits or spaces are counted.
const BYTES: [u64; 256] = bytes();
const COUNTS: u32 = 16;
const SPACES: u32 = 40;

const fn bytes() -> [u64; 256] {
    let mut table = [OTHER as u64; 256];
    let mut byte = 0_u8;
    loop {
        #[expect(clippy::indexing_slicing, reason = "a byte is within 256, and this runs at compile time")]
        {
            table[byte as usize] = match byte {
                b'0'..=b'9' => DIGIT as u64 | 1 << COUNTS,
                b'x' | b'X' => EXTENSION as u64,
                b'a'..=b'z' | b'A'..=b'Z' => LETTER as u64,
                b' ' | b'\t' => SPACE as u64 | 1 << SPACES,
                b'.' => DOT as u64,
                b'@' => AT as u64,
                b'/' => SLASH as u64,
                b':' => COLON as u64,
                b',' => COMMA as u64,
                b'-' => HYPHEN as u64,
                b'+' | b'(' | b')' => DIALLING as u64,
                b'\n' | b'\r' => LINE as u64,
                128.. => WIDE as u64,
                _ => OTHER as u64,
            };
        }
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// What a value is made of.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    classes: u16,
    /// How many digits.
    pub(super) digits: usize,
    /// How many spaces.
    pub(super) spaces: usize,
}

impl Shape {
    pub(super) fn of(value: &str) -> Self {
        let (mut classes, mut counts) = (0_u64, 0_u64);
        for byte in value.bytes() {
            let entry = BYTES.get(usize::from(byte)).copied().unwrap_or_default();
            classes |= entry;
            counts += entry >> COUNTS;
        }
        let count = |from: u32| usize::try_from((counts >> from) & 0xFF_FFFF).unwrap_or(usize::MAX);
        Self {
            classes: u16::try_from(classes & 0xFFFF).unwrap_or(u16::MAX),
            digits: count(0),
            spaces: count(SPACES - COUNTS),
        }
    }

    /// Whether one of these is in it.
    pub(super) fn has(self, classes: u16) -> bool {
        self.classes & classes != 0
    }

    /// Whether nothing but these is in it.
    pub(super) fn is_of(self, classes: u16) -> bool {
        self.classes & !classes == 0
    }
}

/// What fields of these kinds are called, in lower case; part of a name is enough.
pub(super) const PHONE: &[&str] =
    &["phone", "tel", "mobil", "fax", "cell", "handy", "rufnummer", "celular", "movil", "電話", "携帯"];
pub(super) const TOWN: &[&str] =
    &["city", "town", "ort", "stadt", "ville", "ciudad", "cidade", "plaats", "stad", "locality", "市"];
pub(super) const COMPANY: &[&str] =
    &["company", "account", "organi", "firm", "employer", "business", "customer", "client", "société"];
pub(super) const BIRTH: &[&str] =
    &["birth", "dob", "geburt", "naissance", "nacimiento", "nascimento", "geboorte"];
pub(super) const DATE: &[&str] =
    &["date", "datum", "fecha", "data", "day", "birth", "dob", "geburt", "naissance"];

/// Whether a field's name has one of these in it, in upper or lower case. For what already looks like something: it costs more than a look
/// at most values.
pub(super) fn is_named(field: &str, parts: &[&str]) -> bool {
    let field = field.as_bytes();
    parts.iter().any(|part| field.windows(part.len()).any(|at| at.eq_ignore_ascii_case(part.as_bytes())))
}

/// Whether a field is the name of a company: by what it is called, or by being plainly `Name`, as accounts have it.
pub(super) fn is_company(field: &str) -> bool {
    field.eq_ignore_ascii_case("name") || is_named(field, COMPANY)
}
