package dev.jebi.transfer.verification;

import dev.jebi.dmarc.OrganizationalDomains;
import dev.jebi.wire.Network;

import java.time.Duration;
import java.util.List;

/// How mail from strangers is verified.
///
/// @param standard what holds for domains here without a policy of their own
/// @param except networks whose mail is taken as it is; mail of those who may relay here anyway or
///   have signed in does not come here at all
/// @param sealers domains whose word on forwarded mail is taken (RFC 8617 §7.2), with those below
/// @param organizations how DMARC finds the organization of a domain
/// @param time for SPF, DKIM, ARC and names together, and once more for DMARC, so that nobody's
///   slow servers make us forget another's policy
public record VerificationSettings(
        DomainPolicy standard,
        List<Network> except,
        List<String> sealers,
        OrganizationalDomains organizations,
        Duration time) {
    /// The usual ones.
    public static final VerificationSettings STANDARD =
            new VerificationSettings(
                    DomainPolicy.STANDARD,
                    List.of(),
                    List.of(),
                    OrganizationalDomains.TREE_WALK,
                    Duration.ofSeconds(10));

    /// Copies the lists.
    public VerificationSettings {
        except = List.copyOf(except);
        sealers = List.copyOf(sealers);
    }
}
