package dev.jebi.transfer.reports;

import dev.jebi.address.Domain;
import dev.jebi.dmarc.PublicSuffixList;
import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsFault;
import dev.jebi.mailstore.MailStore;
import dev.jebi.reporting.AggregateReport;
import dev.jebi.reporting.AggregateReport.Reporter;
import dev.jebi.reporting.AggregateXml;
import dev.jebi.reporting.NoReport;
import dev.jebi.reporting.ReceivedReport;
import dev.jebi.reporting.ReportLimits;
import dev.jebi.reporting.TlsReport;
import dev.jebi.reporting.TlsReport.PolicyResult;
import dev.jebi.transfer.reports.ReportMailWriter.Letter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Sends what was collected of a day to those who ask for it. A report that goes to a domain of
/// ours is kept at once.
final class ReportSender {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

    private final MailStore store;
    private final Resolver resolver;
    private final HttpsClient https;
    private final ReportSettings settings;
    private final ReportMailWriter mail;
    private final ReceivedReports received;

    ReportSender(
            MailStore store,
            Resolver resolver,
            HttpsClient https,
            ReportSettings settings,
            ReportMailWriter mail,
            ReceivedReports received) {
        this.store = store;
        this.resolver = resolver;
        this.https = https;
        this.settings = settings;
        this.mail = mail;
        this.received = received;
    }

    /// A report that is ready.
    private record Ready(DayAndDomain of, Letter letter, String id) {}

    /// Reports about TLS (RFC 8460).
    ///
    /// @return false when it is to be tried again
    boolean tls(DayAndDomain of, List<PolicyResult> results, Instant now) throws IOException {
        var texts = resolver.txt("_smtp._tls." + of.domain());
        if (texts instanceof DnsAnswer.Failed<String>) {
            return false;
        }
        var addresses = ReportAddress.ofTls(texts.records());
        if (addresses.isEmpty()) {
            LOG.debug("event=report kind=tls domain={} outcome=unwanted", of.domain());
            return true;
        }
        String id = id(of);
        var report =
                new TlsReport(
                        settings.organization(),
                        "mailto:" + settings.from(),
                        id,
                        of.begin(),
                        of.end(),
                        results);
        byte[] packed = Packing.packed(report.json());
        var letter =
                new Letter( // RFC 8460 §5.3
                        "Report Domain: "
                                + of.domain()
                                + "\r\n Submitter: "
                                + settings.hostname()
                                + "\r\n Report-ID: <"
                                + id
                                + ">",
                        "This is an aggregate TLS report from " + settings.hostname() + ".",
                        "application/tlsrpt+gzip",
                        file(of, "json.gz"),
                        packed,
                        "TLS-Report-Domain: "
                                + of.domain()
                                + "\r\nTLS-Report-Submitter: "
                                + settings.hostname()
                                + "\r\nTLS-Required: No\r\n",
                        true);
        boolean all = true;
        for (var address : addresses) {
            all &= send(new Ready(of, letter, id), address, now);
        }
        return all;
    }

    /// Reports about DMARC (RFC 7489 §7.2, RFC 9990).
    ///
    /// @return false when it is to be tried again
    boolean dmarc(DayAndDomain of, DmarcCollected.Seen seen, Instant now) throws IOException {
        String id = id(of);
        var report =
                new AggregateReport(
                        new Reporter(settings.organization(), settings.from().toString(), "", id),
                        of.begin(),
                        of.end(),
                        seen.published(),
                        DmarcCollected.rows(seen));
        byte[] packed = Packing.packed(AggregateXml.of(report));
        var letter =
                new Letter( // RFC 7489 §7.2.1.1
                        "Report Domain: "
                                + of.domain()
                                + "\r\n Submitter: "
                                + settings.hostname()
                                + "\r\n Report-ID: <"
                                + id
                                + ">",
                        "This is a DMARC aggregate report from " + settings.hostname() + ".",
                        "application/gzip",
                        file(of, "xml.gz"),
                        packed,
                        "",
                        false);
        boolean all = true;
        for (var address : ReportAddress.of(seen.reportsTo())) {
            if (address instanceof ReportAddress.Mail to) {
                all &= dmarc(new Ready(of, letter, id), to, now);
            }
        }
        return all;
    }

