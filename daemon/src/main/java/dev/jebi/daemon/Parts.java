package dev.jebi.daemon;

import dev.jebi.dkim.DnsKeySource;
import dev.jebi.dkim.KeySource;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnsResolver;
import dev.jebi.dns.Resolver;
import dev.jebi.imapserver.ImapLimits;
import dev.jebi.imapserver.ImapSettings;
import dev.jebi.mailstore.MailStore;
import dev.jebi.pop3server.Pop3Limits;
import dev.jebi.pop3server.Pop3Settings;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sasl.TokenVerifier;
import dev.jebi.smtpserver.SmtpFace;
import dev.jebi.smtpserver.SmtpLimits;
import dev.jebi.smtpserver.SmtpSettings;
import dev.jebi.smtpserver.managesieve.ManageSieveFace;
import dev.jebi.smtpserver.managesieve.ManageSieveLimits;
import dev.jebi.smtpserver.managesieve.ManageSieveSettings;
import dev.jebi.transfer.BounceWriter;
import dev.jebi.transfer.DropDirectory;
import dev.jebi.transfer.Filing;
import dev.jebi.transfer.Reception;
import dev.jebi.transfer.RelayLimits;
import dev.jebi.transfer.Sealer;
import dev.jebi.transfer.Submission;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.signing.DkimKeys;
import dev.jebi.transfer.signing.KeyRotation;
import dev.jebi.transfer.signing.Signatures;
import dev.jebi.transfer.verification.DomainPolicies;
import dev.jebi.transfer.verification.Verification;
import dev.jebi.transfer.verification.Witness;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.WireLimits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/// What each service must be told, taken from the configuration.
record Parts(Configuration configuration, Path data) {
    Configuration.TlsFiles tlsFiles(InstantSource clock) throws IOException {
        return configuration.tls().isPresent()
                ? configuration.tls().get()
                : SelfSigned.in(data.resolve("tls"), configuration.hostname(), clock);
    }

    ServerTls tls(InstantSource clock) throws IOException {
        var files = tlsFiles(clock);
        try {
            var clients = configuration.clientAuthorities();
            var tls =
                    clients.isPresent()
                            ? ServerTls.load(files.certificate(), files.key(), clients.get())
                            : ServerTls.load(files.certificate(), files.key());
            return configuration.channelBinding() ? tls : tls.withoutBinding();
        } catch (IOException e) {
            throw new BadConfiguration(
                    files.certificate().toString(),
                    Key.TLS_CERTIFICATE.key(),
                    "certificate and key cannot be used ("
                            + e.getMessage()
                            + "); give PEM files that"
                            + " belong together");
        }
    }

    WireLimits wireLimits() {
        return new WireLimits(
                configuration.limits().connections(),
                configuration.limits().connectionsPerAddress(),
                WireLimits.STANDARD.inputBuffer(),
                WireLimits.STANDARD.outputBuffer(),
                configuration.limits().proxies());
    }

    /// What programs of this machine leave their mail in.
    DropDirectory maildrop(
            Reception reception, BounceWriter bounces, MailStore store, InstantSource clock)
            throws IOException {
        var terms =
                new DropDirectory.Terms(
                        configuration.hostname().name(),
                        configuration.limits().messageSize(),
                        clock);
        return new DropDirectory(
                configuration.maildrop(data), reception, bounces, store.directory(), terms);
    }

    /// The face of the listeners of one role.
    SmtpFace face(
            SmtpSettings.Role role,
            Reception reception,
            Submission submission,
            MailStore store,
            Optional<TokenVerifier> tokens,
            InstantSource clock)
            throws IOException {
        return new SmtpFace(smtp(role, tokens), reception, submission, store.directory(), clock);
    }

    private SmtpSettings smtp(SmtpSettings.Role role, Optional<TokenVerifier> tokens) {
        var standard = SmtpLimits.STANDARD;
        return new SmtpSettings(
                configuration.hostname().name(),
                role,
                new SmtpLimits(
                        standard.commandLine(),
                        standard.authLine(),
                        configuration.limits().messageSize(),
                        configuration.limits().recipients(),
                        standard.transactions(),
                        standard.badCommands(),
                        standard.authFailures(),
                        standard.spoolHeapOctets(),
                        standard.hold()),
                plaintext(),
                spool(),
                configuration.relayNetworks(),
                tokens);
    }

    Pop3Settings pop3(Optional<TokenVerifier> tokens) {
        return new Pop3Settings(
                configuration.hostname().name(),
                plaintext(),
                Pop3Limits.STANDARD,
                configuration.pop3Backup(),
                tokens);
    }

    ManageSieveFace sieve(Filing filing, Optional<TokenVerifier> tokens) {
        return new ManageSieveFace(
                new ManageSieveSettings(plaintext(), ManageSieveLimits.STANDARD, tokens),
                filing.rules().scripts(),
                filing.store().directory());
    }

    ImapSettings imap(Optional<TokenVerifier> tokens) {
        return new ImapSettings(
                configuration.hostname().name(),
                plaintext(),
                ImapLimits.STANDARD.withAppend(configuration.limits().messageSize()),
                spool(),
                tokens);
    }

    RelayLimits relayLimits() {
        var standard = RelayLimits.STANDARD;
        var queue = configuration.queue();
        return new RelayLimits(
                queue.concurrency(),
                queue.perDestination(),
                queue.messages(),
                standard.recipientsPerTransaction(),
                standard.claimed(),
                standard.addresses(),
                standard.connect(),
                standard.port(),
                queue.lifetime(),
                queue.warnAfter(),
                queue.retry(),
                standard.jitter(),
                standard.afterFault(),
                queue.idle(),
                queue.sources(),
                standard.client());
    }

    /// Empty where nothing is to be verified.
    Optional<Verification> verification(
            MailStore store, Resolver dns, Witness witness, InstantSource clock) {
        return configuration
                .verification()
                .map(settings ->
                        new Verification(
                                dns,
                                configuration.hostname().name(),
                                settings,
                                new DomainPolicies(store.register(), settings.standard()),
                                witness,
                                clock));
    }

    Resolver resolver() {
        return configuration.dnsServers().isEmpty()
                ? DnsResolver.ofSystem(DnsLimits.STANDARD)
                : DnsResolver.of(configuration.dnsServers(), DnsLimits.STANDARD);
    }

    DkimDesk dkim(MailStore store, InstantSource clock) {
        var keys = new DkimKeys(store.register());
        // a resolver for each question: one that remembers would not see what was just published
        KeySource fresh = name -> new DnsKeySource(resolver()).records(name);
        var rotation = new KeyRotation(keys, fresh, configuration.dkim().retireAfter(), clock);
        return new DkimDesk(keys, rotation, store.directory());
    }

    Signatures signatures(DkimKeys keys, Resolver resolver, InstantSource clock) {
        return new Signatures(
                keys,
                new DnsKeySource(resolver),
                configuration.dkim().signatures(configuration.hostname().name()),
                clock);
    }

    private Path spool() {
        return data.resolve("spool");
    }

    private PlaintextPolicy plaintext() {
        return configuration.plaintext();
    }

    /// What an administrator needs of the filing where no server runs: nothing is delivered.
    static Filing keeping(MailStore store) throws IOException {
        return Filing.of(
                store, "localhost", AddressSettings.STANDARD, Sealer.NONE, Clock.systemUTC());
    }
}
