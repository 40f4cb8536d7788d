package dev.jebi.imapserver.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidValidity;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class ImapUrlTest {
    private static Optional<ImapUrl> read(String url) {
        return ImapUrl.read(url, Optional.of(new MailboxName("a/b")));
    }

    private static Optional<String> mailbox(String url) {
        return read(url).orElseThrow().mailbox().map(MailboxName::value);
    }

    /// RFC 4469, appendix A.
    @Test
    void theFormsOfCatenateAreRead() {
        var url = read("/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME").orElseThrow();
        assertThat(url.mailbox()).contains(new MailboxName("Drafts"));
        assertThat(url.validity()).contains(new UidValidity(385759045));
        assertThat(url.uid()).isEqualTo(new Uid(20));
        assertThat(url.section()).isEqualTo(new Section(List.of(1), Section.Text.MIME, List.of()));
        assertThat(read("/Drafts;UIDVALIDITY=385759045/;UID=30").orElseThrow().section().isWhole())
                .isTrue();
    }

    @Test
    void namesAreUtf8InPercents() {
        assertThat(mailbox("/a%2Fb%20c/;UID=1")).contains("a/b c");
        assertThat(mailbox("/%EB%B3%B4%EA%B4%80/;UID=1")).contains("보관");
        assertThat(mailbox("/a%3Bb/;UID=1")).contains("a;b");
    }

    @Test
    void aRelativePathTakesThePlaceOfTheLastSegment() {
        assertThat(mailbox("c/;UID=1")).contains("a/c");
        assertThat(mailbox(";UID=1")).isEmpty();
        assertThat(mailbox("/;UID=1")).isEmpty();
    }

    @Test
    void partsOfOctetsAreRead() {
        assertThat(read("/;UID=1/;SECTION=TEXT/;PARTIAL=5.10").orElseThrow().partial())
                .contains(new FetchItem.Partial(5, 10));
        assertThat(read("/;UID=1/;PARTIAL=5").orElseThrow().partial())
                .contains(new FetchItem.Partial(5, Long.MAX_VALUE));
        assertThat(read("/;UID=1/;SECTION=HEADER.FIELDS%20(To%20cc)").orElseThrow().section())
                .isEqualTo(new Section(List.of(), Section.Text.HEADER_FIELDS, List.of("To", "cc")));
    }

    @Test
    void whatNamesNothingHereIsNone() {
        for (String url :
                List.of(
                        "",
                        "/INBOX",
                        "imap://a.test/INBOX/;UID=1",
                        "//a.test/INBOX/;UID=1",
                        "/INBOX/;UID=0",
                        "/INBOX/;UID=4294967296",
                        "/INBOX/;UID=99999999999",
                        "/INBOX/;UID=1/;SECTION=",
                        "/INBOX/;UID=1/;SECTION=MIME",
                        "/INBOX/;UID=1/;SECTION=1]",
                        "/INBOX/;UID=1/;PARTIAL=1.0",
                        "/INBOX/;UID=1;URLAUTH=anonymous:internal:91354a473744909de61",
                        "/a%/;UID=1",
                        "/a%2/;UID=1",
                        "/a%GG/;UID=1",
                        "/a%FF/;UID=1",
                        "/a b/;UID=1",
                        "/a//b/;UID=1",
                        "/%00/;UID=1")) {
            assertThat(read(url)).as(url).isEmpty();
        }
    }
}
