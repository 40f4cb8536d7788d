package dev.jebi.imapserver.order;

import dev.jebi.testkit.Randomly;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A message that was made up, as far as its order depends on it.
///
/// @param subject as it is read
/// @param base what is left of it, as RFC 5256 §2.1 has it
/// @param reply whether it says that it is a reply or a forward
/// @param sent the Date field, where there is a valid one
record RandomMail(
        Optional<String> id,
        List<String> references,
        Optional<String> inReplyTo,
        String subject,
        String base,
        boolean reply,
        Optional<Instant> sent,
        Instant arrival,
        String from,
        String to,
        int lines) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    static List<RandomMail> mailbox(Randomly random, int most) {
        var mails = new ArrayList<RandomMail>();
        int ids = random.between(1, most + 5);
        for (int i = random.between(0, most); i > 0; i--) {
            mails.add(one(random, ids));
        }
        return mails;
    }

    private static RandomMail one(Randomly random, int ids) {
        String base = random.pick("", "lunch", "Lunch", "plans", "été", "ÉTÉ", "회의", "a b");
        String prefix = random.pick("", "", "Re: ", "FW: ", "Re: [x] Fwd: ", "[list] ");
        boolean bracket = prefix.startsWith("[") && base.isEmpty();
        boolean reply = !prefix.isEmpty() && !prefix.startsWith("[");
        var references = random.oneIn(3) ? List.<String>of() : random.list(4, r -> id(r, ids));
        return new RandomMail(
                random.oneIn(8) ? Optional.empty() : Optional.of(id(random, ids)),
                references,
                random.oneIn(3) ? Optional.of(id(random, ids)) : Optional.empty(),
                prefix + base,
                bracket ? "[list]" : base,
                reply,
                random.oneIn(6) ? Optional.empty() : Optional.of(time(random)),
                time(random),
                random.pick(
                        "ann@a.test", "Bob Z <bob@b.test>", "=?utf-8?Q?=C3=89va?= <eva@c.test>"),
                random.pick("carl@a.test", "\"Ann, B\" <zoe@b.test>, x@y.test", "anna@c.test"),
                random.between(0, 5));
    }

    private static String id(Randomly random, int ids) {
        return "m" + random.between(0, ids) + "@x.test";
    }

    private static Instant time(Randomly random) {
        return BEGIN.plusSeconds(random.between(0, 20) * 3_600L);
    }

    Instant date() {
        return sent.orElse(arrival);
    }

    /// The ids of the ancestors, as RFC 5256 §3 wants them.
    List<String> ancestors() {
        return references.isEmpty() ? inReplyTo.stream().toList() : references;
    }

    String text() {
        var text = new StringBuilder();
        id.ifPresent(i -> text.append("Message-ID: <").append(i).append(">\r\n"));
        if (!references.isEmpty()) {
            text.append("References:");
            references.forEach(r -> text.append(" <").append(r).append(">\r\n"));
        }
        inReplyTo.ifPresent(i -> text.append("In-Reply-To: <").append(i).append("> <b@c>\r\n"));
        sent.ifPresent(s ->
                text.append("Date: ")
                        .append(DATE.format(s.atOffset(ZoneOffset.ofHours(lines - 2))))
                        .append("\r\n"));
        text.append("Subject: ").append(subject).append("\r\n");
        text.append("From: ").append(from).append("\r\nTo: ").append(to).append("\r\n\r\n");
        return text + "text\r\n".repeat(lines);
    }
}
