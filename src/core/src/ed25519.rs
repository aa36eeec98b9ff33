//! The in-process Ed25519 engine: the answers of `verify_strict` under keys of prime order, sooner where one key signed
//! many records.
//!
//! What costs is `[S]B − [k]A`. For a key that comes again both products are read from tables of multiples, one of `−A`
//! and one of the basepoint: an addition a digit, and no doubling. All arithmetic is curve25519-dalek's.

use alloc::vec::Vec;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use sha2::{Digest as _, Sha512};

use crate::did::PublicKey;
use crate::signature::{SignatureCheck, is_sound};

/// Keys, and so tables, kept at most.
const MAX_KEYS: usize = 4;

/// Keys kept at most that are known to be of prime order.
const MAX_PRIME: usize = 64;

/// Points encoded together: the inversion that they share is lost in the rest by then.
const BATCH: usize = 256;

/// Answers signature checks, and remembers the keys that come again.
///
/// From the 16th check of a key on, its table takes 131 KB; from the 200th on, 655 KB. With the basepoint's there are
/// five tables at most, 3.3 MB. Where a fifth key comes, the one that was seen least gives way.
#[derive(Clone, Debug)]
pub struct SignatureEngine {
    basepoint: Multiples,
    keys: Vec<Key>,
    /// Under which something held, and which are of prime order.
    prime: Vec<PublicKey>,
}

impl Default for SignatureEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl SignatureEngine {
    /// An engine that has seen no key yet.
    pub fn new() -> Self {
        Self { basepoint: Multiples::of(ED25519_BASEPOINT_POINT), keys: Vec::new(), prime: Vec::new() }
    }

    /// Answers each check, in the same order. No answer depends on another check.
    pub fn answer_all(&mut self, checks: &[&SignatureCheck]) -> Vec<bool> {
        for check in checks.iter().filter(|check| check.is_admissible()) {
            self.count(&check.key);
        }
        for key in &mut self.keys {
            let width = key.width();
            key.minus_a.widen(width);
            self.basepoint.widen(width);
        }
        let mut answers = Vec::with_capacity(checks.len());
        for batch in checks.chunks(BATCH) {
            // The neutral element stands for "none": no admissible `R` is.
            let expected = |check: &&SignatureCheck| {
                check.is_admissible().then(|| self.expected_r(check)).flatten().unwrap_or_default()
            };
            let expected: Vec<_> = batch.iter().map(expected).collect();
            let encoded = EdwardsPoint::compress_batch_alloc(&expected);
            answers.extend(batch.iter().zip(encoded).map(|(check, expected)| {
                check.is_admissible()
                    && check.signature.starts_with(expected.as_bytes())
                    && self.is_prime(&check.key)
            }));
        }
        answers
    }

    /// Asked only of keys under which something holds: it takes about as long as a check.
    fn is_prime(&mut self, key: &PublicKey) -> bool {
        if self.prime.contains(key) {
            return true;
        }
        let is_prime = is_of_prime_order(key);
        if is_prime {
            if self.prime.len() == MAX_PRIME {
                self.prime.clear();
            }
            self.prime.push(*key);
        }
        is_prime
    }

    fn count(&mut self, encoding: &PublicKey) {
        if let Some(key) = self.keys.iter_mut().find(|key| key.encoding == *encoding) {
            key.seen = key.seen.saturating_add(1);
            return;
        }
        if self.keys.len() == MAX_KEYS
            && let Some(least) = self.keys.iter_mut().min_by_key(|key| key.seen)
        {
            // Strangers wear a key out, so that no flood of them costs a key in use its table.
            least.seen = least.seen.saturating_sub(1);
        }
        self.keys.retain(|key| key.seen > 0);
        if self.keys.len() < MAX_KEYS
            && let Some(minus_a) = minus(encoding)
        {
            self.keys.push(Key { encoding: *encoding, minus_a: Multiples::of(minus_a), seen: 1 });
        }
    }

    /// `[S]B − [k]A`; none where the key is not a point.
    fn expected_r(&self, check: &SignatureCheck) -> Option<EdwardsPoint> {
        let (r, s) = check.signature.split_at(32);
        let mut hash = Sha512::new();
        hash.update(r);
        hash.update(check.key);
        hash.update(&check.message);
        let (k, s) = (scalar(&hash.finalize()), scalar(s));
        match self.keys.iter().find(|key| key.encoding == check.key) {
            Some(Key { minus_a, .. }) if minus_a.width > 0 => {
                Some(self.basepoint.times(&s, minus_a.times(&k, EdwardsPoint::identity())))
            }
            known => {
                let minus_a = known.map_or_else(|| minus(&check.key), |key| Some(key.minus_a.point))?;
                Some(EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &minus_a, &s))
            }
        }
    }
}

