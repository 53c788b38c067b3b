//! Whose certificates are trusted.

use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The certificates of Amazon Trust Services.
const AMAZON_ROOTS: &[u8] = include_bytes!("roots.pem");

/// The certificates that those of servers must chain to.
#[derive(Debug, Clone)]
pub struct Roots(RootCertStore);

impl Roots {
    /// None at all: only plain HTTP is possible.
    pub fn none() -> Self {
        Self(RootCertStore::empty())
    }

    /// The roots that the endpoints of AWS chain to.
    #[expect(clippy::expect_used, reason = "a test reads them")]
    pub fn of_amazon() -> Self {
        Self::from_pem(AMAZON_ROOTS).expect("certificates")
    }

    /// The certificates in a PEM file; nothing if there are none. A bundle of many may hold some that are unreadable.
    pub fn from_pem(pem: &[u8]) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        let (readable, _) = roots.add_parsable_certificates(CertificateDer::pem_slice_iter(pem).flatten());
        (readable > 0).then_some(Self(roots))
    }

    /// TLS with what chains to these, on ring, which starts an order of magnitude faster than the SDK's default.
    #[expect(clippy::expect_used, reason = "ring has ciphers for both versions")]
    pub fn into_tls(self) -> ClientConfig {
        let versions =
            ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
        versions.expect("versions of TLS").with_root_certificates(self.0).with_no_client_auth()
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use sha2::{Digest, Sha256};

    use super::*;

    /// As Amazon publishes them beside the certificates.
    const FINGERPRINTS: [&str; 5] = [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ];

    #[test]
    fn the_roots_are_amazons_and_no_others() {
        let certificates = CertificateDer::pem_slice_iter(AMAZON_ROOTS)
            .map(|one| HEXLOWER.encode(&Sha256::digest(one.expect("a certificate"))));
        assert!(certificates.eq(FINGERPRINTS));
        assert_eq!(Roots::of_amazon().0.len(), FINGERPRINTS.len());
    }

    #[test]
    fn what_holds_no_certificate_is_no_bundle() {
        let unreadable = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(Roots::from_pem(b"").is_none() && Roots::from_pem(unreadable).is_none());
        assert_eq!(Roots::from_pem(&[unreadable, AMAZON_ROOTS].concat()).expect("some").0.len(), FINGERPRINTS.len());
    }
}
