//! Networks: where requests come from, as far as it is worth counting.

use std::net::IpAddr;

use sha2::{Digest, Sha256};

use crate::domain::id::NetworkId;

impl NetworkId {
    /// Stands for requests of which nobody knows where they come from. They are counted like one network.
    pub const UNKNOWN: Self = Self::from_bytes([0; 10]);

    /// The network of `source_ip`: an IPv4 address, or the first half of an IPv6 address, all of whose second halves
    /// one customer has (RFC 6177). A hash, so that no address is kept for longer than the session that shows it.
    pub fn of(source_ip: Option<&str>) -> Self {
        let Some(address) = source_ip.and_then(|address| address.parse::<IpAddr>().ok()) else { return Self::UNKNOWN };
        let digest = Sha256::new_with_prefix(b"usher network\0");
        let digest = match address.to_canonical() {
            IpAddr::V4(address) => digest.chain_update(b"4").chain_update(address.octets()),
            IpAddr::V6(address) => digest.chain_update(b"6").chain_update(&address.octets()[..8]),
        };
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&digest.finalize()[..10]);
        Self::from_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> NetworkId {
        NetworkId::of(Some(address))
    }

    #[test]
    fn an_ipv4_address_is_a_network_and_an_ipv6_network_has_64_bits() {
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("2001:0DB8:0001:0002::1"), of("2001:db8:1:2::2"), "however it is written");
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"), "an IPv4 address in IPv6's clothes");
    }

    #[test]
    fn what_is_no_address_is_one_network() {
        for text in
            [None, Some(""), Some("localhost"), Some("192.0.2"), Some("192.0.2.1, 192.0.2.2"), Some("fe80::1%eth0")]
        {
            assert_eq!(NetworkId::of(text), NetworkId::UNKNOWN, "{text:?}");
        }
        assert_ne!(of("0.0.0.0"), NetworkId::UNKNOWN);
    }
}
