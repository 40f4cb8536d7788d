package dev.jebi.transfer.reports;

import dev.jebi.address.Address;

import java.time.Duration;
import java.util.Optional;

/// How reports are made and kept.
///
/// @param organization who we are, in reports
/// @param hostname what this host calls itself; each node of several reports for itself
/// @param from whom reports come from
/// @param receiving the address here to which others send theirs
/// @param tls whether reports about TLS are sent
/// @param dmarc whether reports about DMARC are sent
/// @param keep how long those of others are kept
public record ReportSettings(
        String organization,
        String hostname,
        Address from,
        Optional<Address> receiving,
        boolean tls,
        boolean dmarc,
        Duration keep) {}
