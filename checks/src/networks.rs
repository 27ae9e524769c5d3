//! [`Block`]: addresses that begin with the same bits.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that begin with the same bits: `10.0.0.0/16`, `2001:db8::/56`. A single address is a block as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    address: IpAddr,
    prefix: u32,
}

impl Block {
    /// Reads a block; `None` where the text is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { Ipv4Addr::BITS } else { Ipv6Addr::BITS };
        let prefix = match prefix {
            None => bits,
            Some(mask) if address.is_ipv4() && mask.contains('.') => of_mask(mask.parse().ok()?)?,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
        };
        (prefix <= bits).then_some(Block { address, prefix })
    }

    pub(crate) fn is_v4(&self) -> bool {
        self.address.is_ipv4()
    }

    /// The block whose address has no bits beyond the prefix.
    pub(crate) fn clean(&self) -> Self {
        let address = match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(Ipv4Addr::BITS - self.prefix).unwrap_or_default();
                IpAddr::V4(Ipv4Addr::from(u32::from(address) & mask))
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(Ipv6Addr::BITS - self.prefix).unwrap_or_default();
                IpAddr::V6(Ipv6Addr::from(u128::from(address) & mask))
            }
        };
        Block { address, prefix: self.prefix }
    }

    /// Whether every address of another block is in this one.
    pub(crate) fn holds(&self, other: &Block) -> bool {
        self.is_v4() == other.is_v4()
            && self.prefix <= other.prefix
            && self.clean() == Block { prefix: self.prefix, ..*other }.clean()
    }

    /// Whether some address is in both.
    pub(crate) fn overlaps(&self, other: &Block) -> bool {
        self.holds(other) || other.holds(self)
    }
}

/// The length of a prefix that is written as a mask.
fn of_mask(mask: Ipv4Addr) -> Option<u32> {
    let bits = u32::from(mask);
    (bits.count_ones() == bits.leading_ones()).then(|| bits.leading_ones())
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::Block;

    #[test]
    fn blocks_have_an_address_and_a_prefix() {
        let right = ["10.0.0.0/16", "0.0.0.0/0", "10.0.0.1", "10.0.0.0/255.0.0.0", "::/0", "2001:db8::/56"];
        right.iter().for_each(|text| assert!(Block::read(text).is_some(), "{text}"));
        let wrong = ["10.0.0.0/33", "10.0.0/8", "a", "10.0.0.0/+8", "10.0.0.0/255.0.255.0", "::/129", "::/", "", "/8"];
        wrong.iter().for_each(|text| assert!(Block::read(text).is_none(), "{text}"));
    }

    #[test]
    fn bits_beyond_the_prefix_are_cleared() {
        let clean = |text: &str| Block::read(text).expect("a block").clean().to_string();
        assert_eq!(clean("10.0.0.1/16"), "10.0.0.0/16");
        assert_eq!(clean("10.0.0.1/0"), "0.0.0.0/0");
        assert_eq!(clean("2001:db8::1/56"), "2001:db8::/56");
    }

    #[test]
    fn a_block_is_in_a_larger_one() {
        let block = |text: &str| Block::read(text).expect("a block");
        assert!(block("10.0.0.0/16").holds(&block("10.0.5.0/24")));
        assert!(block("10.0.0.0/16").holds(&block("10.0.0.0/16")));
        assert!(!block("10.0.5.0/24").holds(&block("10.0.0.0/16")));
        assert!(block("10.0.5.0/24").overlaps(&block("10.0.0.0/16")));
        assert!(!block("10.1.0.0/16").overlaps(&block("10.0.0.0/16")));
        assert!(!block("::/0").holds(&block("10.0.0.0/16")));
    }
}
