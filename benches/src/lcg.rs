//! [`Lcg`]: the one source of chance, so that any language can draw the same instances.

/// Knuth's linear congruential generator of MMIX, modulo 2^64.
#[derive(Clone, Debug)]
pub struct Lcg(u64);

impl Lcg {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number in [0, 1), from the upper 53 bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64")]
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next whole number below `bound`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounds are small, and the truncation is the definition"
    )]
    pub fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }

    /// The first `count` of the numbers below `of`, shuffled (Fisher and Yates), then sorted.
    pub fn subset(&mut self, of: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..of).collect();
        for last in (1..of).rev() {
            let other = self.below(last + 1);
            all.swap(last, other);
        }
        all.truncate(count);
        all.sort_unstable();
        all
    }
}
