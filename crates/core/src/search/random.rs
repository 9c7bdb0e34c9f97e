//! [`Random`]: a stream of random numbers, the same on every machine.

use rand_core::Rng as _;
use rand_pcg::Pcg64;

/// The stream of a seed.
///
/// The generator is PCG XSL RR 128/64 (O'Neill 2014), which is defined by its two numbers, state
/// and stream, and by whole-number arithmetic alone.
#[derive(Clone, Debug)]
pub struct Random {
    generator: Pcg64,
}

impl Random {
    /// The stream of this number that belongs to a seed. Neighbouring seeds and streams have
    /// nothing in common: both are mixed first (`SplitMix64`; Steele, Lea and Flood 2014).
    pub fn new(seed: u64, stream: u64) -> Self {
        let wide = |one: u64, other: u64| (u128::from(mixed(one)) << 64) | u128::from(mixed(other));
        Self { generator: Pcg64::new(wide(seed, !seed), wide(stream, !stream)) }
    }

    /// A whole number below two to the power of `bits`, which is at most 32.
    pub fn bits(&mut self, bits: u32) -> i64 {
        i64::from((self.generator.next_u64() >> 32 >> (32 - bits.min(32))) as u32)
    }
}

fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_stream_is_pinned() {
        let mut random = Random::new(1, 0);
        let drawn: Vec<i64> = (0..4).map(|_| random.bits(32)).collect();
        assert_eq!(drawn, [111_073_780, 2_571_507_442, 1_230_520_728, 3_690_516_238]);
        assert_ne!(Random::new(1, 1).bits(32), Random::new(1, 0).bits(32));
    }
}