/// A key that was seen, and how often; strangers count against it.
#[derive(Clone, Debug)]
struct Key {
    encoding: PublicKey,
    minus_a: Multiples,
    seen: u8,
}

impl Key {
    /// The width of table that pays by now (`docs/ed25519.md` has the measurements).
    fn width(&self) -> usize {
        match self.seen {
            0..16 => 0,
            16..200 => 5,
            200.. => 8,
        }
    }
}

/// A number of up to 512 bits, reduced by the basepoint's order.
fn scalar(bytes: &[u8]) -> Scalar {
    let mut wide = [0; 64];
    for (slot, byte) in wide.iter_mut().zip(bytes) {
        *slot = *byte;
    }
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// `−A`; none where the bytes are not a point.
fn minus(encoding: &PublicKey) -> Option<EdwardsPoint> {
    CompressedEdwardsY(*encoding).decompress().map(|point| -point)
}

/// A point and, once widened, its multiples by `j · 2^(width · row)`, `j` from 1 to `2^width / 2`, row after row.
#[derive(Clone, Debug)]
struct Multiples {
    point: EdwardsPoint,
    /// Bits of a digit; 0 without a table.
    width: usize,
    table: Vec<EdwardsPoint>,
}

impl Multiples {
    fn of(point: EdwardsPoint) -> Self {
        Self { point, width: 0, table: Vec::new() }
    }

    fn half(&self) -> usize {
        (1 << self.width) / 2
    }

    fn widen(&mut self, width: usize) {
        if width <= self.width {
            return;
        }
        self.width = width;
        // Scalars are below 2^253; the bit above takes the last carry.
        let rows = 253 / width + 1;
        self.table = Vec::with_capacity(rows * self.half());
        let mut step = self.point;
        for _ in 0..rows {
            let mut multiple = step;
            for _ in 1..self.half() {
                self.table.push(multiple);
                multiple += step;
            }
            self.table.push(multiple);
            step = multiple + multiple;
        }
    }

    /// The point times `scalar`, plus `sum`. Digits run from `1 − half` to `half`; a negative one borrows from the next.
    fn times(&self, scalar: &Scalar, mut sum: EdwardsPoint) -> EdwardsPoint {
        let half = self.half();
        let mut bytes = scalar.as_bytes().iter();
        let (mut bits, mut held) = (0, 0);
        for row in self.table.chunks_exact(half) {
            if held < self.width {
                bits += usize::from(bytes.next().copied().unwrap_or_default()) << held;
                held += 8;
            }
            let digit = bits & (2 * half - 1);
            bits >>= self.width;
            held -= self.width;
            if digit > half {
                bits += 1;
                if let Some(multiple) = row.get(2 * half - digit - 1) {
                    sum -= multiple;
                }
            } else if let Some(multiple) = row.get(digit.wrapping_sub(1)) {
                sum += multiple;
            }
        }
        sum
    }
}

impl SignatureCheck {
    /// Answers the check in process. For many checks, [`SignatureEngine`](crate::SignatureEngine) is faster.
    pub fn answer(&self) -> bool {
        SignatureEngine::new().answer_all(&[self]) == [true]
    }
}

/// Whether a key is a point of prime order: the [`KeyRule`](crate::KeyRule) of whoever has the curve.
pub fn is_of_prime_order(key: &PublicKey) -> bool {
    is_sound(key) && minus(key).is_some_and(|minus_a| minus_a.is_torsion_free())
}

/// Ed25519 (RFC 8032 §5.1.7), strict: canonical `S`, `R` and key, no `R` of small order, no key of small or mixed order, no
/// cofactor.
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let Ok(signature) = signature.try_into() else { return false };
    SignatureCheck { key: *key, message: message.to_vec(), signature }.answer()
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::constants::EIGHT_TORSION;

    use super::*;

    fn scalars() -> impl Iterator<Item = Scalar> {
        let random = (0u8..100).map(|n| Scalar::from_bytes_mod_order_wide(&Sha512::digest([n]).into()));
        let powers = (0..=252).map(|bit| {
            let mut bytes = [0; 32];
            bytes[bit / 8] = 1 << (bit % 8);
            Scalar::from_bytes_mod_order(bytes)
        });
        powers.clone().map(|power| power - Scalar::ONE).chain(powers.map(|power| -power)).chain(random)
    }

    #[test]
    fn tables_of_every_width_multiply_as_the_curve_crate_does() {
        // Of mixed order, so that a multiple of L too many or too few would show.
        let point = ED25519_BASEPOINT_POINT * Scalar::from(7u8) + EIGHT_TORSION[1];
        for width in 1..=8 {
            let mut multiples = Multiples::of(point);
            multiples.widen(width);
            assert_eq!(multiples.table.len(), (253 / width + 1) << width >> 1);
            for scalar in scalars() {
                assert_eq!(multiples.times(&scalar, EdwardsPoint::identity()), point * scalar, "{width}");
            }
        }
    }

    #[test]
    fn keys_are_of_prime_order_where_the_curve_crate_says_so() {
        for multiple in 0..20u8 {
            for torsion in EIGHT_TORSION {
                let point = ED25519_BASEPOINT_POINT * Scalar::from(multiple) + torsion;
                // The neutral element is free of torsion, and no key.
                let is_free = point.is_torsion_free() && point != EdwardsPoint::identity();
                assert_eq!(is_of_prime_order(&point.compress().to_bytes()), is_free, "{multiple}");
            }
        }
        assert!(!is_of_prime_order(&[2; 32]));
        assert!(!is_of_prime_order(&[0xff; 32]));
    }

    #[test]
    fn what_is_known_of_keys_is_bounded() {
        let mut engine = SignatureEngine::new();
        for seed in 0..=255 {
            assert_eq!(engine.answer_all(&[&check(seed), &check(0)]), [true, true]);
            assert!(engine.prime.len() <= MAX_PRIME);
        }
    }

    fn check(seed: u8) -> SignatureCheck {
        use ed25519_dalek::{Signer as _, SigningKey};
        let key = SigningKey::from_bytes(&[seed; 32]);
        let message = b"message".to_vec();
        SignatureCheck {
            key: key.verifying_key().to_bytes(),
            signature: key.sign(&message).to_bytes(),
            message,
        }
    }

    fn widths(engine: &SignatureEngine) -> Vec<usize> {
        engine.keys.iter().map(|key| key.minus_a.width).collect()
    }

    #[test]
    fn tables_come_when_they_pay_in_one_call_or_in_many() {
        let check = check(1);
        for (times, width) in [(15, 0), (16, 5), (199, 5), (200, 8), (1_000, 8)] {
            let mut engine = SignatureEngine::new();
            assert_eq!(engine.answer_all(&vec![&check; times]), vec![true; times]);
            assert_eq!(widths(&engine), [width], "{times}");
            assert_eq!(engine.basepoint.width, width);

            let mut engine = SignatureEngine::new();
            for _ in 0..times {
                assert_eq!(engine.answer_all(&[&check]), [true]);
            }
            assert_eq!(widths(&engine), [width], "{times} one by one");
        }
    }

    #[test]
    fn memory_is_bounded_and_strangers_cost_a_key_in_use_nothing() {
        let known = check(0);
        let strangers: Vec<_> = (1..=250).map(check).collect();
        let mut engine = SignatureEngine::new();
        engine.answer_all(&[&known; 200]);
        let mixed: Vec<_> = strangers.iter().flat_map(|stranger| [stranger, &known]).collect();
        assert_eq!(engine.answer_all(&mixed), [true; 500]);
        assert_eq!(engine.keys.len(), MAX_KEYS);
        assert_eq!(widths(&engine).iter().max(), Some(&8));
    }

    #[test]
    fn a_fifth_key_takes_the_place_of_the_one_seen_least() {
        let mut engine = SignatureEngine::new();
        for seed in 0..4 {
            engine.answer_all(&[&check(seed); 16]);
        }
        engine.answer_all(&[&check(0), &check(1), &check(2)]);
        assert_eq!(widths(&engine), [5; 4]);
        engine.answer_all(&[&check(4); 32]);
        assert_eq!(engine.keys[3].encoding, check(4).key);
        assert_eq!(widths(&engine), [5; 4]);
    }

    #[test]
    fn bytes_that_are_no_point_are_no_key() {
        let mut no_point = check(0);
        no_point.key = [2; 32];
        assert_eq!(minus(&no_point.key), None);
        let mut engine = SignatureEngine::new();
        assert_eq!(engine.answer_all(&[&no_point, &check(0), &no_point]), [false, true, false]);
        assert_eq!(engine.keys.len(), 1);
        assert_eq!(engine.answer_all(&[]), [false; 0]);
    }
}
