package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnssecSettings;
import dev.jebi.dns.Resolver;
import dev.jebi.dns.SecureResolver;
import dev.jebi.dns.ValidatingDns;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsLimits;
import dev.jebi.mailstore.MailStore;
import dev.jebi.transfer.Sealer;
import dev.jebi.transfer.reports.ReportSettings;
import dev.jebi.transfer.reports.Reports;
import dev.jebi.transfer.tls.StsCache;
import dev.jebi.transfer.tls.TlsPolicies;
import dev.jebi.trust.Authorities;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;

/// What decides about TLS on the way out, and what is reported of it.
///
/// @param policies what the owners of hosts want
/// @param cache their policies of MTA-STS
record OutboundParts(TlsPolicies policies, StsCache cache, Reports reports) {
    static OutboundParts of(
            Configuration configuration,
            MailStore store,
            Resolver resolver,
            Sealer sealer,
            InstantSource clock)
            throws IOException {
        var wanted = configuration.outbound();
        var authorities = authorities(wanted);
        var https = new HttpsClient(resolver, authorities, HttpsLimits.STANDARD);
        var cache = new StsCache(resolver, https, store.register(), clock);
        var reports = new Reports(store, resolver, https, sealer, settings(configuration), clock);
        var policies =
                new TlsPolicies(
                        dns(configuration, clock),
                        wanted.mtaSts() ? Optional.of(cache) : Optional.empty(),
                        authorities,
                        reports.tls(),
                        clock);
        return new OutboundParts(policies, cache, reports);
    }

    /// For the administrator.
    ReportDesk desk(Parts parts, InstantSource clock) throws IOException {
        var settings = settings(parts.configuration());
        return new ReportDesk(
                reports,
                new DomainRecords(
                        parts.configuration().hostname(),
                        settings.receiving().orElse(settings.from()),
                        parts.tlsFiles(clock).certificate()));
    }

    private static ReportSettings settings(Configuration configuration) {
        var wanted = configuration.outbound();
        String hostname = configuration.hostname().name();
        return new ReportSettings(
                hostname,
                hostname,
                wanted.reportsFrom()
                        .orElseGet(() -> new Address("postmaster", configuration.hostname())),
                wanted.reportsTo(),
                wanted.reports(),
                wanted.reports(),
                wanted.reportsKeep());
    }

    private static Authorities authorities(Outbound wanted) {
        if (wanted.trusted().isEmpty()) {
            return Authorities.ofSystem();
        }
        try {
            return Authorities.of(wanted.trusted().get());
        } catch (IOException e) {
            throw new BadConfiguration(
                    wanted.trusted().get().toString(),
                    Key.TLS_TRUSTED.key(),
                    "no certificates can be read from it ("
                            + e.getMessage()
                            + "); give a PEM file");
        }
    }

    private static SecureResolver dns(Configuration configuration, InstantSource clock)
            throws IOException {
        var wanted = configuration.outbound();
        if (wanted.dnssec() == Outbound.Dnssec.OFF) {
            return SecureResolver.NONE;
        }
        boolean required = wanted.dnssec() == Outbound.Dnssec.ON;
        var servers = configuration.dnsServers();
        if (wanted.anchor().isEmpty()) {
            return ValidatingDns.of(
                    DnssecSettings.ofRoot(servers, required), DnsLimits.STANDARD, clock);
        }
        byte[] anchors = Files.readAllBytes(wanted.anchor().get());
        try {
            return ValidatingDns.of(
                    DnssecSettings.of(servers, anchors, required), DnsLimits.STANDARD, clock);
        } catch (IOException e) {
            throw new BadConfiguration(
                    wanted.anchor().get().toString(),
                    Key.DNS_TRUST_ANCHOR.key(),
                    "no keys can be read from it ("
                            + e.getMessage()
                            + "); give DS or DNSKEY records as a zone file has them");
        }
    }
}
