package dev.jebi.useragent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.search.Query.Where;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// The words of a search, as they are read and as they fit what is kept here.
class QueryReaderTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    private static Query read(String words) {
        return QueryReader.read(words, TODAY);
    }

    private static Envelope row(String subject, List<String> flags, boolean attachment) {
        return new Envelope(
                new MessageRef("INBOX", 7),
                1,
                2,
                flags,
                attachment,
                Instant.parse("2026-11-20T12:00:00Z"),
                Instant.parse("2026-11-20T12:00:00Z"),
                5_000,
                new Envelope.Words(
                        "김승환 <kim@b.test>", "al@a.test", "", subject, "<1@b.test>", "", "", ""));
    }

    private static boolean fits(String words, Envelope row) {
        return new Matching(read(words), _ -> "the text of it").test(row);
    }

    @Test
    void wordsFieldsAndQuotes() {
        assertThat(read("")).isEqualTo(new Query.All(List.of()));
        assertThat(read("from:kim subject:\"a b\""))
                .isEqualTo(
                        new Query.All(
                                List.of(
                                        new Query.Text(Where.FROM, "kim"),
                                        new Query.Text(Where.SUBJECT, "a b"))));
        assertThat(read("\"from:kim\"")).isEqualTo(new Query.Text(Where.ANYWHERE, "from:kim"));
        assertThat(read("https://a.test")).isInstanceOf(Query.Text.class);
        assertThat(read("older:2w")).isEqualTo(new Query.Before(LocalDate.parse("2026-11-08")));
        assertThat(read("larger:2M")).isEqualTo(new Query.Larger(2 << 20));
    }

    @Test
    void orNotAndParentheses() {
        assertThat(read("a or b c"))
                .isEqualTo(
                        new Query.Any(
                                List.of(
                                        new Query.Text(Where.ANYWHERE, "a"),
                                        new Query.All(
                                                List.of(
                                                        new Query.Text(Where.ANYWHERE, "b"),
                                                        new Query.Text(Where.ANYWHERE, "c"))))));
        assertThat(read("-is:seen")).isEqualTo(new Query.Not(new Query.Flag("seen")));
        assertThat(read("-(a or b)")).isInstanceOf(Query.Not.class);
        assertThat(read("in:Archive x").mailboxes()).containsExactly("Archive");
    }

    @Test
    void whatMakesNoSenseIsBadUsage() {
        for (String words :
                List.of(
                        "before:x",
                        "is:odd",
                        "has:wings",
                        "larger:much",
                        "newer:soon",
                        "(a",
                        "a)",
                        "not",
                        "(".repeat(500),
                        "-".repeat(400) + "a",
                        "a ".repeat(600))) {
            assertThatThrownBy(() -> read(words))
                    .as(words)
                    .isInstanceOfSatisfying(
                            Failure.class, f -> assertThat(f.kind()).isEqualTo(Failure.Kind.USAGE));
        }
    }

    @Test
    void rowsFitOrNot() {
        Envelope row = row("Report 회의록", List.of("seen", "Work"), true);
        for (String words :
                List.of(
                        "",
                        "REPORT",
                        "회의록",
                        "from:김승환",
                        "to:al",
                        "is:read",
                        "keyword:work",
                        "has:attachment",
                        "newer:7d",
                        "on:2026-11-20",
                        "since:2026-11-20 before:2026-11-21",
                        "larger:4K smaller:6K",
                        "body:text",
                        "nothing or report",
                        "-from:lee",
                        "in:inbox",
                        "\u1112\u116c\u110b\u1174\u1105\u1169\u11a8")) {
            assertThat(fits(words, row)).as(words).isTrue();
        }
        for (String words :
                List.of("from:lee", "is:unseen", "-report", "older:7d", "larger:1M", "cc:al")) {
            assertThat(fits(words, row)).as(words).isFalse();
        }
    }

    @Test
    void whatIsInAMailboxIsKnownWhereItIsAsked() {
        assertThat(read("in:Archive kim").in("archive"))
                .isEqualTo(new Query.Text(Where.ANYWHERE, "kim"));
        assertThat(read("in:Archive kim").in("INBOX")).isEqualTo(Query.NOTHING);
        assertThat(read("-in:Archive kim").in("INBOX"))
                .isEqualTo(new Query.Text(Where.ANYWHERE, "kim"));
        assertThat(read("-in:Archive kim").in("Archive")).isEqualTo(Query.NOTHING);
        assertThat(read("in:Archive or kim").in("INBOX"))
                .isEqualTo(new Query.Text(Where.ANYWHERE, "kim"));
        assertThat(read("in:Archive or kim").in("Archive")).isEqualTo(Query.EVERYTHING);
        assertThat(read("(in:A from:x) or (in:B from:y)").in("B"))
                .isEqualTo(new Query.Text(Where.FROM, "y"));
        assertThat(read("in:A in:B").in("A")).isEqualTo(Query.NOTHING);
        assertThat(read("not ()").in("A")).isEqualTo(Query.NOTHING);
        assertThat(read("-in:Nowhere").mailboxes()).containsExactly("Nowhere");
    }

    @Test
    void nothingThatASearchSaysEndsTheCommandItStandsIn() {
        for (String words :
                List.of(
                        "keyword:\"x\r\na DELETE INBOX\"",
                        "keyword:\"a b\"",
                        "keyword:\\Seen",
                        "keyword:",
                        "from:",
                        "subject:\"\"",
                        "in:",
                        "on:+12345-01-01",
                        "before:-0001-01-01")) {
            assertThatThrownBy(() -> read(words)).as(words).isInstanceOf(Failure.class);
        }
        assertThat(read("keyword:$Label+1")).isEqualTo(new Query.Flag("$Label+1"));
        assertThat(read("keyword:Seen")).isEqualTo(new Query.Flag("seen"));
        assertThat(read("\"\"")).isEqualTo(Query.EVERYTHING);
    }

    @Test
    void sizesThatNoMessageHas() {
        assertThat(((Query.Larger) read("larger:999999999999G")).octets()).isPositive();
        assertThat(fits("smaller:999999999999G", row("x", List.of(), false))).isTrue();
    }

    @Test
    void addressesAreFoundAsTheyAreWritten() {
        assertThat(read("from:<kim@b.test>")).isEqualTo(new Query.Text(Where.FROM, "kim@b.test"));
        assertThat(fits("from:\"김승환 <kim\"", row("x", List.of(), false))).isTrue();
    }
}
