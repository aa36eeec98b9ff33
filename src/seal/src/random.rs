use std::fmt;

use touchmark_profile::ids;

/// A source of randomness for keys, salts and ids.
pub trait Random {
    /// Fills `bytes` with unpredictable ones.
    ///
    /// # Errors
    /// [`RandomError`] when the source cannot deliver; nothing may be sealed then.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(bytes).map_err(|_| RandomError)
    }
}

/// The source of randomness did not deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomError;

impl fmt::Display for RandomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operating system gave no random bytes; nothing was sealed")
    }
}

impl std::error::Error for RandomError {}

/// A new random uuid (RFC 9562 §5.4): 36 characters, lower case, without `urn:uuid:`.
///
/// # Errors
/// [`RandomError`] when the source does not deliver.
pub fn uuid_v4(random: &mut dyn Random) -> Result<String, RandomError> {
    let mut bytes = [0u8; 16];
    random.fill(&mut bytes)?;
    let bits = u128::from_be_bytes(bytes);
    let version = bits & !(0xf << 76) | (0x4 << 76);
    let variant = version & !(0b11 << 62) | (0b10 << 62);
    Ok(ids::uuid_of_number(variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);

    impl Random for Fixed {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn version_and_variant_are_set() {
        assert_eq!(uuid_v4(&mut Fixed(0xff)).unwrap(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid_v4(&mut Fixed(0)).unwrap(), "00000000-0000-4000-8000-000000000000");
    }
}