    private boolean dmarc(Ready ready, ReportAddress.Mail to, Instant now) throws IOException {
        String domain = ready.of().domain();
        if (to.most().isPresent() && to.most().getAsLong() < ready.letter().report().length) {
            LOG.info(
                    "event=report kind=dmarc domain={} to={} outcome=too-large",
                    domain,
                    to.address());
            return true;
        }
        return switch (wanted(domain, to.address().domain())) {
            case YES -> send(ready, to, now);
            case NO -> {
                LOG.info(
                        "event=report kind=dmarc domain={} to={} outcome=not-authorized",
                        domain,
                        to.address());
                yield true;
            }
            case LATER -> false;
        };
    }

    private enum Wanted {
        YES,
        NO,
        LATER
    }

    /// RFC 7489 §7.1: a domain of somebody else's must say that it wants the reports, so that
    /// nobody is flooded with them.
    private Wanted wanted(String domain, Domain receiver) {
        var list = PublicSuffixList.shipped();
        String ours = list.organizationalDomain(domain).orElse(domain);
        String theirs = list.organizationalDomain(receiver.name()).orElse(receiver.name());
        if (ours.equals(theirs)) {
            return Wanted.YES;
        }
        return switch (resolver.txt(domain + "._report._dmarc." + receiver.name())) {
            case DnsAnswer.Records<String>(var texts) ->
                    texts.stream()
                                    .anyMatch(t ->
                                            t.strip().matches("v[ \t]*=[ \t]*DMARC1[ \t]*(;.*)?"))
                            ? Wanted.YES
                            : Wanted.NO;
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ -> Wanted.NO;
            case DnsAnswer.Failed<String> _ -> Wanted.LATER;
        };
    }

    private boolean send(Ready ready, ReportAddress address, Instant now) throws IOException {
        boolean sent =
                switch (address) {
                    case ReportAddress.Mail(var to, _) when store.directory().local(to.domain()) ->
                            kept(ready);
                    case ReportAddress.Mail(var to, _) ->
                            mail.send(ready.letter(), to, ready.id(), now);
                    case ReportAddress.Web(var uri) -> posted(ready, uri);
                };
        LOG.info(
                "event=report kind={} domain={} day={} to={} outcome={}",
                ready.letter().tls() ? "tls" : "dmarc",
                ready.of().domain(),
                ready.of().day(),
                switch (address) {
                    case ReportAddress.Mail(var to, _) -> to;
                    case ReportAddress.Web(var uri) -> uri.getHost();
                },
                sent ? "sent" : "later");
        return sent;
    }

    private boolean kept(Ready ready) throws IOException {
        try {
            received.keep(ReceivedReport.read(ready.letter().report(), ReportLimits.STANDARD));
            return true;
        } catch (NoReport e) {
            throw new IOException("a report of our own that cannot be read", e);
        }
    }

    private boolean posted(Ready ready, java.net.URI uri) {
        try {
            var answer = https.post(uri, ready.letter().type(), ready.letter().report());
            return answer.status() / 100 == 2;
        } catch (HttpsFault e) {
            LOG.info("event=report to={} fault=\"{}\"", uri.getHost(), e.toString());
            return false;
        }
    }

    private String id(DayAndDomain of) {
        return of.day() + "." + of.domain() + "@" + settings.hostname();
    }

    /// RFC 7489 §7.2.1.1, RFC 8460 §5.1.
    private String file(DayAndDomain of, String extension) {
        return settings.hostname()
                + "!"
                + of.domain()
                + "!"
                + of.begin().getEpochSecond()
                + "!"
                + of.end().getEpochSecond()
                + "."
                + extension;
    }
}
