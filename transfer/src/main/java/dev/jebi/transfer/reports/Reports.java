package dev.jebi.transfer.reports;

import dev.jebi.content.Content;
import dev.jebi.dns.Resolver;
import dev.jebi.https.HttpsClient;
import dev.jebi.mailstore.MailStore;
import dev.jebi.reporting.NoReport;
import dev.jebi.transfer.Arrivals;
import dev.jebi.transfer.Envelope;
import dev.jebi.transfer.Sealer;
import dev.jebi.transfer.tls.TlsNote;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// All about reports: hears what is to be told, tells it when a day is over, and keeps what others
/// tell. Safe for use by several threads.
public final class Reports implements Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final ReportSettings settings;
    private final TlsCollected tls;
    private final DmarcCollected dmarc;
    private final ReceivedReports received;
    private final ReportSender sender;
    private final InstantSource clock;

    /// Reports of this store.
    ///
    /// @param sealer signs them on their way out
    public Reports(
            MailStore store,
            Resolver resolver,
            HttpsClient https,
            Sealer sealer,
            ReportSettings settings,
            InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.tls = new TlsCollected(store.register(), settings.hostname(), clock);
        this.dmarc = new DmarcCollected(store.register(), settings.hostname(), clock);
        this.received = new ReceivedReports(store.register(), settings.keep(), clock);
        this.sender =
                new ReportSender(
                        store,
                        resolver,
                        https,
                        settings,
                        new ReportMailWriter(store, settings, sealer::signed),
                        received);
    }

    /// Hears what becomes of TLS.
    public TlsNote.Sink tls() {
        return settings.tls() ? tls : TlsNote.Sink.NONE;
    }

    /// Hears what is found out about messages.
    public AuthenticationRecord.Sink dmarc() {
        return settings.dmarc() ? dmarc : AuthenticationRecord.Sink.NONE;
    }

    /// What others tell.
    public ReceivedReports received() {
        return received;
    }

    /// Keeps what was heard since the last time; else it is lost when the process ends.
    public void flush() {
        tls.flush();
        dmarc.flush();
    }

    /// Sends the reports of the days that are over; what fails is tried again the next time.
    ///
    /// @return what was done, a line for each report
    public List<String> send() throws IOException {
        return send(clock.instant());
    }

    /// Sends the reports of the days that are over at another time.
    List<String> send(Instant now) throws IOException {
        flush();
        var done = new ArrayList<String>();
        for (var of : tls.kept()) {
            var results = tls.value(of);
            if (of.over(now) && results.isPresent()) {
                boolean sent = sender.tls(of, results.get(), clock.instant());
                if (sent) {
                    tls.remove(of);
                }
                done.add(line("tls", of, sent));
            }
        }
        for (var of : dmarc.kept()) {
            var seen = dmarc.value(of);
            if (of.over(now) && seen.isPresent()) {
                boolean sent = sender.dmarc(of, seen.get(), clock.instant());
                if (sent) {
                    dmarc.remove(of);
                }
                done.add(line("dmarc", of, sent));
            }
        }
        return done;
    }

    private static String line(String kind, DayAndDomain of, boolean done) {
        return of.day() + "\t" + kind + "\t" + of.domain() + "\t" + (done ? "done" : "later");
    }

    /// What waits to be sent, a line for each report.
    public List<String> waiting() throws IOException {
        flush();
        var lines = new ArrayList<String>();
        for (var of : tls.kept()) {
            lines.add(line("tls", of, false));
        }
        for (var of : dmarc.kept()) {
            lines.add(line("dmarc", of, false));
        }
        return lines;
    }

    /// Mail to the address for reports is looked at; it goes its way all the same.
    @Override
    public void arrived(Envelope envelope, Content content) {
        var address = settings.receiving();
        if (address.isEmpty()
                || envelope.recipients().stream()
                        .noneMatch(r -> r.address().equals(address.get()))) {
            return;
        }
        try {
            LOG.info("event=report-received names={}", received.keep(content));
        } catch (NoReport e) {
            LOG.info("event=report-received outcome=none reason=\"{}\"", e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("event=report-received fault", e);
        }
    }
}
